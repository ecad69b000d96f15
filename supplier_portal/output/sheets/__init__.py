"""Sheets out (xlsx, CSV) and in (xlsx, CSV)."""

from supplier_portal.output.read_cells import LostNumber, NumberText, ReadCell, ReadForm, ReadSheet, address
from supplier_portal.output.sheets.columns import Cell, Column, Kind, Sheet
from supplier_portal.output.sheets.delimited import write_csv
from supplier_portal.output.sheets.form_parts import FormCell, FormSheet, HiddenSheet, Open
from supplier_portal.output.sheets.forms import write_form
from supplier_portal.output.sheets.parts import ReadLimits
from supplier_portal.output.sheets.reading import read_form, read_table
from supplier_portal.output.sheets.workbook import sheet_names, write_workbook

__all__ = [
    "Cell",
    "Column",
    "FormCell",
    "FormSheet",
    "HiddenSheet",
    "Kind",
    "LostNumber",
    "NumberText",
    "Open",
    "ReadCell",
    "ReadForm",
    "ReadLimits",
    "ReadSheet",
    "Sheet",
    "address",
    "read_form",
    "read_table",
    "sheet_names",
    "write_csv",
    "write_form",
    "write_workbook",
]
