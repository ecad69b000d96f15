"""Who wins at which weight of sustainability (scoring.md, section 4): exact lines over the exact intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, fit, plain, rows_apart, spread, text_width, ticks
from supplier_portal.output.charts.shapes import (
    Bar,
    Figure,
    Label,
    Manner,
    Outline,
    bar,
    coordinate,
    disc,
    label,
    label_on_lines,
    manner,
    polyline,
)

PLOT_HEIGHT = Fraction(288)
MOST_LABELS = 16
MOST_TOTALS = 6
HALF = Decimal("0.5")
_TOP = Fraction(36)
_LEFT = Fraction(44)
_BAND = Fraction(34)
_FOOT = 56
_WIDEST_GUTTER = Fraction(220)
_WINS_ROOM = Fraction(58)
_SHORTEST = 3
_TOTAL_ROOM = 150


@dataclass(frozen=True)
class BidderLine:
    """One ranked bid.

    code: as the receipt names it. label: short, stands in the picture. name: full, stands in the table.
    at_zero, at_one: exact totals where the criterion weighs nothing and everything.
    total: the published total at the tender's own weight.
    """

    code: str
    label: str
    name: str
    at_zero: Figure
    at_one: Figure
    total: Decimal

    def at(self, weight: Figure) -> Fraction:
        return Fraction(self.at_zero) + Fraction(weight) * (Fraction(self.at_one) - Fraction(self.at_zero))


@dataclass(frozen=True)
class Interval:
    """Weights from `start` to `end` (0.000001) and the codes of who wins there, as the receipt has them."""

    start: Decimal
    end: Decimal
    winners: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One interval in the band. `text` is short or empty where it is narrow; `wins` asks for the verb beside it."""

    bar: Bar
    text: str
    wins: bool
    classes: str
    x: str
    y: str


@dataclass(frozen=True)
class OwnWeight:
    """The tender's weight as it was published: an upright with a pill on top, and the bidders' totals beside it."""

    weight: Decimal
    upright: Outline
    pill: Bar
    x: str
    y: str
    rings: tuple[Outline, ...]
    totals: tuple[Label, ...]


@dataclass(frozen=True)
class WinnerBand:
    """`plain_count` bidders are drawn thin and stand in the table alone."""

    width: int
    height: int
    bidders: tuple[BidderLine, ...]
    intervals: tuple[tuple[Interval, str], ...]
    grid: tuple[Outline, ...]
    lines: tuple[Outline, ...]
    labels: tuple[Label, ...]
    uprights: tuple[Outline, ...]
    cells: tuple[Cell, ...]
    own: OwnWeight
    axis_x: str
    axis_y: str
    plain_count: int


@dataclass(frozen=True)
class _Plot:
    right: Fraction
    upto: Decimal
    low: Fraction
    high: Fraction
    band: Fraction

    def x(self, weight: Figure) -> Fraction:
        return _LEFT + Fraction(weight) / Fraction(self.upto) * (self.right - _LEFT)

    def y(self, total: Figure) -> Fraction:
        return _TOP + (self.high - Fraction(total)) / (self.high - self.low) * PLOT_HEIGHT


def winner_band(
    bidders: Sequence[BidderLine], intervals: Sequence[Interval], *, own_weight: Decimal, width: int = 889
) -> WinnerBand:
    """Lay out the lines, the band under them and the tender's own weight.

    bidders: in the order used by the other pictures of the tender, at least one. intervals: the receipt's, from 0 to 1.
    The picture runs to 0.5 where the tender's weight and every change of winner lie well below it, else to 1.
    """
    upto = HALF if max([own_weight, *(one.start for one in intervals)]) <= Decimal("0.45") else Decimal(1)
    named = _named(bidders, intervals)
    plot = _plot(bidders, named, intervals, upto, width)
    shown = [one for one in intervals if one.start < upto]
    full_names = {one.code: one.name for one in bidders}
    return WinnerBand(
        width=width,
        height=int(plot.band + _BAND) + _FOOT,
        bidders=tuple(bidders),
        intervals=tuple((one, ", ".join(full_names[code] for code in one.winners)) for one in intervals),
        grid=_grid(plot),
        lines=tuple(_line(plot, one, _manner(bidders, named, one)) for one in bidders),
        labels=(
            *_axis_labels(plot),
            *_line_labels(plot, bidders, named, width),
            *_end_labels(plot, shown),
            *(_beyond(plot, one, bidders, width) for one in shown[-1:] if one.end > upto),
        ),
        uprights=tuple(
            polyline([(plot.x(one.start), _TOP), (plot.x(one.start), plot.band)], "ax dots") for one in shown[1:]
        ),
        cells=tuple(_cell(plot, one, bidders) for one in shown),
        own=_own_weight(plot, bidders, named, own_weight),
        axis_x=coordinate((_LEFT + plot.right) / 2),
        axis_y=coordinate(plot.band + _BAND + 50),
        plain_count=len(bidders) - len(named),
    )


