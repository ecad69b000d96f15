"""What a benchmark found, as a plain table and as JSON. A figure is told beside its floor and goal, never judged."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

HEADINGS = ("", "portal", "floor", "ratio", "goal")


@dataclass(frozen=True)
class Row:
    """One line: a figure, the same figure of the floor, one divided by the other, and what is aimed at."""

    name: str
    portal: str
    floor: str = ""
    ratio: str = ""
    goal: str = ""

    def cells(self) -> tuple[str, ...]:
        return (self.name, self.portal, self.floor, self.ratio, self.goal)


@dataclass(frozen=True)
class Outcome:
    """One benchmark. figures: the numbers behind the rows, for the JSON file; notes: what was measured, and how."""

    name: str
    title: str
    rows: Sequence[Row]
    notes: Sequence[str]
    figures: dict[str, object]

    def document(self) -> dict[str, object]:
        return asdict(self)


def table(outcome: Outcome) -> str:
    """The outcome as text: title, aligned columns, notes."""
    lines = [HEADINGS, *(row.cells() for row in outcome.rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    told = [outcome.title, *(_aligned(cells, widths) for cells in lines), *(f"  {note}" for note in outcome.notes)]
    return "\n".join(told)


def _aligned(cells: Iterable[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join(["", first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
