"""Jobs a person asked for."""

from collections.abc import Iterable

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.jobs.models import Job, JobFile


def visible(actor: Actor) -> Select[Job]:
    """The actor's own jobs."""
    own = reach_of(actor, Permission.JOBS_JOB_READ) is Reach.OWN_ACCOUNT
    return select(Job).where(Job.account_id == actor.account_id if own else false())


def files_of(session: Session, jobs: Iterable[Job]) -> dict[int, JobFile]:
    """The files that jobs one may see have made, by the job's id."""
    made = select(JobFile).where(JobFile.job_id.in_([job.id for job in jobs]))
    return {file.job_id: file for file in session.scalars(made)}
