"""Price against sustainability, one mark a bid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, fit, grouped, plain, text_width, ticks
from supplier_portal.output.charts.shapes import (
    Anchor,
    Label,
    Outline,
    Point,
    coordinate,
    disc,
    label,
    label_on_lines,
    manner,
    mark,
    polyline,
)

HEIGHT = 270
LEVELS = (0, 25, 50, 75, 100)
_LEFT = Fraction(34)
_RIGHT = Fraction(12)
_TOP = Fraction(14)
_FOOT = Fraction(42)
_WIDEST_LABEL = 120

Box = tuple[Fraction, Fraction, Fraction, Fraction]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Bid:
    """One bid: short label for the picture, full name for the table; `left_out` of the ranking is drawn as a ring."""

    label: str
    name: str
    price: Decimal
    sustainability: Decimal
    left_out: bool = False

    @property
    def figures(self) -> str:
        return f"{self.price_text} · {self.sustainability}"

    @property
    def price_text(self) -> str:
        return grouped(self.price)


@dataclass(frozen=True)
class Scatter:
    """A bid whose label finds no room stands in the table alone."""

    width: int
    height: int
    bids: tuple[Bid, ...]
    grid: tuple[Outline, ...]
    marks: tuple[Outline, ...]
    labels: tuple[Label, ...]
    axis_x: str
    axis_y: str


@dataclass(frozen=True)
class _Plot:
    width: int
    low: Fraction
    high: Fraction

    def at(self, bid: Bid) -> Point:
        return self.x(Fraction(bid.price)), self.y(Fraction(bid.sustainability))

    def x(self, price: Fraction) -> Fraction:
        return _LEFT + (price - self.low) / (self.high - self.low) * (self.width - _LEFT - _RIGHT)

    def y(self, points: Fraction) -> Fraction:
        return _TOP + (100 - points) / 100 * (HEIGHT - _TOP - _FOOT)

    @property
    def frame(self) -> Box:
        return _LEFT, Fraction(0), Fraction(self.width), self.y(Fraction(0))


def scatter(bids: Sequence[Bid], *, width: int = 419) -> Scatter:
    """Lay out the bids, at least one; the order decides the marks and is the one of the other pictures."""
    prices = [Fraction(bid.price) for bid in bids]
    margin = max((max(prices) - min(prices)) / 6, max(prices) / 50, Fraction(1))
    plot = _Plot(width, min(prices) - margin, max(prices) + margin)
    base = plot.y(Fraction(0))
    levels = [(plot.y(Fraction(level)), level) for level in LEVELS]
    return Scatter(
        width=width,
        height=HEIGHT,
        bids=tuple(bids),
        grid=tuple(polyline([(_LEFT, y), (width - _RIGHT, y)], "gr" if level else "ax") for y, level in levels),
        marks=tuple(_mark(plot, place, bid) for place, bid in enumerate(bids)),
        labels=(
            *(label((_LEFT - 7, y + 4), str(level), "", "end") for y, level in levels),
            *_price_labels(plot, base),
            *_bid_labels(plot, bids),
        ),
        axis_x=coordinate((_LEFT + width - _RIGHT) / 2),
        axis_y=coordinate(HEIGHT - 5),
    )


def _mark(plot: _Plot, place: int, bid: Bid) -> Outline:
    if bid.left_out:
        return disc(plot.at(bid), Fraction(11, 2), "ring lg")
    return mark(manner(place).mark, plot.at(bid), manner(place).fill)


def _price_labels(plot: _Plot, base: Fraction) -> list[Label]:
    span = plot.high - plot.low
    values = ticks(plot.low + span / 12, plot.high - span / 12, 4)
    places = 0 if all(value.denominator == 1 for value in values) else 2
    texts = [plain(value, places) for value in values]
    if sum(text_width(text) + 12 for text in texts) > plot.width - _LEFT:
        values, texts = values[::3], texts[::3]
    return [label((plot.x(value), base + 17), text, "", "middle") for value, text in zip(values, texts, strict=True)]


def _bid_labels(plot: _Plot, bids: Sequence[Bid]) -> list[Label]:
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in map(plot.at, bids)]
    labels: list[Label] = []
    for bid in bids:
        name = fit(bid.label, _WIDEST_LABEL, bold=True)
        for lines in ((name, bid.figures), (name,)):
            found = _room(plot, plot.at(bid), lines, taken)
            if found:
                box, x, anchor = found
                taken.append(box)
                labels += _lines(box, x, anchor, lines)
                break
    return labels


def _lines(box: Box, x: Fraction, anchor: Anchor, lines: Sequence[str]) -> list[Label]:
    name = label_on_lines((x, box[1] + 12), lines[0], text_width(lines[0], bold=True), anchor)
    return [name, *(label((x, box[1] + 12 + LINE), line, "halo", anchor) for line in lines[1:])]


def _room(plot: _Plot, at: Point, lines: Sequence[str], taken: Sequence[Box]) -> tuple[Box, Fraction, Anchor] | None:
    wide = max(text_width(line, bold=True) for line in lines)
    for place in _candidates(at, wide, LINE * len(lines) + 2):
        if _inside(place[0], plot.frame) and not any(_touch(place[0], other) for other in taken):
            return place
    return None


def _candidates(at: Point, wide: Fraction, tall: Fraction) -> list[tuple[Box, Fraction, Anchor]]:
    """Return where a label may stand, best first: right of the mark, left of it, over it, under it, at its corners."""
    x, y = at
    middle, over, under = y - tall / 2, y - 8 - tall, y + 8
    right, left = x + 11, x - 11
    return [
        ((right, middle, right + wide, middle + tall), right, "start"),
        ((left - wide, middle, left, middle + tall), left, "end"),
        ((x - wide / 2, over, x + wide / 2, over + tall), x, "middle"),
        ((x - wide / 2, under, x + wide / 2, under + tall), x, "middle"),
        *(((x, top, x + wide, top + tall), x, "start") for top in (under, over)),
        *(((x - wide, top, x, top + tall), x, "end") for top in (under, over)),
    ]


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
