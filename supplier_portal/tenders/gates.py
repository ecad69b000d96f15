"""The gates of a tender's bidders, read again (scoring.md 4): what the opening froze beside what holds today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.scores.models import RatingNow
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.queries import bidders_of, bids_of, ratings_of


@dataclass(frozen=True)
class GatesRead:
    """One bidder's gates by code of the policy, and whether they keep it from bidding."""

    code: str
    then: tuple[str, ...]
    now: tuple[str, ...]
    blocked_then: bool
    blocked_now: bool

    @property
    def changed(self) -> bool:
        return (self.then, self.blocked_then) != (self.now, self.blocked_now)


def gates_read(session: Session, tender: Tender, day: date) -> list[GatesRead]:
    """Give the gates of everyone who handed a bid in, by bidder's code."""
    bids, frozen = bids_of(session, tender.id), ratings_of(session, tender.id)
    bidders = [bidder for bidder, _ in bidders_of(session, tender.id) if bidder.id in bids]
    rows = select(RatingNow).where(RatingNow.supplier_id.in_([bidder.supplier_id for bidder in bidders]))
    now = {row.supplier_id: row for row in session.scalars(rows)}
    read = []
    for bidder in bidders:
        then = frozen[bidder.rating_at_opening or 0].published
        today = now[bidder.supplier_id]
        gates: list[str] = then["gates"]
        read.append(
            GatesRead(bidder.code, tuple(gates), tuple(today.gates), bool(then["bid_blocked"]), today.bid_blocked)
        )
    return read
