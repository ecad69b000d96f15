"""The list from the bytes of a file. For the command line and jobs: web processes never read sheets."""

import hashlib

from supplier_portal.carbon.sbti_list.companies import SbtiList
from supplier_portal.carbon.sbti_list.rows import read_rows
from supplier_portal.domain.errors import Invalid
from supplier_portal.output.sheets import ReadLimits, ReadSheet, read_table
from supplier_portal.output.sheets.columns import address

LIMITS = ReadLimits()


def digest_of(data: bytes) -> str:
    """Return the SHA-256 by which a second import of the same file is known."""
    return hashlib.sha256(data).hexdigest()


def read_sbti_list(data: bytes) -> SbtiList:
    """Read the first sheet that has the list's columns. Raises Invalid; of several sheets, the nearest one's faults."""
    refusals = []
    for sheet in read_table(data, limits=LIMITS):
        try:
            return _read_sheet(sheet)
        except Invalid as error:
            refusals.append(error)
    raise min(refusals, key=lambda error: len(error.faults))


def _read_sheet(sheet: ReadSheet) -> SbtiList:
    before = f"{sheet.name}!" if sheet.name else ""
    return read_rows(sheet.rows, lambda row, column: f"{before}{address(row, column)}")
