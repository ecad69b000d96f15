"""What a tender is evaluated from (scoring.md 4 and 5): the rules announced and the bids."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from supplier_portal.domain.scoring.rounding import Number

PRICE = "price"  # the criterion whose score is worked out from the bid's price
METHODS = ("weighted_sum", "fictitious_discount", "quality_price_ratio", "carbon_adder")


@dataclass(frozen=True, slots=True)
class PriceScale:
    """Prices, in the tender's currency, that earn 100 and 0 points; between them points fall evenly."""

    full_marks_at: Number
    zero_at: Number

    @property
    def width(self) -> Number:
        return self.zero_at - self.full_marks_at


@dataclass(frozen=True, slots=True)
class Bid:
    """One bid: price in the tender's currency, scores 0 to 100, `pcf` kg per unit, `quantity` in units."""

    bidder: str
    price: Number
    scores: Mapping[str, Number]
    grade: str | None
    submitted_at: datetime
    blocked: bool
    pcf: Number | None = None
    quantity: Number | None = None


@dataclass(frozen=True, slots=True)
class Tender:
    """A tender's frozen rules and its bids; what only another method needs is None or empty.

    `criteria` are weights by code, `discounts` pairs of threshold and share of the reference value, `vmax` a share
    below 1, `carbon_price` per tonne, `default_pcf` kg per unit, `grades` from best to worst.
    """

    method: str
    criteria: Mapping[str, Number]
    sustainability_criterion: str | None
    price_scale: PriceScale | None
    ceiling: Number | None
    min_grade: str | None
    grades: tuple[str, ...]
    reference_value: Number | None
    discounts: tuple[tuple[Number, Number], ...]
    vmax: Number | None
    carbon_price: Number | None
    default_pcf: Number | None
    bids: tuple[Bid, ...]

    def sustainability_of(self, bid: Bid) -> Number:
        """Give the bid's score on the sustainability criterion; missing counts 0."""
        return bid.scores.get(self.sustainability_criterion or "", 0)
