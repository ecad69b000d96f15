"""What writing rows of figures would do: whose they are, what stands there, and what is said twice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import ImportRow, PlannedRow, Verdict, WrittenRow
from supplier_portal.suppliers.figures.directory import Directory, Listed, first_place
from supplier_portal.suppliers.figures.table import (
    FigureTable,
    Key,
    Stored,
    stored_figures,
    take_back_figures,
    write_figures,
)


@dataclass(frozen=True)
class Figure:
    """One figure of a row. key: values of the table's key; values: by field, what the file does not say left out.

    otherwise: the values of fields left out, where the figure is not there yet. column: where its value stands, for
    a row of several figures.
    """

    key: tuple[object, ...]
    values: Mapping[str, object]
    otherwise: Mapping[str, object] = field(default_factory=dict)
    column: str = "value"


@dataclass(frozen=True)
class NoFigure:
    """The row says that there is no figure of this key. said: what the reader is told; against: where there is one."""

    key: tuple[object, ...]
    said: Fault
    against: Fault


@dataclass(frozen=True)
class Reading:
    """What a row says besides its supplier: figures, that there is none, or why it is refused."""

    figures: Sequence[Figure] = ()
    no_figure: NoFigure | None = None
    faults: Sequence[Fault] = ()


@dataclass(frozen=True)
class PlannedFigures(PlannedRow):
    """A planned row with what to keep."""

    wanted: Mapping[Key, Mapping[str, object]] = field(default_factory=dict)


@dataclass
class _Row:
    row: ImportRow
    listed: Listed | None
    reading: Reading
    faults: list[Fault]

    @property
    def keys(self) -> list[Key]:
        if self.listed is None:
            return []
        said = [figure.key for figure in self.reading.figures]
        if self.reading.no_figure:
            said.append(self.reading.no_figure.key)
        return [(self.listed.id, *key) for key in said]


@dataclass(frozen=True)
class FigureImport:
    """How a table of figures is taken in by file; `read` reads one row. All three raise Missing for who may not.

    A figure that stands otherwise is corrected in place: ratings published by then keep the inputs they were worked
    out from in their receipts, the batch keeps the former values, and taking it back restores them.
    """

    table: FigureTable
    permission: Permission
    read: Callable[[ImportRow], Reading]

    def plan(self, session: Session, actor: Actor, rows: Sequence[ImportRow], _: Moment) -> list[PlannedRow]:
        """Decide the rows in three statements whatever their number."""
        return list(self._planned(session, actor, rows))

    def _planned(self, session: Session, actor: Actor, rows: Sequence[ImportRow]) -> list[PlannedFigures]:
        reach_of(actor, self.permission)
        directory = Directory(session, actor, rows)
        found = [_found(directory, row, self.read(row)) for row in rows]
        _refuse_twice(found)
        stored = stored_figures(session, self.table, [key for one in found if not one.faults for key in one.keys])
        return [_decided(one, stored) for one in found]

    def write(self, session: Session, actor: Actor, rows: Sequence[PlannedRow], moment: Moment) -> list[WrittenRow]:
        """Write the rows, with one event that names their suppliers; rows planned elsewhere are decided anew."""
        reach_of(actor, self.permission)
        decided = [row for row in rows if isinstance(row, PlannedFigures)]
        if len(decided) < len(rows):
            decided = self._planned(session, actor, [row.row for row in rows])
        wanted: dict[Key, Mapping[str, object]] = {}
        for row in decided:
            wanted |= row.wanted
        return write_figures(session, actor, self.table, wanted, moment)

    def undo(self, session: Session, actor: Actor, rows: Sequence[WrittenRow], moment: Moment) -> list[Fault]:
        """Take rows back, with one event that names their suppliers."""
        reach_of(actor, self.permission)
        return take_back_figures(session, actor, self.table, rows, moment)


def _found(directory: Directory, row: ImportRow, reading: Reading) -> _Row:
    listed = directory.find(row)
    if isinstance(listed, Fault):
        return _Row(row, None, reading, [listed, *reading.faults])
    return _Row(row, listed, reading, [*reading.faults])


def _refuse_twice(found: Iterable[_Row]) -> None:
    first: dict[Key, str] = {}
    for one in found:
        place = first_place(one.row.places)
        twice = [first[key] for key in one.keys if key in first]
        if twice:
            one.faults.append(Fault("suppliers.figure_twice", place, facts={"first": twice[0]}))
        elif not one.faults:
            first |= dict.fromkeys(one.keys, place)


def _decided(one: _Row, stored: Mapping[Key, Stored]) -> PlannedFigures:
    listed, nothing = one.listed, one.reading.no_figure
    if listed is None or one.faults:
        told = [str(value) for value in one.row.values.values() if value is not None][:2]
        label = listed.label if listed else " · ".join(told)
        return PlannedFigures(one.row, "refused", tuple(one.faults), label=label)
    if nothing is not None:
        known = stored.get((listed.id, *nothing.key))
        verdict: Verdict = "refused" if known else "same"
        return PlannedFigures(one.row, verdict, (nothing.against if known else nothing.said,), label=listed.label)
    return _compared(one, listed, stored)


def _compared(one: _Row, listed: Listed, stored: Mapping[Key, Stored]) -> PlannedFigures:
    wanted: dict[Key, Mapping[str, object]] = {}
    changes: dict[str, tuple[str, str]] = {}
    standing = []
    for figure in one.reading.figures:
        key = (listed.id, *figure.key)
        known = stored.get(key)
        if known:
            standing.append(known.id)
        values = dict(figure.values) if known else {**figure.otherwise, **figure.values}
        former = {name: known.values[name] for name in values} if known else {}
        if values != former:
            wanted[key] = {**known.values, **values} if known else values
            changes |= _changes(figure, former, values)
    verdict: Verdict = "same" if not wanted else "changed" if standing else "new"
    target = standing[0] if standing else None
    return PlannedFigures(one.row, verdict, target=target, label=listed.label, changes=changes, wanted=wanted)


def _changes(figure: Figure, former: Mapping[str, object], values: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Column → (old, new); a value goes by the column it stands in."""
    told = {
        figure.column if name == "value" else name: (told_as(former.get(name)), told_as(value))
        for name, value in values.items()
    }
    return {name: (old, new) for name, (old, new) in told.items() if old != new}


def told_as(value: object) -> str:
    """A value as the preview shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
