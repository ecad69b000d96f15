"""The list from the bytes of a file. For the command line and jobs: web processes never read sheets."""

import hashlib
from collections.abc import Sequence

from supplier_portal.carbon.sbti_list.columns import REQUIRED
from supplier_portal.carbon.sbti_list.companies import SbtiList
from supplier_portal.carbon.sbti_list.rows import read_rows
from supplier_portal.domain.errors import Invalid
from supplier_portal.output.sheets import ReadLimits, ReadSheet, address, read_table

LIMITS = ReadLimits()


def digest_of(data: bytes) -> str:
    """Return the SHA-256 by which a second import of the same file is known."""
    return hashlib.sha256(data).hexdigest()


def read_sbti_list(data: bytes, required: Sequence[str] = REQUIRED) -> SbtiList:
    """Read the first sheet that has the columns required. Raises Invalid, of several sheets the nearest's."""
    refusals = []
    for sheet in read_table(data, limits=LIMITS):
        try:
            return _read_sheet(sheet, required)
        except Invalid as error:
            refusals.append(error)
    raise min(refusals, key=lambda error: len(error.faults))


def _read_sheet(sheet: ReadSheet, required: Sequence[str]) -> SbtiList:
    before = f"{sheet.name}!" if sheet.name else ""
    return read_rows(sheet.rows, lambda row, column: f"{before}{address(row, column)}", required)
