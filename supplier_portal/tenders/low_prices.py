"""Which bids are abnormally low by the threshold the rules announced; they are asked about, never left out."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from supplier_portal.tenders.models import Bid
from supplier_portal.tenders.rules import REFERENCE


def limit_of(rules: Mapping[str, Any], prices: Iterable[Decimal]) -> Fraction | None:
    """Give the price below which a bid is abnormally low, in the tender's currency; None where nothing was announced.

    The median is of all prices handed in: of an even number, halfway between the two in the middle.
    """
    low, known = rules.get("low_price"), [Fraction(price) for price in prices]
    if not low or not known:
        return None
    basis = Fraction(rules["reference_value"]) if low["against"] == REFERENCE else median(known)
    return basis * (1 - Fraction(low["share"]))


def low_bids(rules: Mapping[str, Any], bids: Mapping[int, Bid]) -> frozenset[int]:
    """Give the bidders' ids whose bids are abnormally low."""
    limit = limit_of(rules, (bid.price for bid in bids.values()))
    if limit is None:
        return frozenset()
    return frozenset(bidder_id for bidder_id, bid in bids.items() if bid.price < limit)
