"""What a bidder is told of the end of a tender: of itself alone, and no price."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.tenders.models import Bidder, Tender
from supplier_portal.tenders.queries import award_of, evaluation_of, shares_awarded


@dataclass(frozen=True)
class Outcome:
    """excluded: why the bidder was left out, as words' codes. share: its part of the award in per cent.

    decided: whether there is an award; then a share of None says that it went to others.
    """

    excluded: tuple[str, ...] = ()
    decided: bool = False
    share: Decimal | None = None


def outcome_of(session: Session, tender: Tender, bidder: Bidder) -> Outcome:
    """Read it off the evaluation and the award; before them there is none."""
    evaluation = evaluation_of(session, tender.id)
    if evaluation is None:
        return Outcome()
    receipt: Mapping[str, Any] = evaluation.receipt
    excluded = tuple(f"tender_exclusion.{reason}" for reason in receipt["published"]["excluded"].get(bidder.code, ()))
    award = award_of(session, tender.id)
    shares = {share.bidder_id: share.share for share in shares_awarded(session, award.id)} if award else {}
    return Outcome(excluded, award is not None, shares.get(bidder.id))
