"""Grades at two days as two columns, with a flow for every move between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.shapes import Bar, Label, Outline, bar, coordinate, label

HEIGHT = 262
_TOP, _GAP, _EDGE, _COLUMN = Fraction(24), Fraction(9), Fraction(62), Fraction(8)
_LEAST = Fraction(1, 2)


@dataclass(frozen=True)
class GradeMoves:
    """grades: from the best; counts: by grade before and grade after."""

    width: int
    height: int
    grades: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    flows: tuple[Outline, ...]
    columns: tuple[Bar, ...]
    labels: tuple[Label, ...]


def grade_moves(
    grades: Sequence[str], counts: Mapping[tuple[str, str], int], names: tuple[str, str], *, width: int = 292
) -> GradeMoves:
    """Lay out the flows. names: what the two days are called."""
    whole = max(sum(counts.values()), 1)
    scale = (HEIGHT - _TOP - _GAP * (len(grades) - 1) - 6) / whole
    before = {grade: sum(counts.get((grade, after), 0) for after in grades) for grade in grades}
    after = {grade: sum(counts.get((was, grade), 0) for was in grades) for grade in grades}
    tops = _tops(before, scale), _tops(after, scale)
    left, right = _EDGE, width - _EDGE
    labels = [
        label((left - _COLUMN, Fraction(14)), names[0]),
        label((right + _COLUMN, Fraction(14)), names[1], "", "end"),
    ]
    columns = []
    for grade in grades:
        columns += [
            bar((left - _COLUMN, tops[0][grade]), _COLUMN, before[grade] * scale, "f1", 1),
            bar((right, tops[1][grade]), _COLUMN, after[grade] * scale, "f1", 1),
        ]
        labels += [
            label((left - 16, tops[0][grade] + before[grade] * scale / 2 + 4), f"{grade} {before[grade]}", "hi", "end"),
            label((right + 16, tops[1][grade] + after[grade] * scale / 2 + 4), f"{grade} {after[grade]}", "hi"),
        ]
    flows = _flows(grades, counts, tops, (left, right), scale)
    return GradeMoves(width, HEIGHT, tuple(grades), dict(counts), tuple(flows), tuple(columns), tuple(labels))


def _tops(counts: Mapping[str, int], scale: Fraction) -> dict[str, Fraction]:
    y = _TOP
    tops = {}
    for grade, count in counts.items():
        tops[grade] = y
        y += count * scale + _GAP
    return tops


def _flows(
    grades: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    tops: tuple[Mapping[str, Fraction], Mapping[str, Fraction]],
    ends: tuple[Fraction, Fraction],
    scale: Fraction,
) -> list[Outline]:
    """Flows stand on each other in the order of the grades, at both ends."""
    from_y, to_y = dict(tops[0]), dict(tops[1])
    flows = []
    for place, was in enumerate(grades):
        for other, now in enumerate(grades):
            thick = counts.get((was, now), 0) * scale
            if thick:
                fill = "fg2 faint" if was == now else "f3 firm" if other < place else "fr half"
                flows.append(_flow(ends, (from_y[was], to_y[now]), max(thick, _LEAST), fill))
            from_y[was] += thick
            to_y[now] += thick
    return flows


def _flow(ends: tuple[Fraction, Fraction], tops: tuple[Fraction, Fraction], thick: Fraction, fill: str) -> Outline:
    left, middle, right = (coordinate(x) for x in (ends[0], (ends[0] + ends[1]) / 2, ends[1]))
    (top, low), (to_top, to_low) = ((coordinate(y), coordinate(y + thick)) for y in tops)
    over = f"M{left} {top}C{middle} {top} {middle} {to_top} {right} {to_top}"
    back = f"V{to_low}C{middle} {to_low} {middle} {low} {left} {low}Z"
    return Outline(over + back, fill)
