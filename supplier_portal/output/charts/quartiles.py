"""A supplier's figures among its peers': the middle half as a bar, the median as a tick, its own as a dot."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import fit, text_width
from supplier_portal.output.charts.shapes import MISSING, Bar, Label, Outline, bar, disc, label, polyline

ROW = 33
_THICK = Fraction(9)
_DOT = Fraction(9, 2)


@dataclass(frozen=True)
class QuartileRow:
    """One figure of 0 to 100: its name in the reader's language, its value, the peers' three quartiles, rising."""

    name: str
    value: Decimal | None
    quartiles: tuple[Decimal, Decimal, Decimal]

    @property
    def middle_half(self) -> str:
        """What half of the peers lie between."""
        return f"{self.quartiles[0]}–{self.quartiles[2]}"


@dataclass(frozen=True)
class QuartileBars:
    width: int
    height: int
    rows: tuple[QuartileRow, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Outline, ...]
    dots: tuple[Outline, ...]
    labels: tuple[Label, ...]


def quartile_bars(rows: Sequence[QuartileRow], *, width: int = 400) -> QuartileBars:
    """Lay out one row a figure; 400 wide in a panel, 304 on a phone."""
    bars: list[Bar] = []
    ticks: list[Outline] = []
    dots: list[Outline] = []
    labels: list[Label] = []
    for place, row in enumerate(rows):
        top = Fraction(place * ROW + 2)
        labels += _labels(row, top, width)
        left, middle, right = (Fraction(quartile) * width / 100 for quartile in row.quartiles)
        bars.append(bar((Fraction(0), top + 17), Fraction(width), _THICK, "fk", 3))
        bars.append(bar((left, top + 17), max(right - left, Fraction(2)), _THICK, "fg2", 2))
        ticks.append(polyline([(middle, top + 14), (middle, top + 29)], "lg"))
        if row.value is not None:
            x = min(max(Fraction(row.value) * width / 100, _DOT), width - _DOT)
            dots.append(disc((x, top + 17 + _THICK / 2), _DOT, "f1"))
    return QuartileBars(width, ROW * len(rows), tuple(rows), tuple(bars), tuple(ticks), tuple(dots), tuple(labels))


def _labels(row: QuartileRow, top: Fraction, width: int) -> tuple[Label, Label]:
    value = MISSING if row.value is None else str(row.value)
    room = width - text_width(value, bold=True) - 12
    return (
        label((Fraction(0), top + 11), fit(row.name, room)),
        label((Fraction(width), top + 11), value, "hi", "end"),
    )
