"""Rows of a sheet under its head: read, refused by cell, or left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from supplier_portal.domain.errors import Fault
from supplier_portal.intake.cells import CellColumn, Unreadable
from supplier_portal.intake.cells.numbers import take_apart
from supplier_portal.intake.cells.writing import is_nothing, key_of
from supplier_portal.intake.heads import Head
from supplier_portal.intake.importing import Importer, ImportRow
from supplier_portal.output.read_cells import ReadCell, ReadSheet, address

LONGEST_LABEL = 200
_TOTAL = re.compile(r"(?:sub|grand|sum)?totals?|sum|合计|总计|小计|共计|总和|汇总|总数|合计数|累计|本页小计|本页合计")
_SHOWN = 80


@dataclass(frozen=True)
class RefusedRow:
    """A row with cells that could not be read."""

    sheet: str
    number: int
    label: str
    faults: tuple[Fault, ...]


class ReadRows(NamedTuple):
    """rows: whole ones; faults: the others, in their order; left_out: rows that hold nothing or a total."""

    rows: list[ImportRow]
    faults: list[RefusedRow]
    left_out: int


def read_rows(sheets: Sequence[ReadSheet], importer: Importer, head: Head) -> ReadRows:
    """Read every row under the head. A heading whose unit is not known leaves its column out: see `column_faults`."""
    sheet = next(sheet for sheet in sheets if sheet.name == head.sheet)
    columns, _ = _columns(sheet, importer, head)
    rows, faults, left_out = [], [], 0
    for number, cells in enumerate(sheet.rows[head.row :], head.row + 1):
        if left_out_row(cells, head):
            left_out += 1
            continue
        values, places, wrong = _values(cells, columns, (sheet.name, number))
        if wrong:
            faults.append(RefusedRow(sheet.name, number, label_of(cells, importer, head), tuple(wrong)))
        else:
            rows.append(ImportRow(sheet.name, number, values, places))
    return ReadRows(rows, faults, left_out)


def column_faults(sheets: Sequence[ReadSheet], importer: Importer, head: Head) -> dict[str, Fault]:
    """Columns refused at their heading: name → fault at its cell."""
    sheet = next(sheet for sheet in sheets if sheet.name == head.sheet)
    return _columns(sheet, importer, head)[1]


def _columns(sheet: ReadSheet, importer: Importer, head: Head) -> tuple[list[tuple[int, CellColumn]], dict[str, Fault]]:
    columns: list[tuple[int, CellColumn]] = []
    faults: dict[str, Fault] = {}
    below = sheet.rows[head.row :]
    for column in importer.columns:
        place = head.columns.get(column.name)
        if place is None or place >= len(head.headings):
            continue
        cells = [row[place] for row in below if place < len(row)]
        try:
            columns.append((place, CellColumn.of(column, head.headings[place], cells)))
        except Unreadable as error:
            cell = cell_name(sheet.name, head.row, place)
            faults[column.name] = Fault(error.code, cell, facts=error.facts)
    return columns, faults


def _values(
    cells: Sequence[ReadCell], columns: Sequence[tuple[int, CellColumn]], at: tuple[str, int]
) -> tuple[dict[str, object], dict[str, str], list[Fault]]:
    values: dict[str, object] = {}
    places: dict[str, str] = {}
    faults: list[Fault] = []
    for place, column in columns:
        name = column.column.name
        places[name] = cell_name(*at, place)
        cell = cells[place] if place < len(cells) else ""
        try:
            value = column.read(cell)
        except Unreadable as error:
            faults.append(Fault(error.code, places[name], facts=_shown(error.facts)))
            continue
        if value is None and column.column.required:
            faults.append(Fault("intake.required", places[name], facts={"heading": column.heading}))
        values[name] = value
    return values, places, faults


def _shown(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: value[:_SHOWN] if isinstance(value, str) else value for name, value in facts.items()}


def cell_name(sheet: str, row: int, place: int) -> str:
    """A cell as spreadsheets name it: "Sheet1!C7", without a sheet in a CSV file. row from 1, place from 0."""
    cell = address(row - 1, place)
    return f"{sheet}!{cell}" if sheet else cell


def left_out_row(cells: Sequence[ReadCell], head: Head) -> bool:
    """Whether the row holds nothing, a total with figures alone, or the headings again."""
    told = [cell for cell in cells if not is_nothing(cell)]
    if not told:
        return True
    totals = [cell for cell in told if isinstance(cell, str) and _TOTAL.fullmatch(key_of(cell))]
    if totals and all(cell in totals or _is_figure(cell) for cell in told):
        return True
    return [str(cell).strip() for cell in told] == [heading for heading in head.headings if heading]


def _is_figure(cell: ReadCell) -> bool:
    return isinstance(cell, str) and take_apart(cell) is not None


def label_of(cells: Sequence[ReadCell], importer: Importer, head: Head) -> str:
    """What the reader knows a refused row by: the texts of its key columns, else its first text."""
    names = [head.columns[name] for name in importer.key if name in head.columns]
    told = [str(cells[place]).strip() for place in names if place < len(cells) and not is_nothing(cells[place])]
    first = [str(cell).strip() for cell in cells if not is_nothing(cell)][:1]
    return " · ".join(told or first)[:LONGEST_LABEL]
