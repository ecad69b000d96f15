"""The bidders' lines, and their totals at the tender's own weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, fit, plain, spread, text_width, ticks
from supplier_portal.output.charts.shapes import (
    Bar,
    Label,
    Manner,
    Outline,
    bar,
    coordinate,
    disc,
    label,
    label_on_lines,
    polyline,
)
from supplier_portal.output.charts.winner_band.plot import (
    BAND,
    LEFT,
    PLOT_HEIGHT,
    TOP,
    BidderLine,
    Plot,
    end_figure,
    manner_of,
)

MOST_TOTALS = 6
_TOTAL_ROOM = 150


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


def grid(plot: Plot) -> tuple[Outline, ...]:
    levels = [polyline([(LEFT, plot.y(g)), (plot.right, plot.y(g))], "gr") for g in ticks(plot.low, plot.high)]
    foot = plot.band + BAND
    weights = [polyline([(plot.x(w), foot), (plot.x(w), foot + 5)], "ax") for w in ticks(0, plot.upto, 6)]
    return (*levels, *weights)


def axis_labels(plot: Plot) -> list[Label]:
    levels = ticks(plot.low, plot.high)
    places = 0 if all(level.denominator == 1 for level in levels) else 1
    foot = plot.band + BAND + 20
    return [
        *(label((LEFT - 8, plot.y(level) + 4), plain(level, places), "", "end") for level in levels),
        *(label((plot.x(weight), foot), plain(weight, 1), "", "middle") for weight in ticks(0, plot.upto, 6)),
    ]


def line(plot: Plot, one: BidderLine, drawn: Manner) -> Outline:
    return polyline([(plot.x(weight), plot.y(one.at(weight))) for weight in (Decimal(0), plot.upto)], drawn.line)


def line_labels(plot: Plot, bidders: Sequence[BidderLine], named: Sequence[BidderLine], width: int) -> list[Label]:
    heights = spread([plot.y(one.at(plot.upto)) + 4 for one in named], LINE, TOP, TOP + PLOT_HEIGHT)
    labels = []
    for one, y in zip(named, heights, strict=True):
        figure = "" if plot.short else end_figure(plot.upto, one)
        room = width - plot.right - 8 - text_width(figure, bold=True)
        text = fit(one.label, room, bold=True) + figure
        labels.append(label((plot.right + 8, y), text, manner_of(bidders, named, one).label or "hi"))
    return labels


def own_weight_marks(
    plot: Plot, bidders: Sequence[BidderLine], named: Sequence[BidderLine], weight: Decimal
) -> OwnWeight:
    x = plot.x(weight)
    half = Fraction(84)
    pill = min(max(x - half, Fraction(0)), plot.right + 8 - 2 * half)
    best = sorted(named, key=lambda one: -one.total)[:MOST_TOTALS]
    return OwnWeight(
        weight=weight,
        upright=polyline([(x, Fraction(20)), (x, plot.band)], "l1"),
        pill=bar((pill, Fraction(1)), 2 * half, Fraction(21), "f1", 4),
        x=coordinate(pill + half),
        y=coordinate(16),
        rings=tuple(
            disc((x, plot.y(one.total)), Fraction(9, 2), f"ring {manner_of(bidders, named, one).line.split()[0]}")
            for one in best
        ),
        totals=() if plot.short else _totals(plot, best, x),
    )


def _totals(plot: Plot, best: Sequence[BidderLine], x: Fraction) -> tuple[Label, ...]:
    """Write the published totals beside the upright, on the side with more room: the first over its line."""
    texts = [f"{fit(one.label, _TOTAL_ROOM, bold=True)} {one.total}" for one in best]
    leftward = x > (LEFT + plot.right) / 2
    wished = [plot.y(one.total) + (17 if place else -8) for place, one in enumerate(best)]
    heights = spread(wished, LINE, TOP, TOP + PLOT_HEIGHT)
    return tuple(
        label_on_lines(
            (x - 10 if leftward else x + 10, y), text, text_width(text, bold=True), "end" if leftward else "start"
        )
        for text, y in zip(texts, heights, strict=True)
    )
