"""A year's months as bars: what was meant, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.lettering import text_width, ticks
from supplier_portal.output.charts.shapes import Bar, Label, Outline, Point, bar, label, polyline

HEIGHT = 204
SMALL = 11
_TOP, _FOOT, _LEFT = Fraction(18), Fraction(24), Fraction(26)
_GAP = Fraction(12, 43)
"""Share of a month's room that stays free between bars."""


@dataclass(frozen=True)
class MonthBar:
    """name: short, in the reader's language; begun: up to the present month; present: the present one."""

    name: str
    planned: int
    done: int
    begun: bool = False
    present: bool = False

    @property
    def figures(self) -> str:
        return f"{self.done}/{self.planned}" if self.begun else str(self.planned)


@dataclass(frozen=True)
class Months:
    """markers: the plan's height where more was done than meant."""

    width: int
    height: int
    months: tuple[MonthBar, ...]
    grid: tuple[Outline, ...]
    bars: tuple[Bar, ...]
    markers: tuple[Outline, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Plot:
    width: int
    count: int
    most: int

    @property
    def room(self) -> Fraction:
        return (self.width - _LEFT) / self.count

    def x(self, place: int) -> Fraction:
        return _LEFT + place * self.room + self.room * _GAP / 2

    @property
    def thick(self) -> Fraction:
        return self.room * (1 - _GAP)

    def y(self, value: Fraction | int) -> Fraction:
        return _TOP + (1 - Fraction(value) / self.most) * (HEIGHT - _TOP - _FOOT)


def months(several: Sequence[MonthBar], *, width: int = 536) -> Months:
    """Lay the months out from zero; 536 wide in a panel, 294 on a phone."""
    plot = _Plot(width, max(len(several), 1), max([1, *(max(one.planned, one.done) for one in several)]))
    grid, labels = _axis(plot)
    bars: list[Bar] = []
    markers: list[Outline] = []
    for place, one in enumerate(several):
        x = plot.x(place)
        bars.append(_bar(plot, x, one.planned, "f4"))
        if one.done:
            bars.append(_bar(plot, x, one.done, "f1"))
        if one.done > one.planned:
            level = plot.y(one.planned)
            markers.append(polyline([(x, level), (x + plot.thick, level)], "la"))
        labels += _month_labels(plot, x + plot.thick / 2, one)
    return Months(width, HEIGHT, tuple(several), tuple(grid), tuple(bars), tuple(markers), tuple(labels))


def _bar(plot: _Plot, x: Fraction, value: int, classes: str) -> Bar:
    return bar((x, plot.y(value)), plot.thick, plot.y(0) - plot.y(value), classes, 2)


def _axis(plot: _Plot) -> tuple[list[Outline], list[Label]]:
    grid, labels = [], []
    for value in ticks(0, plot.most):
        if value.denominator == 1:
            y = plot.y(value)
            ends: list[Point] = [(_LEFT, y), (Fraction(plot.width), y)]
            grid.append(polyline(ends, "gr" if value else "ax"))
            labels.append(label((_LEFT - 6, y + 4), str(value), "", "end", SMALL))
    return grid, labels


def _month_labels(plot: _Plot, middle: Fraction, one: MonthBar) -> list[Label]:
    named = label((middle, Fraction(HEIGHT - 8)), one.name, "hi" if one.present else "", "middle", SMALL)
    if not (one.planned or one.done):
        return [named]
    said = one.figures
    if text_width(said, SMALL, bold=one.begun) > plot.room:
        said = str(one.done if one.begun else one.planned)
    above = plot.y(max(one.planned, one.done)) - 5
    return [named, label((middle, above), said, "hi" if one.begun else "", "middle", SMALL)]
