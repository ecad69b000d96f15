"""What people decided and asked beside the ranking: for the page, the printed record and the workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.tenders.low_prices import limit_of, low_bids
from supplier_portal.tenders.models import (
    Award,
    AwardProposal,
    AwardShare,
    Correction,
    FormerBid,
    LowBidQuery,
    OpeningWithdrawal,
    Tender,
    TieBreak,
)
from supplier_portal.tenders.queries import (
    award_of,
    bids_of,
    corrections_of,
    former_bids_of,
    low_bid_queries_of,
    names_of,
    proposals_of,
    shares_awarded,
    tie_break_of,
    withdrawals_of,
)


@dataclass(frozen=True)
class Decisions:
    """names: of people by account. low: bidders' ids of abnormally low bids; low_limit: below which a price is one."""

    names: Mapping[int, str]
    corrections: Sequence[Correction]
    withdrawals: Sequence[Row[OpeningWithdrawal, str]]
    former_bids: Sequence[Row[FormerBid, str]]
    low: frozenset[int]
    low_limit: Decimal | None
    queries: Mapping[int, LowBidQuery]
    tie_break: TieBreak | None
    proposals: Sequence[AwardProposal]
    award: Award | None
    shares: Sequence[AwardShare]

    @property
    def unexplained(self) -> frozenset[int]:
        """Bidders' ids of low bids that nobody has explained yet."""
        return self.low - {number for number, query in self.queries.items() if query.answered_at is not None}

    @property
    def waiting(self) -> AwardProposal | None:
        """The award that waits for its second person."""
        standing = [proposal for proposal in self.proposals if proposal.withdrawn_at is None]
        return standing[-1] if standing and self.award is None else None


def decisions_of(session: Session, tender: Tender) -> Decisions:
    """Gather all of a tender's decisions, in a fixed number of statements."""
    bids = bids_of(session, tender.id)
    limit = limit_of(tender.rules, (bid.price for bid in bids.values()))
    corrections, queries = corrections_of(session, tender.id), low_bid_queries_of(session, tender.id)
    tie_break, proposals = tie_break_of(session, tender.id), proposals_of(session, tender.id)
    award = award_of(session, tender.id)
    people = [
        *(account for one in corrections for account in (one.asked_by, one.answered_by)),
        *(account for query in queries.values() for account in (query.asked_by, query.answered_by)),
        *(account for one in proposals for account in (one.proposed_by, one.withdrawn_by)),
        *([tie_break.decided_by] if tie_break else []),
        *([award.decided_by, award.seconded_by] if award else []),
    ]
    return Decisions(
        names=names_of(session, people),
        corrections=corrections,
        withdrawals=withdrawals_of(session, tender.id),
        former_bids=former_bids_of(session, tender.id),
        low=low_bids(tender.rules, bids),
        low_limit=None if limit is None else figure(limit),
        queries=queries,
        tie_break=tie_break,
        proposals=proposals,
        award=award,
        shares=shares_awarded(session, award.id) if award else (),
    )
