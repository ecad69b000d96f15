"""The eight steps of an audit as bars from zero, with a tick at the peers' median (scoring.md, section 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import fit, text_width
from supplier_portal.output.charts.shapes import MISSING, Bar, Label, Outline, bar, label, polyline

ROW = 33
ATTENTION_BELOW = Decimal(55)
"""Grade C's lower end: a step under it is drawn amber."""
_THICK = Fraction(7)


@dataclass(frozen=True)
class Step:
    """One step: number, name in the reader's language, 0 to 100; None where it left its dimension."""

    number: int
    name: str
    value: Decimal | None
    peer: Decimal | None = None

    @property
    def title(self) -> str:
        return f"{self.number} {self.name}"


@dataclass(frozen=True)
class StepBars:
    width: int
    height: int
    steps: tuple[Step, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Outline, ...]
    labels: tuple[Label, ...]
    has_peers: bool


def step_bars(steps: Sequence[Step], *, width: int = 400) -> StepBars:
    """Lay out one row a step; 400 wide in a panel, 304 on a phone."""
    bars: list[Bar] = []
    peers: list[Outline] = []
    labels: list[Label] = []
    for row, step in enumerate(steps):
        top = Fraction(row * ROW + 2)
        figure = MISSING if step.value is None else str(step.value)
        room = width - text_width(figure, bold=True) - 12
        labels.append(label((Fraction(0), top + 11), fit(step.title, room)))
        labels.append(label((Fraction(width), top + 11), figure, "hi", "end"))
        bars.append(bar((Fraction(0), top + 17), Fraction(width), _THICK, "fk", 3))
        if step.value is not None:
            classes = "fa" if step.value < ATTENTION_BELOW else "f1"
            bars.append(bar((Fraction(0), top + 17), Fraction(step.value) * width / 100, _THICK, classes, 3))
        if step.peer is not None:
            x = min(max(Fraction(step.peer) * width / 100, Fraction(1)), Fraction(width - 1))
            peers.append(polyline([(x, top + 14), (x, top + 27)], "lg"))
    return StepBars(width, ROW * len(steps), tuple(steps), tuple(bars), tuple(peers), tuple(labels), bool(peers))
