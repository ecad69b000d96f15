"""Asking a bidder about an abnormally low price, and keeping what it answers: it is never left out by itself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.tenders.models import Bidder, LowBidQuery
from supplier_portal.tenders.operations.moving import checked_text
from supplier_portal.tenders.operations.reaching import only_in, reach_bidder, reach_tender
from supplier_portal.tenders.queries import bids_of, low_bid_queries_of
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class AskLowBid:
    tender_id: int
    bidder_id: int
    question: str


def ask_low_bid(session: Session, actor: Actor, command: AskLowBid, moment: Moment) -> LowBidQuery:
    """Record what a bidder is asked about its price. Raises Conflict for one without a bid or asked already."""
    bidder = _bidder(session, actor, command.tender_id, command.bidder_id)
    if bidder.id not in bids_of(session, bidder.tender_id):
        raise Conflict("tenders.no_bid_of_bidder")
    if bidder.id in low_bid_queries_of(session, bidder.tender_id):
        raise Conflict("tenders.query_already")
    question = checked_text(command.question, "question")
    query = LowBidQuery(bidder_id=bidder.id, question=question, asked_by=actor.account_id, asked_at=moment.at)
    session.add(query)
    session.flush()
    record_event(session, actor, moment, "ask_low_bid", tender=bidder.tender_id, bidder=bidder.id)
    return query


@dataclass(frozen=True)
class AnswerLowBid:
    """answer: the bidder's, as it came."""

    tender_id: int
    bidder_id: int
    answer: str


def answer_low_bid(session: Session, actor: Actor, command: AnswerLowBid, moment: Moment) -> LowBidQuery:
    """Record what the bidder answered. Raises Conflict where it was not asked, or has answered."""
    bidder = _bidder(session, actor, command.tender_id, command.bidder_id)
    query = low_bid_queries_of(session, bidder.tender_id).get(bidder.id)
    if query is None or query.answered_at is not None:
        raise Conflict("tenders.no_query_open")
    query.answer = checked_text(command.answer, "answer")
    query.answered_by, query.answered_at = actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "answer_low_bid", tender=bidder.tender_id, bidder=bidder.id)
    return query


def _bidder(session: Session, actor: Actor, tender_id: int, bidder_id: int) -> Bidder:
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, tender_id)
    only_in(tender, "opened", "evaluated")
    return reach_bidder(session, tender, bidder_id)
