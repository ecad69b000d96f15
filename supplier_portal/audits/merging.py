"""What of a supplier's audits stands against merging it into another one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.workflow.audit import BEFORE_ISSUE


def running_audits(session: Session, supplier_id: int) -> list[Fault]:
    """Name each audit that is not issued, cancelled, refused or aborted yet."""
    running = select(Audit.number, Audit.state).where(Audit.supplier_id == supplier_id, Audit.state.in_(BEFORE_ISSUE))
    return [
        Fault("audits.merge_blocked", facts={"number": number, "state": f"audit_state.{state}"})
        for number, state in session.execute(running.order_by(Audit.id))
    ]


MERGE_BLOCKERS = (running_audits,)
