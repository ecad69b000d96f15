"""Who would win at which weight of the sustainability criterion (scoring.md 4): lines and their upper envelope."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from supplier_portal.domain.scoring.rounding import figure

PLACES = 6
Line = tuple[Fraction, Fraction]
"""A bidder's total at weight 0 and at weight 1 of the criterion; it runs straight between them."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of the criterion's weight, 0 to 1 at 0.000001, and who wins there, by code point."""

    start: Decimal
    end: Decimal
    winners: tuple[str, ...]

    def published(self) -> dict[str, object]:
        return {"from": str(self.start), "to": str(self.end), "winners": list(self.winners)}


def winners_by_weight(lines: Mapping[str, Line]) -> tuple[Interval, ...]:
    """Solve the upper envelope of the bidders' lines from weight 0 to 1.

    Equal lines win together. A single weight at which two lines cross is an end, not an interval; an interval that
    is shorter than the last place stays, with both ends printed alike.
    """
    bidders: dict[Line, list[str]] = {}
    for bidder, line in lines.items():
        bidders.setdefault(line, []).append(bidder)
    best = _envelope(list(bidders))
    crossings = [_crossing(left, right) for left, right in pairwise(best)]
    ends = [Fraction(0), *crossings, Fraction(1)]
    return tuple(
        Interval(figure(start, PLACES), figure(end, PLACES), tuple(sorted(bidders[line])))
        for line, start, end in zip(best, ends[:-1], ends[1:], strict=True)
    )


def _envelope(lines: list[Line]) -> list[Line]:
    """Give the lines that are highest over some length of 0 to 1, from left to right."""
    best: list[Line] = []
    # From the flattest to the steepest, each line enters from the right and drives out those it leaves no length to.
    for line in sorted(lines, key=lambda line: (line[1] - line[0], line[0])):
        while best and _leaves_none(best, line):
            best.pop()
        if not best or line[1] > best[-1][1]:
            best.append(line)
    return best


def _leaves_none(best: list[Line], line: Line) -> bool:
    """Tell whether a steeper line leaves the last of the best no length: its own begins where the last one's does."""
    if line[0] >= best[-1][0]:
        return True
    begins = _crossing(best[-2], best[-1]) if len(best) > 1 else Fraction(0)
    return line[1] > best[-1][1] and _crossing(best[-1], line) <= begins


def _crossing(left: Line, right: Line) -> Fraction:
    """Give the weight at which the right line, which ends higher, overtakes the left one."""
    ahead, behind = left[0] - right[0], right[1] - left[1]
    return ahead / (ahead + behind)
