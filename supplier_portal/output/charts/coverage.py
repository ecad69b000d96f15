"""A share over the years against the goals of a roadmap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import text_width
from supplier_portal.output.charts.shapes import (
    Label,
    Outline,
    Point,
    disc,
    label,
    label_on_lines,
    mark,
    polyline,
)

HEIGHT = 228
LEVELS = (0, 20, 40, 60, 80, 100)
SMALL = 11
_LEFT, _RIGHT, _TOP, _FOOT = Fraction(28), Fraction(14), Fraction(18), Fraction(24)
_DECADE = 10


@dataclass(frozen=True)
class Known:
    """The share on a day, 0 to 100."""

    day: date
    share: Decimal


@dataclass(frozen=True)
class Goal:
    """name: what stands at it ("80 % in 2040")."""

    year: int
    share: Decimal
    name: str


@dataclass(frozen=True)
class CoverageLine:
    """pace: points a year from the last known day to the next goal; None without one ahead."""

    width: int
    height: int
    known: tuple[Known, ...]
    goals: tuple[Goal, ...]
    grid: tuple[Outline, ...]
    lines: tuple[Outline, ...]
    marks: tuple[Outline, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Plot:
    width: int
    first: Fraction
    last: Fraction

    def x(self, year: Fraction | int) -> Fraction:
        return _LEFT + (year - self.first) / (self.last - self.first) * (self.width - _LEFT - _RIGHT)

    def y(self, share: Decimal | int) -> Fraction:
        return _TOP + (100 - Fraction(share)) / 100 * (HEIGHT - _TOP - _FOOT)

    def at(self, year: Fraction | int, share: Decimal) -> Point:
        return self.x(year), self.y(share)


def year_of(day: date) -> Fraction:
    """Return the ends of years that have passed and the part of the next: 31 December 2023 is 2023."""
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year - 1 + Fraction((day - first).days + 1, (next_first - first).days)


def pace(known: Sequence[Known], goals: Sequence[Goal]) -> Fraction | None:
    """Return the points a year that lead from the last known day to the next goal; None without one ahead."""
    ahead = [goal for goal in goals if known and goal.year > year_of(known[-1].day)]
    if not ahead:
        return None
    return (Fraction(ahead[0].share) - Fraction(known[-1].share)) / (ahead[0].year - year_of(known[-1].day))


def coverage_line(
    known: Sequence[Known], goals: Sequence[Goal], words: tuple[str, str] = ("", ""), *, width: int = 429
) -> CoverageLine:
    """Lay out what is known, oldest first, and the goals, by year. words: beside the last day, and on the way ahead."""
    plot = _Plot(width, *_span(known, goals))
    way = [plot.at(year_of(one.day), one.share) for one in known]
    road = [*way[-1:], *(plot.at(goal.year, goal.share) for goal in goals)]
    lines = [polyline(road, "lg dash")] if len(road) > 1 else []
    if len(way) > 1:
        floor = [(way[-1][0], plot.y(0)), (way[0][0], plot.y(0))]
        lines += [polyline([*way, *floor], "fsoft", closed=True), polyline(way, "l1")]
    marks = [disc(point, Fraction(3), "f1") for point in way]
    marks += [mark("diamond", plot.at(goal.year, goal.share), "ring la") for goal in goals]
    labels = [*_scale(plot), *_goal_labels(plot, goals), *_words(plot, way, road, words)]
    return CoverageLine(
        width, HEIGHT, tuple(known), tuple(goals), _grid(plot), tuple(lines), tuple(marks), tuple(labels)
    )


def _span(known: Sequence[Known], goals: Sequence[Goal]) -> tuple[Fraction, Fraction]:
    years = [year_of(one.day) for one in known] + [Fraction(goal.year) for goal in goals]
    first = Fraction(min(years, default=Fraction(0)) // 1)
    return first, max([*years, first + 1])


def _grid(plot: _Plot) -> tuple[Outline, ...]:
    ends = (_LEFT, plot.width - _RIGHT)
    return tuple(polyline([(x, plot.y(level)) for x in ends], "gr" if level else "ax") for level in LEVELS)


def _scale(plot: _Plot) -> list[Label]:
    shares = [label((_LEFT - 6, plot.y(level) + 4), str(level), "", "end", SMALL) for level in LEVELS]
    first, last = -(-plot.first // _DECADE) * _DECADE, plot.last
    years = range(int(first), int(last) + 1, _DECADE)
    foot = Fraction(HEIGHT - 6)
    at_end = [Fraction(year) for year in years if plot.width - _RIGHT - plot.x(Fraction(year)) < _LEFT / 2]
    return shares + [
        label((plot.x(year), foot), str(year), "", "end" if year in at_end else "middle", SMALL) for year in years
    ]


def _goal_labels(plot: _Plot, goals: Sequence[Goal]) -> list[Label]:
    return [label((plot.x(goal.year) - 10, plot.y(goal.share) - 3), goal.name, "ta", "end") for goal in goals]


def _words(plot: _Plot, way: Sequence[Point], road: Sequence[Point], words: tuple[str, str]) -> list[Label]:
    found = []
    if way and words[0]:
        x, y = way[-1]
        fits = x + 8 + text_width(words[0], bold=True) <= plot.width
        below = min(y + 16, plot.y(0) - 5)
        found.append(label((x + 8 if fits else x, below), words[0], "tg", "start" if fits else "end"))
    if len(road) > 1 and words[1]:
        (x, y), (to_x, to_y) = road[0], road[1]
        wide = text_width(words[1], bold=True)
        middle = min(max((x + to_x) / 2 + wide / 2, _LEFT + wide / 2), plot.width - wide / 2)
        found.append(label_on_lines((middle, (y + to_y) / 2 + 16), words[1], wide, "middle"))
    return found
