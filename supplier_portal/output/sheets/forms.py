"""Forms to an xlsx workbook: locked but for the cells to fill in, with dropdowns, ready to be printed on A4."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from supplier_portal.output.read_cells import address
from supplier_portal.output.sheets.columns import runs_as_formula
from supplier_portal.output.sheets.form_parts import FormCell, FormSheet, HiddenSheet, Open
from supplier_portal.output.sheets.workbook import OPTIONS, inert

LISTS = "_lists"
A4 = 9
LONGEST_HINT = 255
_EDGE = {"border": 1, "border_color": "#8A958F"}
_LOOKS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "head": {"bold": True, "bg_color": "#0E5A41", "font_color": "#FFFFFF", "valign": "vcenter"},
    "label": {"bg_color": "#EEF1EE", "text_wrap": True, "valign": "top", **_EDGE},
    "fact": {"text_wrap": True, "valign": "top", **_EDGE},
    "hint": {"italic": True, "font_color": "#46524C", "text_wrap": True, "valign": "top"},
    "key": {"font_color": "#8A958F"},
}
_OPEN = {"locked": False, "bg_color": "#FFF8E1", "text_wrap": True, "valign": "top", **_EDGE}
_FILLED_IN = {"text": "@", "choice": "@", "date": "yyyy-mm-dd", "decimal": "General"}


def write_form(sheets: Sequence[FormSheet], hidden: HiddenSheet, *, at: datetime) -> bytes:
    """Return an xlsx file whose sheets are protected without a password; the same input gives the same bytes.

    at: the file's date. Texts are inert: none runs as a formula.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties({"created": at.astimezone(UTC)})
        writer = _Writer(workbook)
        made = [(workbook.add_worksheet(sheet.name), sheet) for sheet in sheets]
        writer.lists = workbook.add_worksheet(LISTS)
        for worksheet, sheet in made:
            writer.write(worksheet, sheet)
        _write_hidden(workbook.add_worksheet(hidden.name), hidden)
        writer.lists.very_hidden()
    return target.getvalue()


def _write_hidden(worksheet: Any, hidden: HiddenSheet) -> None:
    for row, texts in enumerate(hidden.rows):
        for column, text in enumerate(texts):
            worksheet.write_string(row, column, text)
    worksheet.protect()
    worksheet.very_hidden()


class _Writer:
    """Writes sheets of one workbook; formats and lists of choices are made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Any] = {}
        self._ranges: dict[tuple[str, ...], str] = {}
        self.lists: Any = None

    def write(self, worksheet: Any, sheet: FormSheet) -> None:
        for column, width in enumerate(sheet.widths):
            worksheet.set_column(column, column, width or None, None, {"hidden": not width})
        for row, height in sheet.heights.items():
            worksheet.set_row(row, height)
        for cell in sheet.cells:
            self._write_cell(worksheet, cell)
        worksheet.protect("", {"format_rows": True, "format_columns": True})
        _set_page(worksheet, sheet)

    def _write_cell(self, worksheet: Any, cell: FormCell) -> None:
        shown = self._format(cell)
        if cell.across > 1:
            worksheet.merge_range(cell.row, cell.column, cell.row, cell.column + cell.across - 1, "", shown)
        if cell.value is None or cell.value == "":
            worksheet.write_blank(cell.row, cell.column, None, shown)
        elif isinstance(cell.value, date):
            worksheet.write_datetime(cell.row, cell.column, cell.value, shown)
        elif isinstance(cell.value, Decimal):
            worksheet.write_number(cell.row, cell.column, cell.value, shown)
        else:
            worksheet.write_string(cell.row, cell.column, inert(cell.value), shown)
        if cell.open is not None and (rule := self._rule(cell.open)):
            worksheet.data_validation(cell.row, cell.column, cell.row, cell.column, rule)

    def _format(self, cell: FormCell) -> Any:
        key = (f"open {cell.open.asked}" if cell.open else cell.look, runs_as_formula(str(cell.value or "")))
        if key not in self._formats:
            own = {**_OPEN, "num_format": _FILLED_IN[cell.open.asked]} if cell.open else _LOOKS[cell.look]
            self._formats[key] = self._workbook.add_format({**own, "quote_prefix": key[1]})
        return self._formats[key]

    def _rule(self, asked: Open) -> dict[str, Any]:
        said = {"input_message": asked.hint[:LONGEST_HINT]} if asked.hint else {}
        if asked.asked == "choice":
            return {"validate": "list", "source": self._range(tuple(asked.choices)), **said}
        if asked.asked == "date":
            return {"validate": "date", "criteria": ">=", "value": asked.least or date(1900, 1, 1), **said}
        if asked.asked == "decimal":
            return {"validate": "decimal", "criteria": ">=", "value": 0, **said}
        return {"validate": "any", **said} if said else {}

    def _range(self, choices: tuple[str, ...]) -> str:
        """Where the choices stand: a list within the rule itself may hold 255 letters and no comma."""
        if choices not in self._ranges:
            column = len(self._ranges)
            for row, choice in enumerate(choices):
                self.lists.write_string(row, column, inert(choice))
            letters = address(0, column).rstrip("0123456789")
            self._ranges[choices] = f"={LISTS}!${letters}$1:${letters}${max(len(choices), 1)}"
        return self._ranges[choices]


def _set_page(worksheet: Any, sheet: FormSheet) -> None:
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.set_footer("&L&A&R&P / &N")
    worksheet.hide_gridlines(2)
    if sheet.top:
        worksheet.freeze_panes(sheet.top, 0)
