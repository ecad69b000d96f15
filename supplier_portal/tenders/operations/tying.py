"""Deciding between bidders that are equal in everything at the first place (scoring.md 4)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.tenders.models import TieBreak
from supplier_portal.tenders.operations.moving import checked_reason
from supplier_portal.tenders.operations.reaching import only_in, reach_tender
from supplier_portal.tenders.queries import bidders_of, evaluation_of, tie_break_of
from supplier_portal.tenders.standing import equal_firsts
from supplier_portal.trail.operations import record_event

SMALLEST_TIE = 2


@dataclass(frozen=True)
class BreakTie:
    """code: of the bidder that comes first; reason: how it was decided, such as a lot drawn before both."""

    tender_id: int
    code: str
    reason: str


def break_tie(session: Session, actor: Actor, command: BreakTie, moment: Moment) -> TieBreak:
    """Record which of the equal bidders comes first; the evaluation stays as it is.

    Raises Conflict where no tie needs it or it is decided, Invalid at `code` and `reason`.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, command.tender_id)
    only_in(tender, "evaluated")
    evaluation = evaluation_of(session, tender.id)
    equal = equal_firsts(evaluation.receipt) if evaluation else ()
    if len(equal) < SMALLEST_TIE:
        raise Conflict("tenders.no_tie")
    if tie_break_of(session, tender.id):
        raise Conflict("tenders.tie_decided")
    if command.code not in equal:
        raise Invalid([Fault("tenders.not_in_tie", "code")])
    reason = checked_reason(command.reason)
    first = next(bidder for bidder, _ in bidders_of(session, tender.id) if bidder.code == command.code)
    decided = {"decided_by": actor.account_id, "decided_at": moment.at}
    tie_break = TieBreak(tender_id=tender.id, bidder_id=first.id, reason=reason, **decided)
    session.add(tie_break)
    session.flush()
    record_event(session, actor, moment, "break_tie", tender=tender.id, bidder=first.id)
    return tie_break
