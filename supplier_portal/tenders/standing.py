"""How bidders stand after the evaluation: who is equal at the first place, and in which order shares are given."""

from collections.abc import Mapping
from typing import Any

from supplier_portal.domain.scoring import tender_from


def equal_firsts(receipt: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the codes that share the first place: one, or those equal in everything that parts bids (scoring.md 4)."""
    ranking, totals = receipt["published"]["ranking"], receipt["published"]["totals"]
    tender = tender_from(receipt)
    bids = {bid.bidder: bid for bid in tender.bids}
    stands = {
        code: (totals[code], tender.sustainability_of(bids[code]), bids[code].price, bids[code].submitted_at)
        for code in ranking
    }
    return tuple(code for code in ranking if stands[code] == stands[ranking[0]])


def order_of_shares(ranking: list[str], first: str | None) -> list[str]:
    """Give the codes in the order in which shares go: the ranking, the decided one of equal firsts before the rest."""
    return ranking if first is None else [first, *(code for code in ranking if code != first)]
