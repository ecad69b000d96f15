"""Moving a tender on: published, locked, closed for bids, cancelled."""

from datetime import datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.scores.queries import policy_on
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations.drafting import SMALLEST_TEAM
from supplier_portal.tenders.operations.reaching import move_tender, reach_tender
from supplier_portal.tenders.queries import bidders_of, team_of, unanswered
from supplier_portal.tenders.rule_faults import faults_of
from supplier_portal.tenders.rules import Rules, frozen

LONGEST_REASON = 2000


def publish_tender(session: Session, actor: Actor, tender_id: int, moment: Moment, machine_now: datetime) -> Tender:
    """Freeze the rules with the policy that holds today. Raises Invalid with every fault at its field of the draft."""
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, tender_id)
    TENDER.find(tender.state, "published", actor.role)
    policy = policy_on(session, moment.day)
    document: Rules = policy.document
    rules = frozen(tender.rules, [grade for grade, _ in document["grades"]])
    faults = faults_of(rules, complete=True)
    if tender.deadline_at <= machine_now:
        faults.append(Fault("tenders.deadline_past", "deadline_at"))
    if len(team_of(session, tender.id)) < SMALLEST_TEAM:
        faults.append(Fault("tenders.team_of_one", "team_ids"))
    if faults:
        raise Invalid(faults)
    move_tender(session, actor, tender, "published", moment, rules=rules, policy_sha256=policy.sha256)
    return tender


def lock_tender(session: Session, actor: Actor, tender_id: int, moment: Moment) -> Tender:
    """Publish the ratings the bidders are shown and may object to. Raises Conflict where there is no bidder yet."""
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, tender_id)
    TENDER.find(tender.state, "locked", actor.role)
    bidders = [bidder for bidder, _ in bidders_of(session, tender.id)]
    if not bidders:
        raise Conflict("tenders.no_bidders")
    ratings = publish_ratings(session, actor, [bidder.supplier_id for bidder in bidders], moment, "lock")
    published = {rating.supplier_id: rating.id for rating in ratings}
    for bidder in bidders:
        bidder.rating_at_lock = published[bidder.supplier_id]
    move_tender(session, actor, tender, "locked", moment)
    return tender


def close_tender(session: Session, actor: Actor, tender_id: int, moment: Moment, machine_now: datetime) -> Tender:
    """End the time for bids.

    Raises Conflict while the machine's clock has not passed the deadline, and while a bidder waits for the answer to
    what it says is wrong with its figure: nobody bids on a figure that is still disputed.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, tender_id)
    TENDER.find(tender.state, "closed", actor.role)
    if machine_now <= tender.deadline_at:
        raise Conflict("tenders.deadline_not_over")
    if waiting := unanswered(session, tender.id):
        raise Conflict("tenders.corrections_open", count=waiting)
    move_tender(session, actor, tender, "closed", moment)
    return tender


def cancel_tender(session: Session, actor: Actor, tender_id: int, reason: str, moment: Moment) -> Tender:
    """End the tender without an award, at any time before one. Raises Invalid without a reason."""
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, tender_id)
    TENDER.find(tender.state, "cancelled", actor.role)
    move_tender(session, actor, tender, "cancelled", moment, reason=checked_reason(reason))
    return tender


def checked_reason(reason: str) -> str:
    """Give the reason without blanks around it. Raises Invalid at `reason` where it is missing or too long."""
    return checked_text(reason, "reason", "workflow.needs_reason")


def checked_text(text: str, place: str, missing: str = "form.required") -> str:
    """Give the text without blanks around it. Raises Invalid at `place` where it is missing or too long."""
    kept = text.strip()
    if not kept:
        raise Invalid([Fault(missing, place)])
    if len(kept) > LONGEST_REASON:
        raise Invalid([Fault("form.too_long", place, facts={"most": LONGEST_REASON, "length": len(kept)})])
    return kept
