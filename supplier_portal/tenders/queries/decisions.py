"""What was decided in a tender: the evaluation, ties, low bids asked about, the award."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.tenders.models import (
    Award,
    AwardProposal,
    AwardShare,
    Bidder,
    Evaluation,
    LowBidQuery,
    TieBreak,
)


def evaluation_of(session: Session, tender_id: int) -> Evaluation | None:
    return session.scalar(select(Evaluation).where(Evaluation.tender_id == tender_id))


def tie_break_of(session: Session, tender_id: int) -> TieBreak | None:
    return session.scalar(select(TieBreak).where(TieBreak.tender_id == tender_id))


def low_bid_queries_of(session: Session, tender_id: int) -> dict[int, LowBidQuery]:
    """Give what bidders were asked about their low prices, by bidder's id."""
    rows = select(LowBidQuery).join(Bidder, Bidder.id == LowBidQuery.bidder_id).where(Bidder.tender_id == tender_id)
    return {query.bidder_id: query for query in session.scalars(rows.order_by(LowBidQuery.id))}


def proposals_of(session: Session, tender_id: int) -> list[AwardProposal]:
    """Give the awards proposed, the earliest first; at most the last one stands."""
    rows = select(AwardProposal).where(AwardProposal.tender_id == tender_id)
    return list(session.scalars(rows.order_by(AwardProposal.id)))


def standing_proposal(session: Session, tender_id: int) -> AwardProposal | None:
    """Give the award that waits for its second person."""
    rows = select(AwardProposal).where(AwardProposal.tender_id == tender_id, AwardProposal.withdrawn_at.is_(None))
    return session.scalar(rows.order_by(AwardProposal.id.desc()).limit(1))


def shares_awarded(session: Session, award_id: int) -> list[AwardShare]:
    """Give the parts of an award, by rank."""
    return list(session.scalars(select(AwardShare).where(AwardShare.award_id == award_id).order_by(AwardShare.rank)))


def names_of(session: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Give people's names by their account."""
    known = {number for number in account_ids if number is not None}
    if not known:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(known)))
    return {row[0]: row[1] for row in rows}


def award_of(session: Session, tender_id: int) -> Award | None:
    return session.scalar(select(Award).where(Award.tender_id == tender_id))
