"""Where the words and figures of a history stand."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from supplier_portal.output.charts.history.plot import (
    SMALL,
    Break,
    Mark,
    Plot,
    Series,
    break_span,
    break_text,
    last_value,
)
from supplier_portal.output.charts.lettering import LINE, fit, rows_apart, spread, text_width
from supplier_portal.output.charts.shapes import Label, label, label_on_lines, manner


def break_labels(plot: Plot, breaks: Sequence[Break], width: int) -> list[Label]:
    rows = rows_apart([break_span(plot, one, width) for one in breaks])
    labels = []
    for one, row in zip(breaks, rows, strict=True):
        x, text, anchor = break_text(plot, one, width)
        labels.append(label((x, 12 + row * LINE), text, "", anchor, SMALL))
    return labels


def period_labels(plot: Plot, periods: Sequence[str]) -> list[Label]:
    """Name the last period and as many before it, evenly, as have room."""
    widest = max((text_width(period, SMALL) for period in periods), default=Fraction(0)) + 10
    step = next((step for step in range(1, len(periods)) if plot.x(step) - plot.x(0) >= widest), max(len(periods), 1))
    return [
        label((plot.x(at), plot.bottom + 18), periods[at], "", "middle", SMALL)
        for at in range(len(periods) - 1, -1, -step)
    ]


def mark_labels(plot: Plot, marks: Sequence[Mark]) -> list[Label]:
    """Write each mark under its period."""
    return [label((plot.x(one.at), plot.bottom + 36), one.text, "hi", "middle", SMALL) for one in marks]


def end_labels(plot: Plot, series: Sequence[Series], width: int) -> list[Label]:
    """Write each line's name and last figure right of it, and its first figure where the line leaves room."""
    ended = [(place, one, value) for place, one in enumerate(series) if (value := last_value(one)) is not None]
    heights = spread([plot.y(value) + 4 for _, _, value in ended], LINE, plot.top + 4, plot.bottom)
    labels = []
    for (place, one, value), y in zip(ended, heights, strict=True):
        room = width - plot.right - 10 - text_width(f" {value}", bold=True)
        text = f"{fit(one.name, room, bold=True)} {value}"
        labels.append(label((plot.right + 10, y), text, manner(place).label))
    return labels + _first_labels(plot, series)


def _first_labels(plot: Plot, series: Sequence[Series]) -> list[Label]:
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
