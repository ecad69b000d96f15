"""How many came at least so far on a way, and how many of them stand there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from supplier_portal.output.charts.lettering import fit, text_width
from supplier_portal.output.charts.shapes import Bar, Label, bar, label

ROW = 38
_THICK = Fraction(11)


@dataclass(frozen=True)
class Stage:
    """name: in the reader's language; note: what is said beside the count, such as its share."""

    name: str
    reached: int
    standing: int
    note: str = ""


@dataclass(frozen=True)
class Funnel:
    width: int
    height: int
    stages: tuple[Stage, ...]
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


def funnel(stages: Sequence[Stage], *, width: int = 536) -> Funnel:
    """Lay the stages out from zero: pale for all that came so far, green for those that stand there."""
    most = max([1, *(stage.reached for stage in stages)])
    bars: list[Bar] = []
    labels: list[Label] = []
    for place, stage in enumerate(stages):
        top = Fraction(place * ROW + 2)
        figures = f"{stage.reached} {stage.note}".strip()
        labels += [
            label((Fraction(0), top + 11), fit(stage.name, width - text_width(figures, bold=True) - 12)),
            label((Fraction(width), top + 11), figures, "hi", "end"),
        ]
        bars.append(bar((Fraction(0), top + 16), Fraction(stage.reached * width, most), _THICK, "f4", 2))
        if stage.standing:
            long = max(Fraction(stage.standing * width, most), Fraction(1))
            bars.append(bar((Fraction(0), top + 16), long, _THICK, "f1", 2))
    return Funnel(width, ROW * len(stages), tuple(stages), tuple(bars), tuple(labels))
