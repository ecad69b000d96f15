"""What of a supplier's findings stands against merging it into another one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import Finding

RUNNING = (*COUNTS_AS_OPEN, "waived")
"""A waived one is opened again at its end."""


def open_findings(session: Session, supplier_id: int) -> list[Fault]:
    """Name each non-conformity and observation that is open, or waived for a while."""
    asked = (Finding.supplier_id == supplier_id, Finding.state.in_(RUNNING), Finding.severity != "none")
    running = select(Finding.number, Finding.state).where(*asked)
    return [
        Fault("findings.merge_blocked", facts={"number": number, "state": f"finding_state.{state}"})
        for number, state in session.execute(running.order_by(Finding.id))
    ]


MERGE_BLOCKERS = (open_findings,)