def _named(bidders: Sequence[BidderLine], intervals: Sequence[Interval]) -> list[BidderLine]:
    """Return who is labelled, in the caller's order: whoever wins somewhere, then the best at the tender's weight."""
    winners = {code for one in intervals for code in one.winners}
    ranked = sorted(bidders, key=lambda one: (one.code not in winners, -one.total))[:MOST_LABELS]
    return [one for one in bidders if one in ranked]


def _manner(bidders: Sequence[BidderLine], named: Sequence[BidderLine], one: BidderLine) -> Manner:
    return manner(bidders.index(one) if one in named else len(bidders) + MOST_LABELS)


def _line_text(plot_end: Decimal, one: BidderLine) -> str:
    return f" {plain(one.at(plot_end), 2)}"


def _plot(
    bidders: Sequence[BidderLine],
    named: Sequence[BidderLine],
    intervals: Sequence[Interval],
    upto: Decimal,
    width: int,
) -> _Plot:
    shown = [one for one in intervals if one.start < upto]
    texts = [one.label + _line_text(upto, one) for one in named]
    if shown and shown[-1].end > upto:
        texts.append(_beyond_text(_names(shown[-1], bidders), shown[-1].end))
    gutter = min(max(text_width(text, bold=True) for text in texts), _WIDEST_GUTTER)
    totals = [one.at(weight) for one in bidders for weight in (Decimal(0), upto)]
    low, high = min(totals), max(totals)
    margin = max((high - low) / 12, Fraction(1, 2))
    plot = _Plot(width - gutter - 14, upto, low - margin, high + margin, _TOP)
    rows = max(rows_apart(_end_spans(plot, shown)), default=-1) + 1
    return _Plot(plot.right, upto, plot.low, plot.high, _TOP + PLOT_HEIGHT + rows * LINE + 6)


def _grid(plot: _Plot) -> tuple[Outline, ...]:
    levels = [polyline([(_LEFT, plot.y(g)), (plot.right, plot.y(g))], "gr") for g in ticks(plot.low, plot.high)]
    foot = plot.band + _BAND
    weights = [polyline([(plot.x(w), foot), (plot.x(w), foot + 5)], "ax") for w in ticks(0, plot.upto, 6)]
    return (*levels, *weights)


def _axis_labels(plot: _Plot) -> list[Label]:
    levels = ticks(plot.low, plot.high)
    places = 0 if all(level.denominator == 1 for level in levels) else 1
    foot = plot.band + _BAND + 20
    return [
        *(label((_LEFT - 8, plot.y(level) + 4), plain(level, places), "", "end") for level in levels),
        *(label((plot.x(weight), foot), plain(weight, 1), "", "middle") for weight in ticks(0, plot.upto, 6)),
    ]


def _line(plot: _Plot, one: BidderLine, drawn: Manner) -> Outline:
    return polyline([(plot.x(weight), plot.y(one.at(weight))) for weight in (Decimal(0), plot.upto)], drawn.line)


def _line_labels(
    plot: _Plot, bidders: Sequence[BidderLine], named: Sequence[BidderLine], width: int
) -> list[Label]:
    heights = spread([plot.y(one.at(plot.upto)) + 4 for one in named], LINE, _TOP, _TOP + PLOT_HEIGHT)
    labels = []
    for one, y in zip(named, heights, strict=True):
        figure = _line_text(plot.upto, one)
        room = width - plot.right - 8 - text_width(figure, bold=True)
        text = fit(one.label, room, bold=True) + figure
        labels.append(label((plot.right + 8, y), text, _manner(bidders, named, one).label or "hi"))
    return labels


