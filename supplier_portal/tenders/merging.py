"""What of a supplier's bids stands against merging it into another one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.workflow.tender import BEFORE_AWARD
from supplier_portal.tenders.models import Bidder, Tender


def running_tenders(session: Session, supplier_id: int) -> list[Fault]:
    """Name each tender it may bid in that is neither awarded nor cancelled."""
    running = (
        select(Tender.number, Tender.state)
        .join(Bidder, Bidder.tender_id == Tender.id)
        .where(Bidder.supplier_id == supplier_id, Tender.state.in_(BEFORE_AWARD))
    )
    return [
        Fault("tenders.merge_blocked", facts={"number": number, "state": f"tender_state.{state}"})
        for number, state in session.execute(running.order_by(Tender.id))
    ]


MERGE_BLOCKERS = (running_tenders,)
