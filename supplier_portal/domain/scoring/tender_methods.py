"""What a bid is worth under each method (scoring.md 4)."""

from fractions import Fraction

from supplier_portal.domain.scoring.rounding import Number, mean
from supplier_portal.domain.scoring.tender_input import PRICE, Bid, PriceScale, Tender

KILOGRAMS_A_TONNE = 1000
FULL_MARKS = 100


def weighted_sum(tender: Tender, bid: Bid) -> Fraction:
    """Give the weighted mean of the bid's scores, 0 to 100."""
    total = mean((weight, score_of(tender, bid, code)) for code, weight in tender.criteria.items() if weight)
    return Fraction(needed(total))


def score_of(tender: Tender, bid: Bid, criterion: str) -> Number:
    """Give the bid's score on a criterion: the price's from the announced scale, any other as entered."""
    if criterion == PRICE and tender.price_scale is not None:
        return price_score(tender.price_scale, bid.price)
    return bid.scores[criterion]


def price_score(scale: PriceScale, price: Number) -> Fraction:
    """Give the points of a price, 0 to 100, from the announced scale alone."""
    return FULL_MARKS * min(Fraction(1), max(Fraction(0), Fraction(scale.zero_at - price) / scale.width))


def fictitious_discount(tender: Tender, bid: Bid) -> Fraction:
    """Give the price less the largest discount whose threshold the sustainability criterion reaches."""
    reached = [share for threshold, share in tender.discounts if tender.sustainability_of(bid) >= threshold]
    return Fraction(bid.price - max(reached, default=0) * needed(tender.reference_value))


def quality_price_ratio(tender: Tender, bid: Bid) -> Fraction:
    """Give the price divided by 1 + V / (1 - Vmax), V = Vmax * criterion / 100."""
    vmax = Fraction(needed(tender.vmax))
    return bid.price / (1 + vmax * tender.sustainability_of(bid) / 100 / (1 - vmax))


def carbon_adder(tender: Tender, bid: Bid) -> Fraction:
    """Give the price plus the carbon price of the bid's footprint, the announced default where there is none."""
    per_unit = needed(tender.default_pcf) if bid.pcf is None else bid.pcf
    tonnes = Fraction(per_unit * needed(bid.quantity)) / KILOGRAMS_A_TONNE
    return bid.price + needed(tender.carbon_price) * tonnes


def needed(value: Number | None) -> Number:
    """Give what the method cannot do without. Raises ValueError where a tender was made without it."""
    if value is None:
        raise ValueError("the tender lacks a figure that its method needs")
    return value
