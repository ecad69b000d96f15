"""What of a supplier's appeals stands against merging it into another one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.appeals.models import Appeal
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.workflow.appeal import OPEN


def open_appeals(session: Session, supplier_id: int) -> list[Fault]:
    """Name each appeal that is to be decided."""
    waiting = select(Appeal.number).where(Appeal.supplier_id == supplier_id, Appeal.state.in_(OPEN))
    return [
        Fault("appeals.merge_blocked", facts={"number": number})
        for number in session.scalars(waiting.order_by(Appeal.id))
    ]


MERGE_BLOCKERS = (open_appeals,)
