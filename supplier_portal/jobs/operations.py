"""Asking for a job, claiming one, and saying how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.jobs.models import DONE, FAILED, QUEUED, RUNNING, Job, JobFile

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class AskJob:
    """name: a registered job's; arguments: plain JSON; language: the reader's, for what the job writes."""

    name: str
    arguments: dict[str, object]
    language: str = "en"


@dataclass(frozen=True)
class Made:
    """A file made by a job: its digest in the store, the name to download it by, its media type."""

    digest: str
    name: str
    media_type: str


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
        .where(Job.state.in_([QUEUED, RUNNING]), Job.due <= now)
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


def report_progress(session: Session, job_id: int, done: int, total: int, now: datetime) -> None:
    """Say how far the job is; this also renews its lease."""
    session.execute(
        update(Job).where(Job.id == job_id).values(progress_done=done, progress_total=total, due=now + LEASE)
    )


def finish_job(session: Session, job_id: int, outcome: dict[str, object], made: Made | None) -> None:
    """Mark the job done, in the transaction of its effect."""
    session.execute(update(Job).where(Job.id == job_id).values(state=DONE, outcome=outcome, error=None))
    if made is not None:
        session.merge(JobFile(job_id=job_id, digest=made.digest, name=made.name, media_type=made.media_type))


def fail_job(session: Session, job: Job, reason: str, now: datetime) -> None:
    """Queue it again, later each time; after the last attempt it stays failed, with the reason."""
    last = job.attempts >= MOST_ATTEMPTS
    again = now + timedelta(seconds=2**job.attempts)
    session.execute(
        update(Job).where(Job.id == job.id).values(state=FAILED if last else QUEUED, due=again, error=reason[:2000])
    )
