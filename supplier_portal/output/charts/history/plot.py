"""Series, breaks and guides, and the plot they are drawn in."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, fit, rows_apart, text_width
from supplier_portal.output.charts.shapes import Anchor

PLOT_HEIGHT = Fraction(176)
SMALL = 11
_MARGIN = Decimal(5)
_TEN = 10
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
class Mark:
    """Something that happened at period `at` (index from 0), told beside the picture under this text."""

    at: int
    text: str


@dataclass(frozen=True)
class Guide:
    """A horizontal line that means something: a grade's lower end."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class Plot:
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


def make_plot(
    periods: Sequence[str], series: Sequence[Series], breaks: Sequence[Break], guides: Sequence[Guide], width: int
) -> Plot:
    left = max((text_width(guide.label, SMALL) for guide in guides), default=Fraction(0)) + 14
    texts = [f"{one.name} {value}" for one in series if (value := last_value(one)) is not None]
    gutter = min(max((text_width(text, bold=True) for text in texts), default=Fraction(0)), _WIDEST_GUTTER)
    values = [value for one in series for value in one.values if value is not None]
    low = max(math.floor((min(values, default=Decimal(0)) - _MARGIN) / _TEN) * _TEN, 0)
    high = min(math.ceil((max(values, default=Decimal(100)) + _MARGIN) / _TEN) * _TEN, 100)
    rough = Plot(left, width - gutter - 14, Fraction(12), low, high, len(periods))
    rows = max(rows_apart([break_span(rough, one, width) for one in breaks]), default=-1) + 1
    return Plot(rough.left, rough.right, 12 + rows * LINE, low, high, rough.count)


def last_value(series: Series) -> Decimal | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def break_x(plot: Plot) -> Callable[[Break], Fraction]:
    return lambda one: plot.x(Fraction(2 * one.before - 1, 2))


def break_text(plot: Plot, one: Break, width: int) -> tuple[Fraction, str, Anchor]:
    """Return where the reason stands: right of the upright, or left of it where the right has less room."""
    x = break_x(plot)(one)
    long = text_width(one.reason, SMALL)
    if x + 5 + long <= width or x < Fraction(width, 2):
        return x + 5, fit(one.reason, width - x - 5, SMALL), "start"
    return x - 5, fit(one.reason, x - 5, SMALL), "end"


def break_span(plot: Plot, one: Break, width: int) -> tuple[Fraction, Fraction]:
    x, text, anchor = break_text(plot, one, width)
    long = text_width(text, SMALL)
    return (x, x + long) if anchor == "start" else (x - long, x)
