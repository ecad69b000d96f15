"""A table of figures about suppliers, one row a supplier and key: read, written and taken back in few statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.db.base import Base
from supplier_portal.db.types import Exact
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import WrittenRow
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

NAMED_AT_ONCE = 1_000
"""More suppliers than this are asked for by the span of their ids."""
Key = tuple[Any, ...]
"""supplier_id and the values of the key's columns."""


@dataclass(frozen=True)
class FigureTable:
    """key: the columns that, after supplier_id, name a row; fields: all others; taken, taken_back: acts of the trail.

    The acts name the suppliers under `suppliers`, so that whoever follows them finds all of a chunk in one event.
    """

    model: type[Base]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    taken: str
    taken_back: str

    @property
    def columns(self) -> Any:
        return self.model.__table__.c

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)

    @property
    def names(self) -> tuple[str, ...]:
        return ("supplier_id", *self.key, *self.fields)

    def typed(self, name: str, plain: Any) -> object:
        """A value of the column as it was told in plain JSON."""
        kind = self.columns[name].type
        if plain is None:
            return None
        if isinstance(kind, Exact):
            return Decimal(plain)
        return date.fromisoformat(plain) if isinstance(kind, Date) else plain


@dataclass(frozen=True)
class Stored:
    """A row as it stands: values by column name, but for the id."""

    id: int
    values: Mapping[str, object]

    def plain(self) -> dict[str, object]:
        return {name: as_plain(value) for name, value in self.values.items()}


def as_plain(value: object) -> object:
    """A value as JSON holds it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def stored_figures(session: Session, table: FigureTable, keys: Collection[Key]) -> dict[Key, Stored]:
    """The rows of these keys, and some more of their suppliers, in one statement."""
    if not keys:
        return {}
    columns, asked = table.columns, {key[0] for key in keys}
    among = columns.supplier_id.in_(asked)
    if len(asked) > NAMED_AT_ONCE:
        among = columns.supplier_id.between(min(asked), max(asked))
    spans = [columns[name].between(min(at), max(at)) for name, at in zip(table.key, _by_column(keys), strict=True)]
    return {key_of(table, row.values): row for row in _rows(session, table, among, *spans)}


def _by_column(keys: Collection[Key]) -> Iterable[set[Any]]:
    return [set(values) for values in list(zip(*keys, strict=True))[1:]]


def _rows(session: Session, table: FigureTable, *among: Any) -> list[Stored]:
    columns = [table.columns[name] for name in table.names]
    found = session.execute(select(table.columns.id, *columns).where(*among))
    return [Stored(number, dict(zip(table.names, values, strict=True))) for number, *values in found]


def key_of(table: FigureTable, values: Mapping[str, object]) -> Key:
    return (values["supplier_id"], *(values[name] for name in table.key))


def write_figures(
    session: Session, actor: Actor, table: FigureTable, wanted: Mapping[Key, Mapping[str, object]], moment: Moment
) -> list[WrittenRow]:
    """Create or change the row of each key; what stands there already is left alone. Values: of all the fields."""
    before = stored_figures(session, table, wanted)
    rows = {key: {**dict(zip(table.names, key, strict=False)), **values} for key, values in wanted.items()}
    new = [row for key, row in rows.items() if key not in before]
    changed = [
        {"id": before[key].id, **row} for key, row in rows.items() if key in before and before[key].values != row
    ]
    _store(session, table, new, changed)
    touched = [key for key, row in rows.items() if key not in before or before[key].values != row]
    if not touched:
        return []
    after = stored_figures(session, table, touched)
    _tell(session, actor, moment, table.taken, {key[0] for key in touched})
    return [
        WrittenRow(table.name, after[key].id, before[key].plain() if key in before else None, after[key].plain())
        for key in touched
    ]


def _store(
    session: Session, table: FigureTable, new: Sequence[Mapping[str, object]], changed: Sequence[Mapping[str, object]]
) -> None:
    """By the table, not its class: rows that the session holds are read anew."""
    session.flush()
    if new:
        session.execute(insert(table.model.__table__), new)  # type: ignore[arg-type]  # a mapped class has a Table
    if changed:
        told = [{"row_id" if name == "id" else name: value for name, value in row.items()} for row in changed]
        values: dict[str, Any] = {name: bindparam(name) for name in table.names}
        by_id = table.columns.id == bindparam("row_id")
        session.execute(update(table.model.__table__).where(by_id).values(**values), told)  # type: ignore[arg-type]  # as above
    for row in [row for row in session.identity_map.values() if isinstance(row, table.model)]:
        session.expire(row)


def take_back_figures(
    session: Session, actor: Actor, table: FigureTable, written: Sequence[WrittenRow], moment: Moment
) -> list[Fault]:
    """Remove what was created and restore what was changed; what was changed since stays, a fault for each."""
    ids = [row.id for row in written]
    standing = {row.id: row for row in _rows(session, table, table.columns.id.in_(ids))}
    faults, gone, restored, suppliers = [], [], [], set()
    labels = _labels(session, table, written)
    for row in written:
        known = standing.get(row.id)
        if known is None or known.plain() != row.after:
            code = "suppliers.undo_gone" if known is None else "suppliers.undo_changed"
            faults.append(Fault(code, labels[row.id]))
            continue
        suppliers.add(row.after["supplier_id"])
        if row.before is None:
            gone.append(row.id)
        else:
            values = {name: table.typed(name, row.before[name]) for name in table.names}
            restored.append({"id": row.id, **values})
    if gone:
        session.execute(delete(table.model.__table__).where(table.columns.id.in_(gone)))  # type: ignore[arg-type]  # as above
    _store(session, table, [], restored)
    if suppliers:
        _tell(session, actor, moment, table.taken_back, suppliers)
    return faults


def _labels(session: Session, table: FigureTable, written: Sequence[WrittenRow]) -> dict[int, str]:
    """What a reader knows a row by: the supplier's number, then the key."""
    asked = {row.after["supplier_id"] for row in written}
    told = session.execute(select(Supplier.id, Supplier.number).where(Supplier.id.in_(asked)))
    numbers: dict[object, str] = dict(told.all())
    return {
        row.id: " · ".join(
            [str(numbers.get(row.after["supplier_id"], "")), *(str(row.after[name]) for name in table.key)]
        )
        for row in written
    }


def _tell(session: Session, actor: Actor, moment: Moment, act: str, suppliers: Iterable[Any]) -> None:
    record_event(session, actor, moment, act, suppliers=[str(number) for number in sorted(suppliers)])
