"""Figures over time as lines with gaps: where one is missing, and where comparison breaks with a dashed upright."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.history.labels import break_labels, end_labels, mark_labels, period_labels
from supplier_portal.output.charts.history.plot import SMALL, Break, Guide, Mark, Plot, Series, break_x, make_plot
from supplier_portal.output.charts.shapes import Label, Outline, Point, disc, label, manner, polyline

__all__ = ["Break", "Guide", "History", "Mark", "Series", "history"]

_FOOT, _MARKS_FOOT = 26, 20
_DOT = Fraction(3)


@dataclass(frozen=True)
class History:
    width: int
    height: int
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    breaks: tuple[Break, ...]
    marks: tuple[Mark, ...]
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
    marks: Sequence[Mark] = (),
    width: int = 536,
) -> History:
    """Lay out one line a series, at most four; each has as many values as there are periods.

    Marks stand in a row of their own under the periods, each with a dotted line up to its period.
    """
    plot = make_plot(periods, series, breaks, guides, width)
    shown = [guide for guide in guides if plot.low <= guide.value <= plot.high]
    return History(
        width=width,
        height=int(plot.bottom) + _FOOT + (_MARKS_FOOT if marks else 0),
        periods=tuple(periods),
        series=tuple(series),
        breaks=tuple(breaks),
        marks=tuple(marks),
        guides=(
            *(polyline([(plot.left, plot.y(g.value)), (plot.right, plot.y(g.value))], "gr") for g in shown),
            polyline([(plot.left, plot.bottom), (plot.right, plot.bottom)], "ax"),
        ),
        uprights=(
            *(polyline([(x, plot.top - 4), (x, plot.bottom)], "ax dash") for x in map(break_x(plot), breaks)),
            *(polyline([(plot.x(one.at), plot.top), (plot.x(one.at), plot.bottom)], "gr dots") for one in marks),
        ),
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
            *mark_labels(plot, marks),
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
