"""Where the list's columns stand: found by the names of its layouts, whatever their order, case and spaces."""

import re
from collections.abc import Mapping, Sequence

from supplier_portal.domain.errors import Fault, Invalid

KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    "sbti_id": ("SBTi ID", "Company ID", "ID"),
    "company_name": ("Company Name", "Company", "Organization Name", "Organisation Name", "Name"),
    "location": ("Location", "Country", "Country/Region", "Headquarters Country"),
    "lei": ("LEI", "LEI Code"),
    "isin": ("ISIN", "ISIN Code"),
    "near_term_status": ("Near term - Target Status", "Near term Status", "Target Status", "Status", "Action"),
    "near_term_target_year": ("Near term - Target Year", "Near term Year", "Target Year"),
    "action": ("Action",),
    "status": ("Status",),
    "target": ("Target", "Target Type"),
    "commitment_type": ("Commitment Type",),
    "reason": ("Reason for extension or removal", "Reason for commitment extension or removal"),
}
"""Column → its names in older layouts, the one that is preferred first; its own name goes before all."""
OPTIONAL = frozenset({"sbti_id", "action", "status", "target", "commitment_type", "reason"})
"""`action` to `commitment_type` stand where the list has one row a target; the oldest lists know no ids."""
REQUIRED = tuple(name for name in KNOWN_AS if name not in OPTIONAL)
ROWS_LOOKED_AT = 30

_BETWEEN = re.compile(r"[\W_]+")


def head_of(rows: Sequence[Sequence[object]]) -> int | None:
    """Return the row that names the most columns, the first of several: titles may stand above. None: all is empty."""
    filled = [at for at, row in enumerate(rows[:ROWS_LOOKED_AT]) if any(str(cell).strip() for cell in row)]
    return max(filled, key=lambda at: (_named(rows[at]), -at), default=None)


def columns_in(head: Sequence[object], required: Sequence[str]) -> dict[str, int]:
    """Return the place in the row of each column that is read.

    Raises Invalid naming every column that is missing or stands twice: carbon.column_missing, carbon.column_twice.
    """
    headings = [_key(cell) for cell in head]
    columns: dict[str, int] = {}
    faults = []
    for name in KNOWN_AS:
        found = next((key for key in _keys(name) if key in headings), None)
        if found is not None and headings.count(found) > 1:
            faults.append(Fault("carbon.column_twice", place=name))
        elif found is not None:
            columns[name] = headings.index(found)
        elif name in required:
            facts = {"known": ", ".join(KNOWN_AS[name])}
            faults.append(Fault("carbon.column_missing", place=name, facts=facts))
    if faults:
        raise Invalid(faults)
    return columns


def _named(row: Sequence[object]) -> int:
    headings = {_key(cell) for cell in row}
    return sum(any(key in headings for key in _keys(name)) for name in KNOWN_AS)


def _keys(name: str) -> tuple[str, ...]:
    return name, *(_key(known) for known in KNOWN_AS[name])


def _key(heading: object) -> str:
    return _BETWEEN.sub("_", str(heading).casefold()).strip("_")
