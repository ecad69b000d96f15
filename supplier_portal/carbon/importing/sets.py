"""Versions of reference data by file: a set that is loaded never changes, another content needs a new version."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.models import EmissionFactor, FactorSet, WarmingPotential
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import ImportRow, PlannedRow, WrittenRow
from supplier_portal.suppliers.figures.planning import told_as
from supplier_portal.suppliers.figures.table import as_plain
from supplier_portal.trail.operations import record_event

SetName = tuple[str, str]
"""Code and version."""
RowKey = tuple[object, ...]


@dataclass(frozen=True)
class ReadRow:
    """What a row says. name: its set; values: of all columns but the set's; faults: why it is refused."""

    name: SetName
    values: Mapping[str, object]
    faults: Sequence[Fault] = ()


@dataclass(frozen=True)
class _Standing:
    """The sets a file names, and their rows by set and key."""

    sets: Mapping[SetName, FactorSet]
    rows: Mapping[tuple[SetName, RowKey], Mapping[str, object]]


@dataclass(frozen=True)
class SetImport:
    """How one kind of set is taken in; `read` reads a row. All raise Missing for who may not.

    A row of a set that is there already is the same or refused. While a file is written, its own sets stay open to
    whoever loads it.
    """

    kind: str
    model: type[EmissionFactor] | type[WarmingPotential]
    key: tuple[str, ...]
    read: Callable[[ImportRow], ReadRow]
    permission: Permission = Permission.CARBON_SNAPSHOT_IMPORT

    @property
    def columns(self) -> Any:
        return self.model.__table__.c

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.name not in {"id", "set_id"})

    def plan(self, session: Session, actor: Actor, rows: Sequence[ImportRow], _: Moment) -> list[PlannedRow]:
        """Decide rows in two statements: new in a new set, the same in a loaded one, refused where anything differs."""
        return self._plan(session, actor, rows, writing=False)

    def plan_again(self, session: Session, actor: Actor, rows: Sequence[ImportRow], _: Moment) -> list[PlannedRow]:
        """Decide the rows of a chunk while the set they belong to is being written."""
        return self._plan(session, actor, rows, writing=True)

    def _plan(self, session: Session, actor: Actor, rows: Sequence[ImportRow], *, writing: bool) -> list[PlannedRow]:
        reach_of(actor, self.permission)
        read = [self.read(row) for row in rows]
        standing = self._standing(session, {one.name for one in read})
        first: dict[tuple[SetName, RowKey], str] = {}
        planned = []
        for row, one in zip(rows, read, strict=True):
            key = (one.name, self._key(one.values))
            faults = list(one.faults)
            place = row.places[self.key[0]]
            if key in first:
                faults.append(Fault("carbon.factor_twice", place, facts={"first": first[key]}))
            elif not faults:
                first[key] = place
            known, loaded = standing.rows.get(key), standing.sets.get(one.name)
            if not faults and known is None and loaded and not (writing and loaded.loaded_by == actor.account_id):
                faults.append(Fault("carbon.set_is_loaded", place, facts=_named(one.name)))
            if not faults and known is not None:
                faults += [
                    Fault(
                        "carbon.factor_differs",
                        row.places.get(name, place),
                        facts={"kept": told_as(known[name]), **_named(one.name)},
                    )
                    for name in self.names
                    if known[name] != one.values[name]
                ]
            planned.append(self._planned(row, one, faults, known is not None))
        return planned

    def _key(self, values: Mapping[str, object]) -> RowKey:
        return tuple(values[name] for name in self.key)

    def _planned(self, row: ImportRow, one: ReadRow, faults: Sequence[Fault], known: bool) -> PlannedRow:  # noqa: FBT001 a private step
        label = " · ".join([*one.name, *(str(value) for value in self._key(one.values) if value != "")])
        if faults:
            return PlannedRow(row, "refused", tuple(faults), label=label)
        if known:
            return PlannedRow(row, "same", label=label)
        changes = {name: ("", told_as(value)) for name, value in one.values.items() if value not in {"", None}}
        return PlannedRow(row, "new", label=label, changes=changes)

    def _standing(self, session: Session, names: set[SetName]) -> _Standing:
        codes = {code for code, _ in names}
        asked = select(FactorSet).where(FactorSet.kind == self.kind, FactorSet.code.in_(codes))
        sets = {(one.code, one.version): one for one in session.scalars(asked)}
        by_id = {one.id: name for name, one in sets.items() if name in names}
        told = select(self.columns.set_id, *(self.columns[name] for name in self.names))
        rows = {}
        for set_id, *values in session.execute(told.where(self.columns.set_id.in_(by_id))):
            row = dict(zip(self.names, values, strict=True))
            rows[by_id[set_id], self._key(row)] = row
        return _Standing(sets, rows)

    def write(self, session: Session, actor: Actor, rows: Sequence[PlannedRow], moment: Moment) -> list[WrittenRow]:
        """Create the sets that are not there yet, and the rows, with one event that names the sets."""
        reach_of(actor, self.permission)
        read = [self.read(planned.row) for planned in rows]
        sets = dict(self._standing(session, {one.name for one in read}).sets)
        for name in dict.fromkeys(one.name for one in read):
            if name not in sets:
                code, version = name
                sets[name] = FactorSet(
                    kind=self.kind, code=code, version=version, loaded_at=moment.at, loaded_by=actor.account_id
                )
        session.add_all(sets.values())
        session.flush()
        told = [{"set_id": sets[one.name].id, **one.values} for one in read]
        session.execute(insert(self.model), told)
        _tell(session, actor, moment, "factors_loaded", sets.keys() & {one.name for one in read})
        return self._written(session, [(row["set_id"], *self._key(row)) for row in told])

    def _written(self, session: Session, keys: Sequence[RowKey]) -> list[WrittenRow]:
        columns = [self.columns.id, self.columns.set_id, *(self.columns[name] for name in self.names)]
        asked = select(*columns).where(self.columns.set_id.in_({key[0] for key in keys}))
        found = {}
        for number, set_id, *values in session.execute(asked):
            row = dict(zip(self.names, values, strict=True))
            plain = {"set_id": set_id, **{name: as_plain(value) for name, value in row.items()}}
            found[(set_id, *self._key(row))] = WrittenRow(self.model.__tablename__, number, None, plain)
        return [found[key] for key in keys]

    def undo(self, session: Session, actor: Actor, rows: Sequence[WrittenRow], moment: Moment) -> list[Fault]:
        """Remove the rows, and a set with its last one; rows never change, so none stays but those gone already."""
        reach_of(actor, self.permission)
        there = set(session.scalars(select(self.columns.id).where(self.columns.id.in_([row.id for row in rows]))))
        faults = [
            Fault("suppliers.undo_gone", " · ".join(str(row.after[name]) for name in self.key))
            for row in rows
            if row.id not in there
        ]
        session.execute(delete(self.model).where(self.columns.id.in_(there)))
        named = {row.after["set_id"] for row in rows}
        left = select(self.columns.set_id).where(self.columns.set_id == FactorSet.id).exists()
        empty = session.scalars(select(FactorSet).where(FactorSet.id.in_(named), ~left)).all()
        sets = session.scalars(select(FactorSet).where(FactorSet.id.in_(named))).all()
        _tell(session, actor, moment, "factors_taken_back", [(one.code, one.version) for one in sets])
        for one in empty:
            session.delete(one)
        session.flush()
        return faults


def _named(name: SetName) -> dict[str, object]:
    return {"set": name[0], "version": name[1]}


def _tell(session: Session, actor: Actor, moment: Moment, act: str, names: Iterable[SetName]) -> None:
    told = sorted(f"{code} {version}" for code, version in names)
    record_event(session, actor, moment, act, sets=told)
