"""Jobs a person asked for."""

from sqlalchemy import Select, false, select

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.jobs.models import Job


def visible(actor: Actor) -> Select[Job]:
    """The actor's own jobs."""
    own = reach_of(actor, Permission.JOBS_JOB_READ) is Reach.OWN_ACCOUNT
    return select(Job).where(Job.account_id == actor.account_id if own else false())
