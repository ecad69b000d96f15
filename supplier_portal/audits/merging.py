"""What of a supplier's audits stands against merging it into another one, and what goes over with it."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit, ConflictOfInterest
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.workflow.audit import BEFORE_ISSUE
from supplier_portal.suppliers.merging import MergeMove


def running_audits(session: Session, supplier_id: int) -> list[Fault]:
    """Name each audit that is not issued, cancelled, refused or aborted yet."""
    running = select(Audit.number, Audit.state).where(Audit.supplier_id == supplier_id, Audit.state.in_(BEFORE_ISSUE))
    return [
        Fault("audits.merge_blocked", facts={"number": number, "state": f"audit_state.{state}"})
        for number, state in session.execute(running.order_by(Audit.id))
    ]


def count_conflicts(session: Session, duplicate_id: int, _: int) -> int:
    return session.scalar(select(func.count()).where(ConflictOfInterest.supplier_id == duplicate_id)) or 0


def move_conflicts(session: Session, duplicate_id: int, survivor_id: int) -> None:
    of_duplicate = update(ConflictOfInterest).where(ConflictOfInterest.supplier_id == duplicate_id)
    session.execute(of_duplicate.values(supplier_id=survivor_id))


MERGE_BLOCKERS = (running_audits,)
MERGE_MOVES = (MergeMove("merge_part.conflicts", count_conflicts, move_conflicts),)
