"""What speaks against an award, before it is made or proposed."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault
from supplier_portal.tenders.low_prices import low_bids
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations.reaching import reach_bidder
from supplier_portal.tenders.queries import bidders_of, bids_of, evaluation_of, low_bid_queries_of, tie_break_of
from supplier_portal.tenders.rules import shares_of
from supplier_portal.tenders.standing import equal_firsts


def faults_of_award(session: Session, tender: Tender, given: list[str]) -> Iterator[Fault]:
    """Each share goes to another bidder of the ranking; ties are decided, and low bids answered, before."""
    evaluation = evaluation_of(session, tender.id)
    receipt: dict[str, Any] = evaluation.receipt if evaluation else {}
    ranking = receipt["published"]["ranking"]
    asked = min(len(shares_of(tender.rules)), len(ranking)) or 1
    codes = (given + [""] * asked)[: max(asked, len(given))]
    unexplained = _unexplained(session, tender)
    for number, code in enumerate(codes):
        place = f"further_{number - 1}" if number else "code"
        if code not in ranking or number >= asked:
            yield Fault("tenders.not_ranked", place)
        elif code in codes[:number]:
            yield Fault("tenders.shared_twice", place)
        elif code in unexplained:
            yield Fault("tenders.low_bid_unanswered", place)
    if receipt["published"]["manual_tie_break"]:
        yield from _faults_of_tie(session, tender, receipt, given[0])


def _unexplained(session: Session, tender: Tender) -> set[str]:
    """Give the codes of abnormally low bids whose bidders have not explained them."""
    low, queries = low_bids(tender.rules, bids_of(session, tender.id)), low_bid_queries_of(session, tender.id)
    answered = {bidder_id for bidder_id, query in queries.items() if query.answered_at is not None}
    return {bidder.code for bidder, _ in bidders_of(session, tender.id) if bidder.id in low - answered}


def _faults_of_tie(session: Session, tender: Tender, receipt: dict[str, Any], code: str) -> Iterator[Fault]:
    tie_break = tie_break_of(session, tender.id)
    if tie_break is None:
        yield Fault("tenders.tie_undecided", "code")
    elif code in equal_firsts(receipt) and reach_bidder(session, tender, tie_break.bidder_id).code != code:
        yield Fault("tenders.tie_decided_otherwise", "code")
