"""The band of winners under the lines, with the exact weights at which the winner changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, fit, rows_apart, text_width
from supplier_portal.output.charts.shapes import Bar, Label, bar, coordinate, label, label_on_lines, manner
from supplier_portal.output.charts.winner_band.plot import (
    BAND,
    MOST_LABELS,
    BidderLine,
    Interval,
    Plot,
    beyond_text,
    change_spans,
    winners_labels,
)

_WINS_ROOM = Fraction(58)
_SHORTEST = 3


@dataclass(frozen=True)
class Cell:
    """One interval in the band. `text` is short or empty where it is narrow; `wins` asks for the verb beside it."""

    bar: Bar
    text: str
    wins: bool
    classes: str
    x: str
    y: str


def change_labels(plot: Plot, shown: Sequence[Interval]) -> list[Label]:
    """Write the exact weight at which the winner changes over the band, in as many rows as keep them apart."""
    rows = rows_apart(change_spans(plot, shown))
    return [
        label_on_lines(
            (plot.x(one.start) + 4, plot.band - 6 - row * LINE), str(one.start), text_width(str(one.start), bold=True)
        )
        for one, row in zip(shown[1:], rows, strict=True)
    ]


def cell(plot: Plot, one: Interval, bidders: Sequence[BidderLine]) -> Cell:
    left, right = plot.x(one.start), plot.x(min(one.end, plot.upto))
    places = [at for at, bidder in enumerate(bidders) if bidder.code in one.winners]
    drawn = manner(places[0]) if len(places) == 1 else manner(len(bidders) + MOST_LABELS)
    names = winners_labels(one, bidders)
    room = right - left - 10
    text = fit(names, room, 13, bold=True)
    return Cell(
        bar=bar((left + 1, plot.band), right - left - 2, BAND, drawn.band, 3),
        text=text if text == names or len(text) > _SHORTEST else "",
        wins=text == names and room - text_width(names, 13, bold=True) >= _WINS_ROOM,
        classes=drawn.band_text,
        x=coordinate((left + right) / 2),
        y=coordinate(plot.band + 22),
    )


def beyond(plot: Plot, last: Interval, bidders: Sequence[BidderLine], width: int) -> Label:
    at = (plot.right + 8, plot.band + 22)
    room = width - at[0] - text_width(beyond_text("", last.end), bold=True)
    return label(at, beyond_text(fit(winners_labels(last, bidders), room, bold=True), last.end), "hi")
