"""Rows of stacked bars from zero: what each row is made of, its total and a part that asks for attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.lettering import fit, text_width
from supplier_portal.output.charts.shapes import Bar, Label, bar, label

ROW = 38
FILLS = ("f4", "f3", "f2", "fr")
"""Of the parts in their order; the last is the one that asks for attention."""
_THICK = Fraction(12)
_BETWEEN = Fraction(3, 2)


@dataclass(frozen=True)
class StackedRow:
    """name: in the reader's language; parts: counts in the order of FILLS; note: what is said in red at the end."""

    name: str
    parts: tuple[int, ...]
    note: str = ""

    @property
    def total(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True)
class StackedRows:
    width: int
    height: int
    rows: tuple[StackedRow, ...]
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


def stacked_rows(rows: Sequence[StackedRow], *, width: int = 536) -> StackedRows:
    """Lay out one row under the other, its name and figures above its bar."""
    most = max([1, *(row.total for row in rows)])
    bars: list[Bar] = []
    labels: list[Label] = []
    for place, row in enumerate(rows):
        top = Fraction(place * ROW + 2)
        labels += _labels(row, top + 11, width)
        x = Fraction(0)
        for count, fill in zip(row.parts, FILLS, strict=False):
            if count:
                long = Fraction(count * width, most)
                bars.append(bar((x, top + 16), max(long - _BETWEEN, Fraction(1)), _THICK, fill, 2))
                x += long
    return StackedRows(width, ROW * len(rows), tuple(rows), tuple(bars), tuple(labels))


def _labels(row: StackedRow, y: Fraction, width: int) -> list[Label]:
    total = str(row.total)
    wide_note = text_width(row.note, bold=True) + 10 if row.note else Fraction(0)
    room = width - wide_note - text_width(total, bold=True) - 12
    found = [
        label((Fraction(0), y), fit(row.name, room)),
        label((width - wide_note, y), total, "hi", "end"),
    ]
    if row.note:
        found.append(label((Fraction(width), y), row.note, "tr", "end"))
    return found