def _end_spans(plot: _Plot, shown: Sequence[Interval]) -> list[tuple[Fraction, Fraction]]:
    starts = [plot.x(one.start) for one in shown[1:]]
    return [(x, x + text_width(str(one.start), bold=True) + 8) for x, one in zip(starts, shown[1:], strict=True)]


def _end_labels(plot: _Plot, shown: Sequence[Interval]) -> list[Label]:
    """Write the exact weight at which the winner changes over the band, in as many rows as keep them apart."""
    rows = rows_apart(_end_spans(plot, shown))
    return [
        label_on_lines(
            (plot.x(one.start) + 4, plot.band - 6 - row * LINE), str(one.start), text_width(str(one.start), bold=True)
        )
        for one, row in zip(shown[1:], rows, strict=True)
    ]


def _cell(plot: _Plot, one: Interval, bidders: Sequence[BidderLine]) -> Cell:
    left, right = plot.x(one.start), plot.x(min(one.end, plot.upto))
    places = [at for at, bidder in enumerate(bidders) if bidder.code in one.winners]
    drawn = manner(places[0]) if len(places) == 1 else manner(len(bidders) + MOST_LABELS)
    names = _names(one, bidders)
    room = right - left - 10
    text = fit(names, room, 13, bold=True)
    return Cell(
        bar=bar((left + 1, plot.band), right - left - 2, _BAND, drawn.band, 3),
        text=text if text == names or len(text) > _SHORTEST else "",
        wins=text == names and room - text_width(names, 13, bold=True) >= _WINS_ROOM,
        classes=drawn.band_text,
        x=coordinate((left + right) / 2),
        y=coordinate(plot.band + 22),
    )


def _names(interval: Interval, bidders: Sequence[BidderLine]) -> str:
    return ", ".join(one.label for one in bidders if one.code in interval.winners)


def _beyond_text(names: str, end: Decimal) -> str:
    return f"… {names} → {end}"


def _beyond(plot: _Plot, last: Interval, bidders: Sequence[BidderLine], width: int) -> Label:
    at = (plot.right + 8, plot.band + 22)
    room = width - at[0] - text_width(_beyond_text("", last.end), bold=True)
    return label(at, _beyond_text(fit(_names(last, bidders), room, bold=True), last.end), "hi")


def _own_weight(
    plot: _Plot, bidders: Sequence[BidderLine], named: Sequence[BidderLine], weight: Decimal
) -> OwnWeight:
    x = plot.x(weight)
    half = Fraction(84)
    pill = min(max(x - half, Fraction(0)), plot.right + 8 - 2 * half)
    best = sorted(named, key=lambda one: -one.total)[:MOST_TOTALS]
    return OwnWeight(
        weight=weight,
        upright=polyline([(x, Fraction(20)), (x, plot.band + _BAND)], "l1"),
        pill=bar((pill, Fraction(1)), 2 * half, Fraction(21), "f1", 4),
        x=coordinate(pill + half),
        y=coordinate(16),
        rings=tuple(
            disc((x, plot.y(one.total)), Fraction(9, 2), f"ring {_manner(bidders, named, one).line.split()[0]}")
            for one in best
        ),
        totals=_totals(plot, best, x),
    )


def _totals(plot: _Plot, best: Sequence[BidderLine], x: Fraction) -> tuple[Label, ...]:
    """Write the published totals beside the upright, on the side with more room: the first over its line."""
    texts = [f"{fit(one.label, _TOTAL_ROOM, bold=True)} {one.total}" for one in best]
    leftward = x > (_LEFT + plot.right) / 2
    wished = [plot.y(one.total) + (17 if place else -8) for place, one in enumerate(best)]
    heights = spread(wished, LINE, _TOP, _TOP + PLOT_HEIGHT)
    return tuple(
        label_on_lines(
            (x - 10 if leftward else x + 10, y), text, text_width(text, bold=True), "end" if leftward else "start"
        )
        for text, y in zip(texts, heights, strict=True)
    )
