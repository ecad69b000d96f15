"""What of a supplier's declarations stands against merging it into another one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.declarations.models import Declaration
from supplier_portal.domain.errors import Fault


def waiting_declarations(session: Session, supplier_id: int) -> list[Fault]:
    """Name one that waits: what it says is to be taken over into the supplier it was made for."""
    waiting = select(Declaration.id).where(Declaration.supplier_id == supplier_id, Declaration.decision.is_(None))
    return [Fault("declarations.merge_blocked")] if session.scalar(waiting) is not None else []


MERGE_BLOCKERS = (waiting_declarations,)
