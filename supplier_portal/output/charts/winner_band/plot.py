"""Bidders, intervals, and the plot they are drawn in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, plain, rows_apart, text_width
from supplier_portal.output.charts.shapes import Figure, Manner, manner

PLOT_HEIGHT = Fraction(288)
MOST_LABELS = 16
TOP = Fraction(36)
LEFT = Fraction(44)
BAND = Fraction(34)
_WIDEST_GUTTER, _WIDEST_SHORT = Fraction(220), Fraction(96)


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
class Plot:
    right: Fraction
    upto: Decimal
    low: Fraction
    high: Fraction
    band: Fraction
    short: bool

    def x(self, weight: Figure) -> Fraction:
        return LEFT + Fraction(weight) / Fraction(self.upto) * (self.right - LEFT)

    def y(self, total: Figure) -> Fraction:
        return TOP + (self.high - Fraction(total)) / (self.high - self.low) * PLOT_HEIGHT


def make_plot(
    bidders: Sequence[BidderLine],
    named: Sequence[BidderLine],
    intervals: Sequence[Interval],
    upto: Decimal,
    width: int,
    *,
    short: bool,
) -> Plot:
    shown = [one for one in intervals if one.start < upto]
    texts = [one.label if short else one.label + end_figure(upto, one) for one in named]
    if shown and shown[-1].end > upto and not short:
        texts.append(beyond_text(winners_labels(shown[-1], bidders), shown[-1].end))
    # A change close to the right edge writes its weight into the gutter too.
    changes = [text_width(str(one.start), bold=True) for one in shown[1:]]
    widest = _WIDEST_SHORT if short else _WIDEST_GUTTER
    gutter = max([min(max(text_width(text, bold=True) for text in texts), widest), *changes])
    totals = [one.at(weight) for one in bidders for weight in (Decimal(0), upto)]
    low, high = min(totals), max(totals)
    margin = max((high - low) / 12, Fraction(1, 2))
    plot = Plot(width - gutter - 14, upto, low - margin, high + margin, TOP, short)
    rows = max(rows_apart(change_spans(plot, shown)), default=-1) + 1
    return Plot(plot.right, upto, plot.low, plot.high, TOP + PLOT_HEIGHT + rows * LINE + 6, short)


def labelled(bidders: Sequence[BidderLine], intervals: Sequence[Interval]) -> list[BidderLine]:
    """Return who is labelled, in the caller's order: whoever wins somewhere, then the best at the tender's weight."""
    winners = {code for one in intervals for code in one.winners}
    ranked = sorted(bidders, key=lambda one: (one.code not in winners, -one.total))[:MOST_LABELS]
    return [one for one in bidders if one in ranked]


def manner_of(bidders: Sequence[BidderLine], named: Sequence[BidderLine], one: BidderLine) -> Manner:
    return manner(bidders.index(one) if one in named else len(bidders) + MOST_LABELS)


def winners_labels(interval: Interval, bidders: Sequence[BidderLine]) -> str:
    return ", ".join(one.label for one in bidders if one.code in interval.winners)


def end_figure(plot_end: Decimal, one: BidderLine) -> str:
    return f" {plain(one.at(plot_end), 2)}"


def beyond_text(names: str, end: Decimal) -> str:
    return f"… {names} → {end}"


def change_spans(plot: Plot, shown: Sequence[Interval]) -> list[tuple[Fraction, Fraction]]:
    starts = [plot.x(one.start) for one in shown[1:]]
    return [(x, x + text_width(str(one.start), bold=True) + 8) for x, one in zip(starts, shown[1:], strict=True)]
