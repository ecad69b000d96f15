"""Canaries: every free text of a world, replaced by a mark that names its column and whose row it is.

A table added later is marked without a word here: a foreign key leads from it to a tender, a supplier or an account, or
its rows are the house's. So are texts inside documents. Figures cannot be marked, so they are gathered: those that one
owner has and the other has not.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Constraint, Index, String, Table, Text, UniqueConstraint, select, update
from sqlalchemy.engine import Connection

from supplier_portal.db import guards
from supplier_portal.db.schema import metadata
from supplier_portal.db.types import Document

LEADS = ("tender_id", "supplier_id", "audit_id", "finding_id", "site_id", "plan_id", "bidder_id")
"""Columns that lead to an owner, the surest first; any other key to another table comes after them."""
OWNERS = ("supplier", "tender")
PUBLIC = frozenset({
    "account", "policy", "clock_policy", "calendar", "calendar_year", "calendar_day", "checklist_version",
    "checklist_draft", "checklist_draft_checkpoint",
})  # fmt: skip
UNREAD = frozenset({"event", "job", "job_file", "mail", "stored_file", "sbti_snapshot", "alembic_version"})
"""Tables whose texts hold no secret, or tell only what is proven elsewhere; keys to them lead to no owner."""
NO_WAY = PUBLIC | UNREAD
PERSONAL = {"saved_view": "account_id", "notice": "account_id"}
"""Tables whose rows are their person's alone: column of the person."""
HOUSE = "house"
SHORTEST = 80  # what is shorter holds codes, numbers and digests
SHORT_TEXTS = frozenset({"saved_view.name", "supplier_contact.phone", "supplier_contact.email"})
NOT_TEXT = frozenset({"media_type", "email", "digest", "shown_digest", "sha256", "path", "address"})
PRICE = Decimal("7654321.09")
TELLING = re.compile(r"\d{2,}\.\d{2,}")
Row = Mapping[str, Any]


def mark(connection: Connection, names: Mapping[tuple[str, int], str]) -> set[str]:
    """Replace every free text of a row that one of `names` owns, or the house. Gives the columns marked.

    names: (table, id) of an owner → what it is called in the mark: "@finding.seen of rival@".
    """
    guards.drop(connection)
    rows = {table.name: connection.execute(select(table)).mappings().all() for table in metadata().sorted_tables}
    marked = set()
    for table in metadata().sorted_tables:
        for row in rows[table.name] if table.name not in NO_WAY else ():
            owner = called(table, row, rows, names)
            values = _marks(table, row, owner) if owner else {}
            if values:
                matches = [column == row[column.name] for column in table.primary_key.columns]
                connection.execute(update(table).where(*matches).values(values))
                marked |= {f"{table.name}.{name}" for name in values}
    bid = metadata().tables["bid"]
    connection.execute(update(bid).values(price=PRICE))
    guards.install(connection)
    return marked


def called(table: Table, row: Row, rows: Mapping[str, list[Row]], names: Mapping[tuple[str, int], str]) -> str | None:
    """What the owner of a row is called; None for an owner without a name."""
    if table.name in PERSONAL:
        return names.get(("account", row[PERSONAL[table.name]]))
    owner = owner_of(table, row, rows)
    return names.get(owner) if owner else HOUSE


def _marks(table: Table, row: Row, owner: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for column in texts(table):
        if row[column.name] is not None:
            length = getattr(column.type, "length", None)
            values[column.name] = f"@{table.name}.{column.name} of {owner}@"[:length]
    for column in table.columns:
        if isinstance(column.type, Document) and row[column.name]:
            said = _said(row[column.name], f"@{table.name}.{column.name} of {owner}@")
            if said != row[column.name]:
                values[column.name] = said
    return values


def _said(document: Any, text: str) -> Any:
    """The document with each free text in it replaced: what is a sentence, or stands under a name of one."""
    if isinstance(document, dict):
        return {key: text if key == "note" else _said(value, text) for key, value in document.items()}
    if isinstance(document, list):
        return [_said(value, text) for value in document]
    free = isinstance(document, str) and (" " in document or not document.isascii())
    return text if free else document


def texts(table: Table) -> Iterator[Column[str]]:
    """Columns of free text; what must differ from row to row is a key and says nothing."""
    keys = {column for one in (*table.constraints, *table.indexes) if _is_key(one) for column in one.columns}
    for column in table.columns:
        if column in keys:
            continue
        kind, named = column.type, f"{table.name}.{column.name}" in SHORT_TEXTS
        free = type(kind) is Text or (type(kind) is String and (kind.length or 0) >= SHORTEST)
        free = free and column.name not in NOT_TEXT and not column.primary_key and not column.foreign_keys
        if free or named:
            yield column


def _is_key(one: Constraint | Index) -> bool:
    return isinstance(one, UniqueConstraint) or (isinstance(one, Index) and bool(one.unique))


def owner_of(table: Table, row: Row, rows: Mapping[str, list[Row]]) -> tuple[str, int] | None:
    """The tender or supplier a row belongs to, by the shortest way over its keys."""
    if table.name in OWNERS:
        return table.name, row["id"]
    keys = [key for key in table.foreign_keys if key.column.table.name not in NO_WAY | {table.name}]
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


def figures(connection: Connection, owner: tuple[str, int], tables: tuple[str, ...]) -> set[str]:
    """The figures with decimals in an owner's rows of these tables, as they are written."""
    rows = {table.name: connection.execute(select(table)).mappings().all() for table in metadata().sorted_tables}
    found: set[str] = set()
    for name in tables:
        table = metadata().tables[name]
        for row in rows[name]:
            if owner_of(table, row, rows) == owner:
                held = [row[column.name] for column in table.columns]
                found |= set(TELLING.findall(json.dumps([str(one) for one in held])))
    return found
