"""Figures over time as lines with gaps: where one is missing, and where comparison breaks with a dashed upright."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.history.labels import break_labels, end_labels, period_labels
from supplier_portal.output.charts.history.plot import SMALL, Break, Guide, Plot, Series, break_x, make_plot
from supplier_portal.output.charts.shapes import Label, Outline, Point, disc, label, manner, polyline

__all__ = ["Break", "Guide", "History", "Series", "history"]

_FOOT = 26
_DOT = Fraction(3)


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


def history(
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    breaks: Sequence[Break] = (),
    guides: Sequence[Guide] = (),
    width: int = 536,
) -> History:
    """Lay out one line a series, at most four; each has as many values as there are periods."""
    plot = make_plot(periods, series, breaks, guides, width)
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
        uprights=tuple(polyline([(x, plot.top - 4), (x, plot.bottom)], "ax dash") for x in map(break_x(plot), breaks)),
        lines=tuple(line for place, one in enumerate(series) for line in _lines(plot, place, one, breaks)),
        dots=tuple(
            disc((plot.x(at), plot.y(value)), _DOT, manner(place).fill)
            for place, one in enumerate(series)
            for at, value in enumerate(one.values)
            if value is not None
        ),
        labels=(
            *(label((plot.left - 8, plot.y(g.value) + 4), g.label, "", "end", SMALL) for g in shown),
            *period_labels(plot, periods),
            *break_labels(plot, breaks, width),
            *end_labels(plot, series, width),
        ),
    )


def _lines(plot: Plot, place: int, series: Series, breaks: Sequence[Break]) -> list[Outline]:
    starts = {one.before for one in breaks}
    runs: list[list[Point]] = [[]]
    for at, value in enumerate(series.values):
        if value is None or at in starts:
            runs.append([])
        if value is not None:
            runs[-1].append((plot.x(at), plot.y(value)))
    return [polyline(run, manner(place).line) for run in runs if len(run) > 1]
