"""Who wins at which weight of sustainability (scoring.md, section 4): exact lines over the exact intervals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from supplier_portal.output.charts.shapes import Label, Outline, coordinate, polyline
from supplier_portal.output.charts.winner_band.band import Cell, beyond, cell, change_labels
from supplier_portal.output.charts.winner_band.lines import (
    OwnWeight,
    axis_labels,
    grid,
    line,
    line_labels,
    own_weight_marks,
)
from supplier_portal.output.charts.winner_band.plot import (
    BAND,
    LEFT,
    TOP,
    BidderLine,
    Interval,
    labelled,
    make_plot,
    manner_of,
)

__all__ = ["BidderLine", "Interval", "WinnerBand", "winner_band"]

HALF = Decimal("0.5")
_FOOT, _SHORT_FOOT = 56, 28


@dataclass(frozen=True)
class WinnerBand:
    """`plain_count` bidders are drawn thin and stand in the table alone.

    short: laid out for a phone, so that bidders stand in it by their codes and what the axis is stands under it.
    """

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
    short: bool


def winner_band(
    bidders: Sequence[BidderLine],
    intervals: Sequence[Interval],
    *,
    own_weight: Decimal,
    width: int = 889,
    short: bool = False,
) -> WinnerBand:
    """Lay out the lines, the band under them and the tender's own weight.

    bidders: in the order used by the other pictures of the tender, at least one. intervals: the receipt's, from 0 to 1.
    The picture runs to 0.5 where the tender's weight and every change of winner lie well below it, else to 1.
    short: by codes alone and without figures beside the lines, which the ranking and the table give.
    """
    full_names = {one.code: one.name for one in bidders}
    if short:
        bidders = [replace(one, label=one.code) for one in bidders]
    upto = HALF if max([own_weight, *(one.start for one in intervals)]) <= Decimal("0.45") else Decimal(1)
    named = labelled(bidders, intervals)
    plot = make_plot(bidders, named, intervals, upto, width, short=short)
    shown = [one for one in intervals if one.start < upto]
    return WinnerBand(
        width=width,
        height=int(plot.band + BAND) + (_SHORT_FOOT if short else _FOOT),
        bidders=tuple(bidders),
        intervals=tuple((one, ", ".join(full_names[code] for code in one.winners)) for one in intervals),
        grid=grid(plot),
        lines=tuple(line(plot, one, manner_of(bidders, named, one)) for one in bidders),
        labels=(
            *axis_labels(plot),
            *line_labels(plot, bidders, named, width),
            *change_labels(plot, shown),
            *(beyond(plot, one, bidders, width) for one in shown[-1:] if one.end > upto and not short),
        ),
        uprights=tuple(
            polyline([(plot.x(one.start), TOP), (plot.x(one.start), plot.band)], "ax dots") for one in shown[1:]
        ),
        cells=tuple(cell(plot, one, bidders) for one in shown),
        own=own_weight_marks(plot, bidders, named, own_weight),
        axis_x=coordinate((LEFT + plot.right) / 2),
        axis_y=coordinate(plot.band + BAND + 50),
        plain_count=len(bidders) - len(named),
        short=short,
    )
