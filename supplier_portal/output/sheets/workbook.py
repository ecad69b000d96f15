"""Rows to an xlsx workbook that opens with the right types and runs nothing."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, cast

import xlsxwriter

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.output.read_cells import address
from supplier_portal.output.sheets.columns import Cell, Column, Sheet, clean, runs_as_formula

MOST_ROWS = 1_048_575
"""Under the head row."""
LONGEST_TEXT = 32_767
LONGEST_NAME = 31

Writer = Callable[[int, int, Any], object]
"""Takes row, column and the cell."""

_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_MEASURED_ROWS = 200
_WIDTHS = (9, 48)
_RICH = ("<r>", "</r>")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_workbook(sheets: Sequence[Sheet], *, at: datetime) -> bytes:
    """Return an xlsx file: head row frozen, filters on, numbers, dates and truth values typed, texts inert.

    Spreadsheets hold numbers as doubles: a decimal shows its column's places, but is exact to 15 digits only. What must
    stay exact to the last digit goes into a text column. at: the file's date; the same input gives the same bytes.
    Raises Invalid: sheet.too_many_rows, sheet.text_too_long.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties({"created": at.astimezone(UTC)})
        formats = _Formats(workbook)
        for sheet, name in zip(sheets, sheet_names([sheet.name for sheet in sheets]), strict=True):
            _write_sheet(workbook.add_worksheet(name), sheet, name, formats)
    return target.getvalue()


def sheet_names(wished: Sequence[str]) -> list[str]:
    r"""Return names that spreadsheets accept: no []:*?/\, at most 31 characters, none twice in any case."""
    names: list[str] = []
    taken = {"history"}
    for wish in wished:
        base = clean(wish.translate(_FORBIDDEN_IN_NAME)).strip(" '\t\r\n") or "Sheet"
        name = _cut(base, LONGEST_NAME)
        count = 1
        while name.casefold() in taken:
            count += 1
            suffix = f" ({count})"
            name = _cut(base, LONGEST_NAME - len(suffix)) + suffix
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(name: str, longest: int) -> str:
    """Cut at UTF-16 units, as spreadsheets count."""
    while len(name.encode("utf-16-le")) // 2 > longest:
        name = name[:-1]
    return name.rstrip(" '")


class _Formats:
    """The workbook's formats, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[str, Any] = {}
        self.head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = workbook.add_format({"num_format": "@"})
        self.quoted = workbook.add_format({"num_format": "@", "quote_prefix": True})

    def of(self, column: Column) -> Any:
        zeros = f".{'0' * column.places}" if column.places else ""
        pattern = {
            "integer": "#,##0",
            "decimal": f"#,##0{zeros}",
            "percent": f"0{zeros}%",
            "date": "yyyy-mm-dd",
            "moment": "yyyy-mm-dd hh:mm:ss",
        }.get(column.kind, "General")
        if pattern not in self._made:
            self._made[pattern] = self._workbook.add_format({"num_format": pattern})
        return self._made[pattern]


def _write_sheet(worksheet: Any, sheet: Sheet, name: str, formats: _Formats) -> None:
    for at, column in enumerate(sheet.columns):
        worksheet.write_string(0, at, inert(column.title), formats.head)
    last, measured = _write_rows(worksheet, sheet, name, formats)
    for at, column in enumerate(sheet.columns):
        shown = formats.text if column.kind == "text" else None  # a code typed below keeps its leading zeros
        worksheet.set_column(at, at, column.width or _width(column, [cells[at] for cells in measured]), shown)
    worksheet.freeze_panes(1, 0)
    if sheet.columns:
        worksheet.autofilter(0, 0, last, len(sheet.columns) - 1)


def _write_rows(worksheet: Any, sheet: Sheet, name: str, formats: _Formats) -> tuple[int, list[Sequence[Cell]]]:
    """Return the last row's number and the first rows, from which widths are taken."""
    writers = [_writer(worksheet, column, name, formats) for column in sheet.columns]
    measured: list[Sequence[Cell]] = []
    row = 0
    for row, cells in enumerate(sheet.rows, start=1):
        if row > MOST_ROWS:
            raise Invalid([Fault("sheet.too_many_rows", place=name, facts={"limit": MOST_ROWS})])
        for at, (write, cell) in enumerate(zip(writers, cells, strict=True)):
            if cell is not None:
                write(row, at, cell)
        if row <= _MEASURED_ROWS:
            measured.append(cells)
    return row, measured


def _writer(worksheet: Any, column: Column, name: str, formats: _Formats) -> Writer:
    if column.kind == "text":
        return _text_writer(worksheet, name, formats)
    shown = formats.of(column)
    if column.kind == "boolean":
        return cast("Writer", worksheet.write_boolean)
    if column.kind == "date":
        return lambda row, at, cell: worksheet.write_datetime(row, at, cell, shown)
    if column.kind == "moment":
        return lambda row, at, cell: worksheet.write_datetime(row, at, cell.replace(tzinfo=None), shown)
    return lambda row, at, cell: worksheet.write_number(row, at, cell, shown)


def _text_writer(worksheet: Any, name: str, formats: _Formats) -> Writer:
    def write(row: int, at: int, cell: Any) -> None:
        text = inert(str(cell))
        if len(text) > LONGEST_TEXT:
            facts = {"limit": LONGEST_TEXT}
            raise Invalid([Fault("sheet.text_too_long", place=f"{name}!{address(row, at)}", facts=facts)])
        worksheet.write_string(row, at, text, formats.quoted if runs_as_formula(text) else formats.text)

    return write


def inert(text: str) -> str:
    """Return the text without what XML forbids; XlsxWriter would write a text in <r>…</r> into the file as markup."""
    text = clean(text)
    return f"{text} " if text.startswith(_RICH[0]) and text.endswith(_RICH[1]) else text


def _width(column: Column, cells: Sequence[Cell]) -> int:
    shown = [column.title, *(_shown(column, cell) for cell in cells if cell is not None)]
    return min(max(_WIDTHS[0], *(_columns_taken(text) for text in shown)) + 2, _WIDTHS[1])


def _shown(column: Column, cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:,.{column.places}f}"
    if isinstance(cell, datetime):
        return "yyyy-mm-dd hh:mm:ss"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _columns_taken(text: str) -> int:
    """Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text[: _WIDTHS[1]])
