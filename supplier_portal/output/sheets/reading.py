"""Uploaded tables to rows: xlsx and CSV, whatever their bytes."""

import math
from datetime import date, time, timedelta
from decimal import Decimal

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.output.read_cells import LostNumber, NumberText, ReadCell, ReadForm, ReadSheet, address
from supplier_portal.output.sheets.columns import clean
from supplier_portal.output.sheets.delimited import read_csv
from supplier_portal.output.sheets.parts import CheckedCopy, ReadLimits, checked_copy

MOST_DIGITS = 15
MOST_FAULTS = 100

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_NO_TABLES = (b"%PDF", b"<", b"{\\rtf")
_MARKUP_AHEAD = b"\xef\xbb\xbf \t\r\n"
_Raw = list[tuple[str, list[list[object]]]]


def read_table(data: bytes, *, limits: ReadLimits, keep_lost: bool = False) -> list[ReadSheet]:
    """Return the visible sheets that hold anything. Formulas are their last values; links are never followed.

    keep_lost: numbers that are not held to the end become `LostNumber` cells instead of refusing the file.
    Raises Invalid, naming cells as "Sheet!B14": sheet.too_large, sheet.empty, sheet.old_excel, sheet.not_text,
    sheet.malformed_csv, sheet.damaged, sheet.encrypted, sheet.bomb, sheet.too_many_cells, sheet.forbidden_markup,
    sheet.too_many_digits, sheet.not_a_number.
    """
    _check_kind(data, limits)
    if data.startswith(_ZIP):
        sheets = _read_workbook(data, limits, keep_lost=keep_lost)
    else:
        sheets = [ReadSheet("", tuple(tuple(row) for row in read_csv(data, limits.cells)))]
    filled = [sheet for sheet in sheets if any(cell != "" for row in sheet.rows for cell in row)]
    if not filled:
        raise Invalid([Fault("sheet.empty")])
    return filled


def _check_kind(data: bytes, limits: ReadLimits) -> None:
    if len(data) > limits.file_bytes:
        raise Invalid([Fault("sheet.too_large", facts={"megabytes": limits.file_bytes // 1_000_000})])
    if not data:
        raise Invalid([Fault("sheet.empty")])
    if data.startswith(_OLD_EXCEL):
        raise Invalid([Fault("sheet.old_excel")])
    if data[:64].lstrip(_MARKUP_AHEAD).startswith(_NO_TABLES):
        raise Invalid([Fault("sheet.not_text")])


def read_form(data: bytes, *, limits: ReadLimits) -> ReadForm:
    """Return every sheet of a workbook that was made to be filled in, those that nobody sees among them.

    Raises Invalid as `read_table` does, and sheet.no_workbook for a text.
    """
    _check_kind(data, limits)
    if not data.startswith(_ZIP):
        raise Invalid([Fault("sheet.no_workbook")])
    copy = checked_copy(data, limits)
    raw, unseen = _raw_sheets(copy, hidden_too=True)
    cells = {f"{sheet}!{address(*cell)}" for sheet, found in copy.formulas.items() for cell in found}
    return ReadForm(_as_sheets(raw, []), frozenset(unseen), frozenset(cells))


def _read_workbook(data: bytes, limits: ReadLimits, *, keep_lost: bool) -> list[ReadSheet]:
    faults: list[Fault] = []
    sheets = _as_sheets(_raw_sheets(checked_copy(data, limits))[0], faults)
    if faults and not keep_lost:
        raise Invalid(faults[:MOST_FAULTS])
    return sheets


def _as_sheets(raw: _Raw, faults: list[Fault]) -> list[ReadSheet]:
    return [
        ReadSheet(
            name,
            tuple(
                tuple(_cell(cell, f"{name}!{address(row, at)}", faults) for at, cell in enumerate(cells))
                for row, cells in enumerate(rows)
            ),
        )
        for name, rows in raw
    ]


def _raw_sheets(copy: CheckedCopy, *, hidden_too: bool = False) -> tuple[_Raw, set[str]]:
    """The cells of each sheet; and, where they are asked for, the names of those that are hidden."""
    try:
        with CalamineWorkbook.from_filelike(copy.workbook) as workbook:
            names, unseen = _named(workbook, hidden_too=hidden_too)
            sheets: _Raw = [
                (name, [list(row) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)])
                for name in names
            ]
    except BaseException as error:
        # Calamine's own errors share no base with the panics of its Rust code, which are no Exception at all.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Invalid([Fault("sheet.damaged")]) from error
        raise
    for name, rows in sheets:
        for (row, at), words in copy.error_values.get(name, {}).items():
            if row < len(rows) and at < len(rows[row]):
                rows[row][at] = words
    return sheets, unseen


def _named(workbook: CalamineWorkbook, *, hidden_too: bool) -> tuple[list[str], set[str]]:
    found = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    unseen = {sheet.name for sheet in found if sheet.visible != SheetVisibleEnum.Visible}
    return [sheet.name for sheet in found if hidden_too or sheet.name not in unseen], unseen


def _cell(value: object, place: str, faults: list[Fault]) -> ReadCell:
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int | float):
        return _number(value, place, faults)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return value.isoformat() if isinstance(value, time) else clean(str(value))


def _number(value: float, place: str, faults: list[Fault]) -> NumberText:
    """Return the number as typed; a spreadsheet keeps 15 digits, so a longer code has already lost its end."""
    if not math.isfinite(value):
        faults.append(Fault("sheet.not_a_number", place=place))
    elif abs(value) >= 10**MOST_DIGITS:
        faults.append(Fault("sheet.too_many_digits", place=place, facts={"limit": MOST_DIGITS}))
    else:
        text = format(Decimal(f"{value:.{MOST_DIGITS}g}") + 0, "f")  # plus 0: no "-0"
        return NumberText(text.rstrip("0").rstrip(".") if "." in text else text)
    return LostNumber(value)
