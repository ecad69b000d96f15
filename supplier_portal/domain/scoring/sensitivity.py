"""How fragile a winner is under `weighted_sum` (scoring.md 4): a point's price, drawing level, winners by weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring.envelope import Interval, Line, winners_by_weight
from supplier_portal.domain.scoring.rounding import Number, figure, mean, rounded_down
from supplier_portal.domain.scoring.tender_input import PRICE, Bid, PriceScale, Tender
from supplier_portal.domain.scoring.tender_methods import FULL_MARKS, needed, price_score, score_of


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Prices at 0.01 in the tender's currency; None where no price within the scale draws level."""

    price_of_one_sustainability_point: Decimal
    price_to_draw_level: Mapping[str, Decimal | None]
    winner_by_sustainability_weight: tuple[Interval, ...]

    def published(self) -> dict[str, object]:
        """Give the last three entries of a tender's `published` block."""
        return {
            "price_of_one_sustainability_point": str(self.price_of_one_sustainability_point),
            "price_to_draw_level": {
                bidder: None if price is None else str(price) for bidder, price in self.price_to_draw_level.items()
            },
            "winner_by_sustainability_weight": [
                interval.published() for interval in self.winner_by_sustainability_weight
            ],
        }


def sensitivity_of(tender: Tender, ranking: list[Bid], totals: Mapping[str, Fraction]) -> Sensitivity | None:
    """Answer for the bids in the ranking, by their exact totals.

    None where another method is used, price or criterion has no weight, or no bid is left.
    """
    criterion, scale = tender.sustainability_criterion, tender.price_scale
    if tender.method != "weighted_sum" or criterion is None or scale is None or not ranking:
        return None
    price_weight, weight = tender.criteria.get(PRICE, 0), tender.criteria.get(criterion, 0)
    if not (price_weight and weight):
        return None
    share = Fraction(price_weight, sum(tender.criteria.values()))
    first = totals[ranking[0].bidder]
    return Sensitivity(
        figure(Fraction(weight, price_weight) * scale.width / FULL_MARKS),
        {bid.bidder: _draws_level(scale, bid.price, (first - totals[bid.bidder]) / share) for bid in ranking[1:]},
        winners_by_weight({bid.bidder: _line(tender, bid, criterion) for bid in ranking}),
    )


def _draws_level(scale: PriceScale, price: Number, points_behind: Fraction) -> Decimal | None:
    points = price_score(scale, price) + points_behind
    if points > FULL_MARKS:
        return None
    return figure(rounded_down(scale.zero_at - points / FULL_MARKS * scale.width))


def _line(tender: Tender, bid: Bid, criterion: str) -> Line:
    others = mean(
        (weight, score_of(tender, bid, code))
        for code, weight in tender.criteria.items()
        if weight and code != criterion
    )
    return Fraction(needed(others)), Fraction(score_of(tender, bid, criterion))
