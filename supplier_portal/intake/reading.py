"""A file's bytes to sheets, head, rows and what writing them would do. Only the worker and the command line read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.cells.writing import is_nothing
from supplier_portal.intake.heads import SAMPLES, Choice, Head, best_of, find_heads, head_at, missing_of
from supplier_portal.intake.importing import Importer, PlannedRow
from supplier_portal.intake.rows import ReadRows, RefusedRow, cell_name, column_faults, read_rows
from supplier_portal.output.sheets import ReadLimits, ReadSheet, read_table

LIMITS = ReadLimits()
_ROWS_SAMPLED, _LONGEST_SAMPLE = 200, 60


@dataclass(frozen=True)
class FileRead:
    """A file as it was read. heads: the best of each sheet; head: the one in use.

    missing: names of required columns not there. faults: columns refused at their heading, by name.
    """

    sheets: Sequence[ReadSheet]
    heads: Sequence[Head]
    head: Head
    missing: tuple[str, ...]
    faults: Mapping[str, Fault]

    @property
    def complete(self) -> bool:
        """Whether its rows can be read: every required column is there and readable."""
        return not self.missing

    def rows(self, importer: Importer) -> ReadRows:
        return read_rows(self.sheets, importer, self.head)

    def layout(self) -> dict[str, object]:
        """What the pages need of it, as plain JSON."""
        return {
            "sheet": self.head.sheet,
            "missing": list(self.missing),
            "sheets": [
                _layout(sheet, head) for sheet, head in zip(self.sheets, self.heads, strict=True) if head.headings
            ],
        }


def read_file(
    data: bytes, importer: Importer, choice: Choice, known: Mapping[str, Mapping[str, int]] | None = None
) -> FileRead:
    """Read the file and find its columns: as chosen, else as known from a file with the same head, else by name.

    Raises Invalid where no table can be read from the bytes.
    """
    sheets = read_table(data, limits=LIMITS, keep_lost=True)
    heads = [_as_known(head, known or {}) for head in find_heads(sheets, importer)]
    if not any(any(head.headings) for head in heads):
        raise Invalid([Fault("sheet.empty")])
    head = best_of(heads, importer)
    at = next((place for place, sheet in enumerate(sheets) if sheet.name == choice.sheet), None)
    if at is not None:
        head = heads[at]
        if choice.row is not None:
            head = _as_known(head_at(sheets[at], importer, choice.row), known or {})
        if choice.columns is not None:
            head = replace(head, columns=dict(choice.columns))
        heads[at] = head
    faults = column_faults(sheets, importer, head)
    missing = [column.name for column in missing_of(head, importer)]
    missing += [column.name for column in importer.columns if column.required and column.name in faults]
    return FileRead(sheets, heads, head, tuple(missing), faults)


def _as_known(head: Head, known: Mapping[str, Mapping[str, int]]) -> Head:
    columns = known.get(head.key)
    return head if columns is None else replace(head, columns=dict(columns))


def _layout(sheet: ReadSheet, head: Head) -> dict[str, object]:
    below = sheet.rows[head.row : head.row + _ROWS_SAMPLED]
    samples = []
    for place in range(len(head.headings)):
        cells = [row[place] for row in below if place < len(row) and not is_nothing(row[place])]
        samples.append([str(cell)[:_LONGEST_SAMPLE] for cell in cells[:SAMPLES]])
    return {
        "name": sheet.name,
        "row": head.row,
        "key": head.key,
        "headings": list(head.headings),
        "cells": [cell_name("", head.row, place) for place in range(len(head.headings))],
        "samples": samples,
        "columns": dict(head.columns),
        "rows": max(len(sheet.rows) - head.row, 0),
    }


def plan_rows(
    session: Session, actor: Actor, importer: Importer, read: ReadRows, moment: Moment
) -> list[PlannedRow | RefusedRow]:
    """All rows in the order of the file: those whose cells were refused, and what the importer decides of the rest."""
    decided = importer.plan(session, actor, read.rows, moment)
    if importer.whole:
        decided = whole_or_none(decided, any_lost=bool(read.faults))
    planned: list[PlannedRow | RefusedRow] = [*decided, *read.faults]
    return sorted(planned, key=number_of)


def whole_or_none(planned: list[PlannedRow], *, any_lost: bool) -> list[PlannedRow]:
    """The rows as planned where none is refused or lost, else all of them refused."""
    if not any_lost and all(row.verdict != "refused" for row in planned):
        return planned
    others = (Fault("intake.others_refused"),)
    return [
        row if row.verdict == "refused" else PlannedRow(row.row, "refused", others, label=row.label) for row in planned
    ]


def number_of(row: PlannedRow | RefusedRow) -> int:
    return row.number if isinstance(row, RefusedRow) else row.row.number
