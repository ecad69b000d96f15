"""Where the list's columns stand: found by name, whatever their order, case and spaces."""

import re
from collections.abc import Sequence

from supplier_portal.domain.errors import Fault, Invalid

COLUMNS = ("sbti_id", "company_name", "location", "lei", "isin", "near_term_status", "near_term_target_year")

_BETWEEN = re.compile(r"[\W_]+")


def columns_in(head: Sequence[object]) -> dict[str, int]:
    """Return the place in the row of each column that is read.

    Raises Invalid naming every column that is missing or stands twice: carbon.column_missing, carbon.column_twice.
    """
    names = [_name(cell) for cell in head]
    faults = [
        Fault("carbon.column_twice" if name in names else "carbon.column_missing", place=name)
        for name in COLUMNS
        if names.count(name) != 1
    ]
    if faults:
        raise Invalid(faults)
    return {name: names.index(name) for name in COLUMNS}


def _name(cell: object) -> str:
    return _BETWEEN.sub("_", str(cell).casefold()).strip("_")
