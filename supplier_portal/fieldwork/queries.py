"""Changes that were received, and the reply each was given."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.fieldwork.models import Change


def visible(actor: Actor) -> Select[Change]:
    """The changes one sent oneself."""
    return select(Change).where(Change.account_id == actor.account_id)


def stored_change(session: Session, actor: Actor, uuid: str, body_digest: str) -> Change | None:
    """Find the change that was received under this UUID before; None for a new one.

    Raises Invalid where it had another body or came from someone else.
    """
    known = session.scalar(visible(actor).where(Change.uuid == uuid))
    if known is None and session.scalar(select(Change.uuid).where(Change.uuid == uuid)) is None:
        return None
    if known is None or known.body_digest != body_digest:
        raise taken()
    return known


def taken() -> Invalid:
    """The UUID was used for another change."""
    return Invalid([Fault("fieldwork.uuid_taken", "uuid")])
