"""Which row of an 8D sheet holds what: the one description by which sheets are written and read again.

Column A holds the key of each row, B its label; what is filled in stands from C on.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from supplier_portal.domain.findings.causes import BRANCHES, MOST_OF_BRANCH, MOST_WHYS
from supplier_portal.domain.findings.planning import MOST_ACTIONS
from supplier_portal.output.read_cells import address

VERSION = "8D-1"
KEY, LABEL, FIRST, LAST = 0, 1, 2, 7
LEAST_LINES = 3
"""Lines of each branch of the fishbone on a sheet with none filled in."""
Filled = Literal["text", "date", "number", "method", "mark", "owner", "measure"]
ACTION_SLOTS: Sequence[tuple[str, Filled]] = (
    ("action", "text"), ("owner", "owner"), ("due_on", "date"), ("kwh", "number"), ("tonnes", "number"),
    ("same_as", "measure"),
)  # fmt: skip
FACTS = (
    "number", "supplier", "site", "severity", "checkpoint", "title", "requirement", "seen", "notified_on",
    "close_due_on", "state",
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """An open cell. key: what it is to a plan, "actions-2-owner"; filled: what it takes; across: columns it takes."""

    key: str
    filled: Filled
    column: int = FIRST
    across: int = 1


@dataclass(frozen=True)
class Row:
    """key: stands in column A; word: code of the label, with `number` behind it where it has one.

    look: discipline (a heading D1 to D8), fact (locked), columns (headings of a table) or field (open).
    """

    key: str
    word: str
    look: Literal["title", "discipline", "fact", "columns", "field"]
    slots: tuple[Slot, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Layout:
    """lines: of each branch of the fishbone, LEAST_LINES to the most a branch may have."""

    lines: int = LEAST_LINES

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return (
            Row("form", "eight_d.form", "title"),
            *_discipline(1, [_fact("team")]),
            *_discipline(2, [_fact(name) for name in FACTS]),
            *_discipline(3, [_text("containment"), _field("contained_on", "date")]),
            *_discipline(4, self._causes()),
            *_discipline(5, _actions()),
            *_discipline(6, [_text("expected_effect")]),
            *_discipline(7, [_text("preventive_measure")]),
            *_discipline(8, [_fact("decision"), _fact("signed")]),
        )

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """Open cells by key, in the order of the sheet."""
        return {slot.key: slot for row in self.rows for slot in row.slots}

    @cached_property
    def _at(self) -> dict[str, tuple[int, int]]:
        return {slot.key: (place, slot.column) for place, row in enumerate(self.rows) for slot in row.slots}

    def cell(self, key: str) -> tuple[int, int]:
        """Row and column, from 0, of an open cell."""
        return self._at[key]

    def name(self, sheet: str, key: str) -> str:
        """An open cell as spreadsheets name it: "F-2024-0012!C7"."""
        return f"{sheet}!{address(*self._at[key])}"

    def row_of(self, key: str) -> int:
        return next(place for place, row in enumerate(self.rows) if row.key == key)

    def number_cell(self, sheet: str) -> str:
        """The cell that says which finding the sheet is about."""
        return f"{sheet}!{address(self.row_of('number'), FIRST)}"

    @property
    def digest(self) -> str:
        """SHA-256 of what stands where."""
        told = [[row.key, row.word, [[slot.key, slot.column, slot.across] for slot in row.slots]] for row in self.rows]
        return hashlib.sha256(json.dumps([VERSION, told]).encode()).hexdigest()

    def _causes(self) -> Iterator[Row]:
        yield _field("method", "method")
        for number in range(1, MOST_WHYS + 1):
            yield Row(f"whys-{number}", "eight_d.why", "field", (_wide(f"whys-{number}"),), number)
        yield Row("fishbone", "eight_d.fishbone", "columns")
        for branch in BRANCHES:
            for number in range(1, self.lines + 1):
                key = f"{branch}-{number}"
                slots = (Slot(key, "text", FIRST, LAST - FIRST), Slot(f"{key}-root", "mark", LAST))
                yield Row(key, f"cause_branch.{branch}", "field", slots, number)
        yield _text("root_cause")


def lines_for(counts: Sequence[int]) -> int:
    """How many lines a branch gets where the fullest one has so many: one more to write in."""
    return min(max([LEAST_LINES, *(count + 1 for count in counts)]), MOST_OF_BRANCH)


def _discipline(number: int, rows: Sequence[Row] | Iterator[Row]) -> Iterator[Row]:
    yield Row(f"D{number}", f"eight_d.d{number}", "discipline")
    yield from rows


def _fact(name: str) -> Row:
    return Row(name, f"eight_d.{name}", "fact")


def _wide(key: str) -> Slot:
    return Slot(key, "text", FIRST, LAST - FIRST + 1)


def _text(key: str) -> Row:
    return Row(key, f"eight_d.{key}", "field", (_wide(key),))


def _field(key: str, filled: Filled) -> Row:
    return Row(key, f"eight_d.{key}", "field", (Slot(key, filled),))


def _actions() -> Iterator[Row]:
    yield Row("actions", "eight_d.actions", "columns")
    for number in range(1, MOST_ACTIONS + 1):
        slots = tuple(
            Slot(f"actions-{number}-{name}", filled, FIRST + place) for place, (name, filled) in enumerate(ACTION_SLOTS)
        )
        yield Row(f"actions-{number}", "eight_d.action", "field", slots, number)
