"""Figures over time as lines with gaps: where one is missing, and where comparison breaks with a dashed upright."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from supplier_portal.output.charts.lettering import LINE, fit, rows_apart, spread, text_width
from supplier_portal.output.charts.shapes import Anchor, Label, Outline, Point, disc, label, label_on_lines, manner, polyline

PLOT_HEIGHT = Fraction(176)
_FOOT = 26
_SMALL = 11
_MARGIN = Decimal(5)
_TEN = 10
_DOT = Fraction(3)
_WIDEST_GUTTER = Fraction(190)


@dataclass(frozen=True)
class Series:
    """One line: its name in the reader's language and a figure of 0 to 100 a period, None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Break:
    """Figures from period `before` (index from 0) on do not compare with those before it, and why."""

    before: int
    reason: str


@dataclass(frozen=True)
class Guide:
    """A horizontal line that means something: a grade's lower end."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class History:
    width: int
    height: int
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    breaks: tuple[Break, ...]
    guides: tuple[Outline, ...]
    uprights: tuple[Outline, ...]
    lines: tuple[Outline, ...]
    dots: tuple[Outline, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Plot:
    left: Fraction
    right: Fraction
    top: Fraction
    low: int
    high: int
    count: int

    @property
    def bottom(self) -> Fraction:
        return self.top + PLOT_HEIGHT

    def x(self, place: Fraction | int) -> Fraction:
        return self.left + (self.right - self.left) * Fraction(place) / max(self.count - 1, 1)

    def y(self, value: Decimal) -> Fraction:
        return self.top + Fraction(self.high - value) / (self.high - self.low) * PLOT_HEIGHT


def history(
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    breaks: Sequence[Break] = (),
    guides: Sequence[Guide] = (),
    width: int = 536,
) -> History:
    """Lay out one line a series, at most four; each has as many values as there are periods."""
    plot = _plot(periods, series, breaks, guides, width)
    shown = [guide for guide in guides if plot.low <= guide.value <= plot.high]
    return History(
        width=width,
        height=int(plot.bottom) + _FOOT,
        periods=tuple(periods),
        series=tuple(series),
        breaks=tuple(breaks),
        guides=(
            *(polyline([(plot.left, plot.y(g.value)), (plot.right, plot.y(g.value))], "gr") for g in shown),
            polyline([(plot.left, plot.bottom), (plot.right, plot.bottom)], "ax"),
        ),
        uprights=tuple(
            polyline([(x, plot.top - 4), (x, plot.bottom)], "ax dash") for x in map(_break_x(plot), breaks)
        ),
        lines=tuple(line for place, one in enumerate(series) for line in _lines(plot, place, one, breaks)),
        dots=tuple(
            disc((plot.x(at), plot.y(value)), _DOT, manner(place).fill)
            for place, one in enumerate(series)
            for at, value in enumerate(one.values)
            if value is not None
        ),
        labels=(
            *(label((plot.left - 8, plot.y(g.value) + 4), g.label, "", "end", _SMALL) for g in shown),
            *_period_labels(plot, periods),
            *_break_labels(plot, breaks, width),
            *_end_labels(plot, series, width),
        ),
    )


def _plot(
    periods: Sequence[str], series: Sequence[Series], breaks: Sequence[Break], guides: Sequence[Guide], width: int
) -> _Plot:
    left = max((text_width(guide.label, _SMALL) for guide in guides), default=Fraction(0)) + 14
    texts = [f"{one.name} {value}" for one in series if (value := _last(one)) is not None]
    gutter = min(max((text_width(text, bold=True) for text in texts), default=Fraction(0)), _WIDEST_GUTTER)
    values = [value for one in series for value in one.values if value is not None]
    low = max(math.floor((min(values, default=Decimal(0)) - _MARGIN) / _TEN) * _TEN, 0)
    high = min(math.ceil((max(values, default=Decimal(100)) + _MARGIN) / _TEN) * _TEN, 100)
    rough = _Plot(left, width - gutter - 14, Fraction(12), low, high, len(periods))
    rows = max(rows_apart([_break_span(rough, one, width) for one in breaks]), default=-1) + 1
    return _Plot(rough.left, rough.right, 12 + rows * LINE, low, high, rough.count)


def _last(series: Series) -> Decimal | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def _lines(plot: _Plot, place: int, series: Series, breaks: Sequence[Break]) -> list[Outline]:
    starts = {one.before for one in breaks}
    runs: list[list[Point]] = [[]]
    for at, value in enumerate(series.values):
        if value is None or at in starts:
            runs.append([])
        if value is not None:
            runs[-1].append((plot.x(at), plot.y(value)))
    return [polyline(run, manner(place).line) for run in runs if len(run) > 1]


def _break_x(plot: _Plot) -> Callable[[Break], Fraction]:
    return lambda one: plot.x(Fraction(2 * one.before - 1, 2))


def _break_text(plot: _Plot, one: Break, width: int) -> tuple[Fraction, str, Anchor]:
    """Return where the reason stands: right of the upright, or left of it where the right has less room."""
    x = _break_x(plot)(one)
    long = text_width(one.reason, _SMALL)
    if x + 5 + long <= width or x < Fraction(width, 2):
        return x + 5, fit(one.reason, width - x - 5, _SMALL), "start"
    return x - 5, fit(one.reason, x - 5, _SMALL), "end"


def _break_span(plot: _Plot, one: Break, width: int) -> tuple[Fraction, Fraction]:
    x, text, anchor = _break_text(plot, one, width)
    long = text_width(text, _SMALL)
    return (x, x + long) if anchor == "start" else (x - long, x)


def _break_labels(plot: _Plot, breaks: Sequence[Break], width: int) -> list[Label]:
    rows = rows_apart([_break_span(plot, one, width) for one in breaks])
    labels = []
    for one, row in zip(breaks, rows, strict=True):
        x, text, anchor = _break_text(plot, one, width)
        labels.append(label((x, 12 + row * LINE), text, "", anchor, _SMALL))
    return labels


def _period_labels(plot: _Plot, periods: Sequence[str]) -> list[Label]:
    """Name the last period and as many before it, evenly, as have room."""
    widest = max((text_width(period, _SMALL) for period in periods), default=Fraction(0)) + 10
    step = next((step for step in range(1, len(periods)) if plot.x(step) - plot.x(0) >= widest), max(len(periods), 1))
    return [
        label((plot.x(at), plot.bottom + 18), periods[at], "", "middle", _SMALL)
        for at in range(len(periods) - 1, -1, -step)
    ]


def _end_labels(plot: _Plot, series: Sequence[Series], width: int) -> list[Label]:
    """Write each line's name and last figure right of it, and its first figure where the line leaves room."""
    ended = [(place, one, value) for place, one in enumerate(series) if (value := _last(one)) is not None]
    heights = spread([plot.y(value) + 4 for _, _, value in ended], LINE, plot.top + 4, plot.bottom)
    labels = []
    for (place, one, value), y in zip(ended, heights, strict=True):
        room = width - plot.right - 10 - text_width(f" {value}", bold=True)
        text = f"{fit(one.name, room, bold=True)} {value}"
        labels.append(label((plot.right + 10, y), text, manner(place).label))
    return labels + _first_labels(plot, series)


def _first_labels(plot: _Plot, series: Sequence[Series]) -> list[Label]:
    labels: list[Label] = []
    taken = [plot.y(value) for one in series for value in one.values[:1] if value is not None]
    for one in series:
        first = one.values[0] if one.values else None
        if first is None:
            continue
        y = plot.y(first)
        over, under = y - 9, y + 19
        rising = any(a is not None and b is not None and b > a for a, b in pairwise(one.values[:2]))
        side = under if rising else over
        others = [*[at for at in taken if at != y], *[Fraction(at.y) - 4 for at in labels]]
        if plot.top < side < plot.bottom and all(abs(side - 4 - at) >= LINE for at in others):
            labels.append(label_on_lines((plot.left - 2, side), str(first), text_width(str(first), bold=True)))
    return labels
