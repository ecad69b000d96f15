"""Canaries: every free text of a world, replaced by a mark that names its column and whose row it is.

A table added later is marked without a word here, as long as a foreign key leads from it to a supplier or a tender.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, String, Table, Text, select, update
from sqlalchemy.engine import Connection

from supplier_portal.db import guards
from supplier_portal.db.schema import metadata

LEADS = ("supplier_id", "tender_id", "audit_id", "finding_id", "site_id", "plan_id", "bidder_id")
"""Columns that lead to an owner, the surest first; any other key to another table comes after them."""
NO_OWNERS = frozenset({"account", "stored_file", "policy", "checklist_version", "job", "event", "sbti_snapshot"})
OWNERS = ("supplier", "tender")
SHORTEST = 80  # what is shorter holds codes, numbers and digests
NOT_TEXT = frozenset({"media_type", "email", "digest", "shown_digest", "sha256"})
PRICE = Decimal("7654321.09")
Row = Mapping[str, Any]


def mark(connection: Connection, names: Mapping[tuple[str, int], str]) -> set[str]:
    """Replace every free text of a row that leads to one of the owners in `names`. Gives the columns marked.

    names: (table, id) of an owner → what it is called in the mark: "finding.seen of rival".
    """
    guards.drop(connection)
    rows = {table.name: connection.execute(select(table)).mappings().all() for table in metadata().sorted_tables}
    marked = set()
    for table in metadata().sorted_tables:
        for row in rows[table.name]:
            owner = names.get(owner_of(table, row, rows) or ("", 0))
            for column in texts(table) if owner and table.name not in NO_OWNERS else ():
                if row[column.name] is not None:
                    _write(connection, table, row, {column.name: f"{table.name}.{column.name} of {owner}"})
                    marked.add(f"{table.name}.{column.name}")
    bid = metadata().tables["bid"]
    connection.execute(update(bid).values(price=PRICE))
    guards.install(connection)
    return marked


def texts(table: Table) -> Iterator[Column[str]]:
    for column in table.columns:
        kind = column.type
        free = type(kind) is Text or (type(kind) is String and (kind.length or 0) >= SHORTEST)
        if free and column.name not in NOT_TEXT and not column.primary_key and not column.foreign_keys:
            yield column


def owner_of(table: Table, row: Row, rows: Mapping[str, list[Row]]) -> tuple[str, int] | None:
    """The supplier or tender a row belongs to, by the shortest way over its keys."""
    if table.name in OWNERS:
        return table.name, row["id"]
    keys = [key for key in table.foreign_keys if key.column.table.name not in NO_OWNERS | {table.name}]
    for key in sorted(keys, key=_sureness):
        if row[key.parent.name] is not None:
            target = key.column.table
            found = next((one for one in rows[target.name] if one[key.column.name] == row[key.parent.name]), None)
            if found is not None and (owner := owner_of(target, found, rows)):
                return owner
    return None


def _sureness(key: Any) -> tuple[int, str]:
    name = key.parent.name
    return (LEADS.index(name) if name in LEADS else len(LEADS), name)


def _write(connection: Connection, table: Table, row: Row, values: dict[str, str]) -> None:
    matches = [column == row[column.name] for column in table.primary_key.columns]
    length = next(
        iter(table.columns[name].type.length for name in values if hasattr(table.columns[name].type, "length"))
    )
    kept = {name: text if length is None else text[:length] for name, text in values.items()}
    connection.execute(update(table).where(*matches).values(kept))
