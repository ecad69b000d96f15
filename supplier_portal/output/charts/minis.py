"""Pictures small enough for a table's cell: the last quarters as a line, the five dimensions as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.radar import Dimension
from supplier_portal.output.charts.shapes import Bar, Outline, Point, bar, disc, polyline

NOTEWORTHY = Decimal(2)
"""Points that a rating must move for the line to turn green or red."""
GOOD_FROM = Decimal(55)
FAIR_FROM = Decimal(35)

_SPARK = (Fraction(70), Fraction(14))
_LEAST_SPAN = Decimal(4)


@dataclass(frozen=True)
class Sparkline:
    """`values` are oldest first; `line` is None where there are fewer than two."""

    width: int
    height: int
    values: tuple[Decimal, ...]
    line: Outline | None
    last: Outline | None


@dataclass(frozen=True)
class FiveBars:
    width: int
    height: int
    dimensions: tuple[Dimension, ...]
    bars: tuple[Bar, ...]


def sparkline(values: Sequence[Decimal]) -> Sparkline:
    """Draw values oldest first: green where the last is more than 2 above the first, red where below, else grey."""
    points = _spark_points(values)
    moved = values[-1] - values[0] if values else Decimal(0)
    stroke, fill = ("l1", "f1") if moved > NOTEWORTHY else ("lr", "fr") if moved < -NOTEWORTHY else ("lg", "fg")
    return Sparkline(
        width=76,
        height=20,
        values=tuple(values),
        line=polyline(points, f"{stroke} thin") if len(points) > 1 else None,
        last=disc(points[-1], Fraction(9, 4), fill) if points else None,
    )


def _spark_points(values: Sequence[Decimal]) -> list[Point]:
    if not values:
        return []
    wide, high = _SPARK
    low = min(values)
    span = Fraction(max(max(values) - low, _LEAST_SPAN))
    step = wide / max(len(values) - 1, 1)
    return [(3 + place * step, 17 - Fraction(value - low) / span * high) for place, value in enumerate(values)]


def five_bars(dimensions: Sequence[Dimension]) -> FiveBars:
    """Draw one bar a dimension from zero: green from 55, amber from 35, red below; a missing one stays empty."""
    bars: list[Bar] = []
    for place, dimension in enumerate(dimensions):
        x = Fraction(place * 10 + 1)
        bars.append(bar((x, Fraction(2)), Fraction(7), Fraction(18), "fk"))
        if dimension.value is not None:
            tall = Fraction(dimension.value) * 18 / 100
            bars.append(bar((x, 20 - tall), Fraction(7), tall, _fill(dimension.value)))
    return FiveBars(52, 22, tuple(dimensions), tuple(bars))


def _fill(value: Decimal) -> str:
    if value >= GOOD_FROM:
        return "f1"
    return "fa" if value >= FAIR_FROM else "fr"
