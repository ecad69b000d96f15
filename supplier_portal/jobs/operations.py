"""Asking for a job, claiming one, and saying how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.jobs.models import CANCELLED, DONE, FAILED, GOES_ON, QUEUED, RUNNING, Job, JobFile
from supplier_portal.jobs.queries import visible
from supplier_portal.trail.exporting import Export, Holding, log_export
from supplier_portal.trail.operations import record_event

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5


class Cancelled(Exception):
    """The job runs no more, so that whoever works at it leaves it without an effect."""


@dataclass(frozen=True)
class AskJob:
    """name: a registered job's; arguments: plain JSON; language: the reader's, for what the job writes."""

    name: str
    arguments: dict[str, object]
    language: str = "en"


@dataclass(frozen=True)
class Made:
    """A file made by a job: its digest in the store, the name to download it by, its media type, and what it holds."""

    digest: str
    name: str
    media_type: str
    holding: Holding


def ask_job(session: Session, actor: Actor, command: AskJob, now: datetime) -> Job:
    """Write the job in the caller's own transaction, for the worker to find after its commit."""
    job = Job(
        name=command.name,
        arguments=command.arguments,
        language=command.language,
        account_id=actor.account_id,
        due=now,
        asked_at=now,
    )
    session.add(job)
    session.flush()
    return job


def claim_job(session: Session, now: datetime) -> Job | None:
    """Take the job that is due longest; one whose worker died is due again when its lease ends."""
    waiting = (
        select(Job.id)
        .where(Job.state.in_(GOES_ON), Job.due <= now)
        .order_by(Job.due, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Job)
        .where(Job.id == waiting.scalar_subquery())
        .values(state=RUNNING, attempts=Job.attempts + 1, due=now + LEASE)
        .returning(Job)
    )
    return session.scalars(taken).first()


def cancel_job(session: Session, actor: Actor, job_id: int, moment: Moment) -> None:
    """Stop a job one has asked for: it leaves no effect and no file.

    Raises Missing for another's, Conflict `jobs.ended` for one that has ended.
    """
    reach_of(actor, Permission.JOBS_JOB_CANCEL)
    own = session.scalar(visible(actor).where(Job.id == job_id).with_for_update())
    if own is None:
        raise Missing
    if own.state not in GOES_ON:
        raise Conflict("jobs.ended")
    own.state = CANCELLED
    session.flush()
    record_event(session, actor, moment, "cancel_job", job=job_id)


def report_progress(session: Session, job_id: int, done: int, total: int, now: datetime) -> None:
    """Say how far the job is; this also renews its lease. Raises Cancelled."""
    _at_work(session, job_id, update(Job).values(progress_done=done, progress_total=total, due=now + LEASE))


def finish_job(session: Session, job: Job, outcome: dict[str, object], made: Made | None, now: datetime) -> None:
    """Mark the job done and log its file as an export, in the transaction of its effect.

    Raises Cancelled: then nothing of it is to be kept.
    """
    _at_work(session, job.id, update(Job).values(state=DONE, outcome=outcome, error=None))
    if made is not None:
        session.merge(JobFile(job_id=job.id, digest=made.digest, name=made.name, media_type=made.media_type))
        log_export(session, job.account_id, Export(job.name, made.name, made.digest, made.holding, job.id), now)


def fail_job(session: Session, job: Job, reason: str, now: datetime) -> None:
    """Queue it again, later each time; after the last attempt it stays failed, with the reason. Raises Cancelled."""
    last = job.attempts >= MOST_ATTEMPTS
    again = now + timedelta(seconds=2**job.attempts)
    state = FAILED if last else QUEUED
    _at_work(session, job.id, update(Job).values(state=state, due=again, error=reason[:2000]))


def _at_work(session: Session, job_id: int, change: Update) -> None:
    """Change a job that runs still. Raises Cancelled where it was stopped meanwhile."""
    if session.scalar(change.where(Job.id == job_id, Job.state != CANCELLED).returning(Job.id)) is None:
        raise Cancelled
