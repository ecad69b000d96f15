"""The gates of a tender's bidders, read again (scoring.md 4): what the opening froze beside what holds today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.scores.models import Policy
from supplier_portal.scores.queries import rules_of
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.pinned import figures_on, published_under
from supplier_portal.tenders.queries import bidders_of, bids_of, policy_of, ratings_of


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


def conditions_of(policy: Policy) -> dict[str, str]:
    """Give the condition of each gate of a policy, by its code."""
    return {gate.code: gate.when for gate in rules_of(policy).gates}


def gates_read(session: Session, tender: Tender, day: date) -> list[GatesRead]:
    """Give the gates of everyone who handed a bid in, by bidder's code, under the tender's policy."""
    policy, bids, frozen = policy_of(session, tender), bids_of(session, tender.id), ratings_of(session, tender.id)
    bidders = [(bidder, supplier) for bidder, supplier in bidders_of(session, tender.id) if bidder.id in bids]
    today = figures_on(session, policy, [supplier for _, supplier in bidders], day)
    read = []
    for bidder, supplier in bidders:
        then, now = published_under(policy, frozen[bidder.rating_at_opening or 0]), today[supplier.id]
        gates = GatesRead(
            code=bidder.code,
            then=tuple(then["gates"]),
            now=tuple(now.gates),
            blocked_then=then["bid_blocked"],
            blocked_now=now.bid_blocked,
        )
        read.append(gates)
    return read
