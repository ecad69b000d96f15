"""Words for what is wrong with a sheet that comes in or goes out."""

ERRORS: dict[str, str] = {
    "sheet.empty": "The file holds no table. Put the head row and at least one row into the first sheet.",
    "sheet.too_large": "The file is larger than {megabytes} MB. Split it.",
    "sheet.old_excel": "This is an old Excel file (.xls) or one protected by a password. Save it as .xlsx without one.",
    "sheet.no_workbook": "This is no Excel workbook (.xlsx).",
    "sheet.not_text": "This is neither an Excel workbook (.xlsx) nor a text file with a table (.csv).",
    "sheet.malformed_csv": "A quotation mark is missing or a cell is too long. Save the table as CSV again.",
    "sheet.damaged": "The workbook is damaged. Open it in a spreadsheet program and save it again as .xlsx.",
    "sheet.encrypted": "The workbook is protected by a password. Save it without one.",
    "sheet.bomb": "The file unpacks to far more than it may hold. It was not opened.",
    "sheet.too_many_cells": "The table reaches further than {limit} cells. Delete empty rows and columns, or split it.",
    "sheet.forbidden_markup": "The workbook holds markup that no spreadsheet program writes. It was not opened.",
    "sheet.too_many_digits": (
        "{place} holds a number of more than {limit} digits, whose end a spreadsheet does not keep. Make it text."
    ),
    "sheet.not_a_number": "{place} holds a number that is not finite.",
    "sheet.too_many_rows": "{place} would have more than {limit} rows. Narrow what is exported.",
    "sheet.text_too_long": "{place} holds a text of more than {limit} characters, more than a cell takes.",
}
