"""Reaching a tender to change it: its row locked, so that of two people at once one wins."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.db.states import move_state
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.tenders.models import Bidder, Tender, TenderMove
from supplier_portal.tenders.queries import visible
from supplier_portal.trail.operations import record_event


def reach_tender(session: Session, actor: Actor, permission: Permission, tender_id: int) -> Tender:
    """Give the tender, its row locked until the transaction ends. Raises Missing for whoever is not in its team."""
    reach_of(actor, permission)
    wanted = visible(actor).where(Tender.id == tender_id).with_for_update(of=Tender)
    tender = session.scalar(wanted.execution_options(populate_existing=True))
    if tender is None:
        raise Missing
    return tender


def reach_bidder(session: Session, tender: Tender, bidder_id: int) -> Bidder:
    """Give the tender's bidder. Raises Missing for another tender's."""
    wanted = select(Bidder).where(Bidder.tender_id == tender.id, Bidder.id == bidder_id)
    bidder = session.scalar(wanted)
    if bidder is None:
        raise Missing
    return bidder


def only_in(tender: Tender, *states: str) -> None:
    """Refuse where the tender stands at none of these. Raises Conflict `tenders.not_in_state`."""
    if tender.state not in states:
        possible = [TENDER.word(state) for state in states]
        raise Conflict("tenders.not_in_state", state=TENDER.word(tender.state), possible=possible)


def move_tender(
    session: Session, actor: Actor, tender: Tender, target: str, moment: Moment, *, reason: str = "", **values: Any
) -> None:
    """Make the move, keep who made it and why, and tell the log. The caller has brought what the move needs."""
    origin = tender.state
    TENDER.find(origin, target, actor.role)
    move_state(session, Tender, tender.id, origin, target, **values)
    session.add(
        TenderMove(
            tender_id=tender.id, origin=origin, target=target, account_id=actor.account_id, at=moment.at, reason=reason
        )
    )
    session.flush()
    session.refresh(tender)
    record_event(session, actor, moment, "move_tender", tender=tender.id, origin=origin, target=target)
