"""Ranking the bids, once, from what the opening froze (scoring.md 4 and 5)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import sha256_of
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.scores.receipts import complete
from supplier_portal.tenders.models import Bid, Bidder, Evaluation, Tender
from supplier_portal.tenders.operations.reaching import move_tender, reach_tender
from supplier_portal.tenders.pinned import published_under
from supplier_portal.tenders.queries import bid_document, bidders_of, bids_of, policy_of, ratings_of
from supplier_portal.tenders.rules import ENTERED, Rules, receipt_rules, scored

FIGURES = {"sustainability": "sustainability", "rating": "rating", "audit": "effective_audit"}
"""Which published figure of a rating a criterion's source stands for."""


def evaluate_tender(session: Session, actor: Actor, tender_id: int, moment: Moment) -> Evaluation:
    """Store the receipt of the ranking with its SHA-256. Raises Conflict before the opening and the second time."""
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, tender_id)
    TENDER.find(tender.state, "evaluated", actor.role)
    policy, bids, ratings = policy_of(session, tender), bids_of(session, tender.id), ratings_of(session, tender.id)
    entries = [
        _entry(tender, bidder, bids[bidder.id], published_under(policy, ratings[bidder.rating_at_opening]))
        for bidder, _ in bidders_of(session, tender.id)
        if bidder.id in bids and bidder.rating_at_opening is not None
    ]
    receipt = complete({**receipt_rules(tender.rules), "bids": entries})
    evaluation = Evaluation(tender_id=tender.id, receipt=receipt, sha256=sha256_of(receipt), evaluated_at=moment.at)
    session.add(evaluation)
    move_tender(session, actor, tender, "evaluated", moment)
    return evaluation


def _entry(tender: Tender, bidder: Bidder, bid: Bid, published: Mapping[str, Any]) -> dict[str, Any]:
    """Write one bid of the receipt: as handed in, with the figures published for its bidder at the opening."""
    entry = bid_document(bidder.code, bid)
    rules: Rules = tender.rules
    entry["scores"] |= {
        row["code"]: published[FIGURES[row["source"]]] for row in scored(rules) if row["source"] != ENTERED
    }
    return {**entry, "grade": published["grade"], "blocked": published["bid_blocked"]}
