"""Open cells as people fill them in, read to the texts a plan is made of, or refused by the cell."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.findings.causes import METHODS
from supplier_portal.domain.findings.texts import FIGURE_PLACES
from supplier_portal.findings.eight_d.cells import MARKED, figure, plain
from supplier_portal.findings.eight_d.sheet_read import SheetRead
from supplier_portal.intake.cells import CellColumn, Unreadable
from supplier_portal.intake.importing import ImportColumn
from supplier_portal.language.catalogue import LANGUAGES
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import LostNumber, ReadCell, ReadSheet

_SHOWN = 80


def read_slots(made: SheetRead, sheet: ReadSheet, formulas: Collection[str]) -> SheetRead:
    """Read the open cells. formulas: cells of the workbook that hold one, which are refused."""
    layout = made.layout
    raw = {key: cell_at(sheet, *layout.cell(key)) for key in layout.slots}
    columns = {kind: _column(kind, [raw[key] for key, slot in layout.slots.items() if slot.filled == kind])
               for kind in ("date", "number", "mark", "method")}  # fmt: skip
    cells, faults = {}, {}
    for key, slot in layout.slots.items():
        place = layout.name(sheet.name, key)
        if place in formulas:
            faults[key] = Fault("eight_d.formula", place)
            continue
        try:
            text = _text(raw[key], columns.get(slot.filled))
        except Unreadable as error:
            facts = {name: one[:_SHOWN] if isinstance(one, str) else one for name, one in error.facts.items()}
            faults[key] = Fault(error.code, place, facts=facts)
            continue
        if text:
            cells[key] = text
    return replace(made, cells=cells, faults=faults)


def cell_at(sheet: ReadSheet, row: int, column: int) -> ReadCell:
    """A cell, empty beyond what the file holds."""
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    return cells[column] if column < len(cells) else ""


def _column(filled: str, cells: Sequence[ReadCell]) -> CellColumn:
    """All cells of a kind, which prove together how days and figures are written."""
    kinds = {
        "date": ImportColumn("day", "date", ("day",)),
        "number": ImportColumn("figure", "decimal", ("figure",), places=FIGURE_PLACES),
        "mark": ImportColumn("mark", "boolean", ("mark",)),
        "method": ImportColumn("method", "choice", ("method",), choices=_methods()),
    }
    return CellColumn.of(kinds[filled], "", cells)


@cache
def _methods() -> dict[str, tuple[str, ...]]:
    spoken = [Speech(language, ZoneInfo("UTC")) for language in LANGUAGES]
    return {method: tuple(said.word(f"cause_method.{method}") for said in spoken) for method in METHODS}


def _text(cell: ReadCell, column: CellColumn | None) -> str:
    """Raises Unreadable."""
    if column is not None:
        return _as_text(column.read(cell))
    if isinstance(cell, LostNumber):
        raise Unreadable("intake.digits_lost", found=str(cell))
    return plain(cell.isoformat() if isinstance(cell, date) else str(cell))


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return MARKED if value else ""
    if isinstance(value, Decimal):
        return figure(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
