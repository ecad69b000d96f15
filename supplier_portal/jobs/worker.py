"""The worker: claims jobs, runs them, seals the trail. Any number of them may run; each job has one effect."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Busy, DomainError
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.operations import Cancelled, Made, claim_job, fail_job, finish_job, report_progress
from supplier_portal.trail.operations import publish_head, seal_new

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5


@dataclass(frozen=True)
class Work:
    """What a job's function is given: the job and the doors to database and settings."""

    job: Job
    database: Database
    config: Config

    def progress(self, done: int, total: int) -> None:
        """Say how far it is. Raises Cancelled where whoever asked has stopped it: the function lets that pass."""
        with self.database.unit_of_work(SYSTEM) as session:
            report_progress(session, self.job.id, done, total, datetime.now(UTC))


@dataclass(frozen=True)
class Effect:
    """What a job leaves: `write` runs in the transaction that marks it done, so that it happens once."""

    outcome: dict[str, object]
    made: Made | None = None
    write: Callable[[Session], None] | None = None


JobFunction = Callable[[Work], Effect]
FollowerFunction = Callable[[Session, Moment], object]
RoundFunction = Callable[[Database, Config], bool]


class Worker:
    """jobs: name → function; followers: what reads the trail after each sealing.

    rounds: what else there is to do between jobs, a few seconds at a time; each says whether it found something.
    `run` works until `stop` is set; `run_due` empties the queue once.
    """

    def __init__(
        self,
        database: Database,
        config: Config,
        jobs: Mapping[str, JobFunction],
        followers: Sequence[FollowerFunction] = (),
        rounds: Sequence[RoundFunction] = (),
    ) -> None:
        self.database = database
        self.config = config
        self.jobs = jobs
        self.followers = followers
        self.rounds = rounds
        self.stop = threading.Event()
        self._head_published: date | None = None

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                idle = not self.run_one()
                self.seal()
                idle = not self.go_round() and idle
            except Busy:
                idle = True
            except Exception:
                log.exception("the worker could not go on; it tries again")
                idle = True
            if idle:
                self.stop.wait(IDLE_SECONDS)

    def run_due(self) -> int:
        """Run what is due now; returns how many jobs ran."""
        ran, more = 0, True
        while more:
            while self.run_one():
                ran += 1
            self.seal()
            more = self.go_round()
        return ran

    def run_one(self) -> bool:
        with self.database.unit_of_work(SYSTEM) as session:
            job = claim_job(session, datetime.now(UTC))
        if job is None:
            return False
        try:
            effect = self.jobs[job.name](Work(job, self.database, self.config))
            with self.database.unit_of_work(SYSTEM) as session:
                if effect.write is not None:
                    effect.write(session)
                finish_job(session, job, effect.outcome, effect.made, datetime.now(UTC))
        except Cancelled:
            log.info("job %s %s was cancelled", job.id, job.name)
        except Exception as error:
            log.exception("job %s %s failed", job.id, job.name)
            reason = str(error) if isinstance(error, DomainError) else type(error).__name__
            with suppress(Cancelled), self.database.unit_of_work(SYSTEM) as session:
                fail_job(session, job, reason, datetime.now(UTC))
        return True

    def go_round(self) -> bool:
        """Let every round do what is due; returns whether one did. One that fails holds up none of the others."""
        worked = False
        for go in self.rounds:
            try:
                worked = go(self.database, self.config) or worked
            except Exception:
                log.exception("a round could not be finished; it comes again")
        return worked

    def seal(self) -> None:
        """Chain the events written since, let followers read them, and once a day publish the head outside."""
        now = datetime.now(UTC)
        moment = moment_of(now, self.config.zone, self.config.pinned_day)
        with self.database.unit_of_work(SYSTEM) as session:
            seal_new(session)
            if self._head_published != now.date():
                publish_head(session, self.config.data_folder, now)
        self._head_published = now.date()
        for follow in self.followers:
            with self.database.unit_of_work(SYSTEM) as session:
                follow(session, moment)
