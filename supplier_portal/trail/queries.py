"""Events, for those who may read them."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.trail.models import Event, Seal


def visible(actor: Actor) -> Select[Event, Seal]:
    """All events with their seals, where sealed. Raises Missing for who may not read the log."""
    reach_of(actor, Permission.TRAIL_EVENT_READ)
    return select(Event, Seal).outerjoin(Seal, Seal.event_id == Event.id)


def count_events(session: Session, actor: Actor) -> int:
    """How many events this actor may see."""
    return session.scalar(select(func.count()).select_from(visible(actor).subquery())) or 0
