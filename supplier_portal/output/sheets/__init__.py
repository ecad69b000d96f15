"""Sheets out (xlsx, CSV) and in (xlsx, CSV)."""

from supplier_portal.output.read_cells import LostNumber, NumberText, ReadCell, ReadSheet, address
from supplier_portal.output.sheets.columns import Cell, Column, Kind, Sheet
from supplier_portal.output.sheets.delimited import write_csv
from supplier_portal.output.sheets.parts import ReadLimits
from supplier_portal.output.sheets.reading import read_table
from supplier_portal.output.sheets.workbook import write_workbook

__all__ = [
    "Cell",
    "Column",
    "Kind",
    "LostNumber",
    "NumberText",
    "ReadCell",
    "ReadLimits",
    "ReadSheet",
    "Sheet",
    "address",
    "read_table",
    "write_csv",
    "write_workbook",
]
