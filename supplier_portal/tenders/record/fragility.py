"""How far the winner is from losing (scoring.md 4): the interval of the tender's own weight, and the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from supplier_portal.domain.scoring import Bid, Tender
from supplier_portal.domain.scoring.rounding import figure, mean
from supplier_portal.domain.scoring.tender_input import PRICE
from supplier_portal.domain.scoring.tender_methods import FULL_MARKS, needed, score_of
from supplier_portal.output.charts import BidderLine, Interval
from supplier_portal.tenders.record.columns import figure_text

FRAGILE_BELOW = Decimal(5)
"""Points of weight to the next winner under which a page calls the winner fragile."""


@dataclass(frozen=True)
class Fragility:
    """own: the criterion's share of all weights, at 0.000001; here: the interval it stands in.

    points: of weight to the nearest change of winner, which makes `rivals` win; None where there is none.
    keep: the other criteria's codes and weights, which keep their proportions. point_price: in the tender's currency,
    worked out from the weights and the scale's width. more_points: what the second bid lacks of the criterion to draw
    level, None where 100 points would not do.
    """

    own: Decimal
    here: Interval
    points: Decimal | None
    rivals: tuple[str, ...]
    intervals: tuple[Interval, ...]
    keep: Mapping[str, str]
    point_price: Decimal
    weights: tuple[str, str]
    width: Decimal
    more_points: Decimal | None

    @property
    def fragile(self) -> bool:
        return self.points is not None and self.points < FRAGILE_BELOW


def fragility_of(tender: Tender, ranked: Sequence[Bid], published: Mapping[str, Any]) -> Fragility | None:
    """Read it off the receipt; None where the receipt does not answer (another method, or no weight on both)."""
    if "winner_by_sustainability_weight" not in published or tender.price_scale is None:
        return None
    criterion = tender.sustainability_criterion or ""
    own = figure(Fraction(tender.criteria[criterion], sum(tender.criteria.values())), 6)
    intervals = tuple(
        Interval(Decimal(row["from"]), Decimal(row["to"]), tuple(row["winners"]))
        for row in published["winner_by_sustainability_weight"]
    )
    place = next(place for place, row in enumerate(intervals) if own <= row.end)
    points, rivals = _nearest(intervals, place, own)
    return Fragility(
        own=own,
        here=intervals[place],
        points=points,
        rivals=rivals,
        intervals=intervals,
        keep={code: figure_text(weight) for code, weight in tender.criteria.items() if weight and code != criterion},
        point_price=Decimal(published["price_of_one_sustainability_point"]),
        weights=(figure_text(tender.criteria[criterion]), figure_text(tender.criteria[PRICE])),
        width=figure(tender.price_scale.width),
        more_points=_more_points(tender, ranked, criterion),
    )


def _nearest(intervals: tuple[Interval, ...], place: int, own: Decimal) -> tuple[Decimal | None, tuple[str, ...]]:
    here = intervals[place]
    changes = []
    if place + 1 < len(intervals):
        changes.append((here.end - own, intervals[place + 1].winners))
    if place:
        changes.append((own - here.start, intervals[place - 1].winners))
    if not changes:
        return None, ()
    distance, winners = min(changes)
    return figure(Fraction(distance) * 100), winners


def _more_points(tender: Tender, ranked: Sequence[Bid], criterion: str) -> Decimal | None:
    """Give what the second bid would need more, rounded up to what suffices."""
    if len(ranked) == 1:
        return None
    first, second = (_total(tender, bid) for bid in ranked[:2])
    more = (first - second) * sum(tender.criteria.values()) / tender.criteria[criterion]
    if score_of(tender, ranked[1], criterion) + more > FULL_MARKS:
        return None
    exact = Decimal(more.numerator) / Decimal(more.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_CEILING)


def _total(tender: Tender, bid: Bid) -> Fraction:
    return _mean(tender, bid, "")


def _mean(tender: Tender, bid: Bid, without: str) -> Fraction:
    scores = (
        (weight, score_of(tender, bid, code)) for code, weight in tender.criteria.items() if weight and code != without
    )
    return Fraction(needed(mean(scores)))


def lines_of(
    tender: Tender, ranked: Sequence[Bid], totals: Mapping[str, Decimal], names: Mapping[str, tuple[str, str]]
) -> list[BidderLine]:
    """Give each bidder's line from weight 0 to 1 of the criterion; names: short and full, by code."""
    criterion = tender.sustainability_criterion or ""
    return [
        BidderLine(
            code=bid.bidder,
            label=names[bid.bidder][0],
            name=names[bid.bidder][1],
            at_zero=_mean(tender, bid, criterion),
            at_one=Fraction(score_of(tender, bid, criterion)),
            total=totals[bid.bidder],
        )
        for bid in ranked
    ]
