"""Files on their way in, through a small importer of the tests' own: things, by code."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from sqlalchemy import Column, Date, Integer, MetaData, String, Table, Text, insert, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault
from supplier_portal.files.operations import Upload
from supplier_portal.files.store import FileStore
from supplier_portal.intake import registry
from supplier_portal.intake.importing import ImportColumn, Importer, PlannedRow, WrittenRow
from supplier_portal.intake.jobs import JOBS
from supplier_portal.intake.operations import (
    ConfirmBatch,
    TakeFile,
    ask_work,
    confirm_batch,
    take_file,
    undo_batch,
)
from supplier_portal.intake.queries import found
from supplier_portal.jobs.worker import Worker
from supplier_portal.trail.operations import record_event
from tests.cast import NOW, PAN

METADATA = MetaData()
THING = Table(
    "tests_thing",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code", String(20), unique=True, nullable=False),
    Column("name", String(80), nullable=False),
    Column("spend", Text),
    Column("since", Date),
    Column("in_use", Integer, default=0, nullable=False),
)
FIELDS = ("name", "spend", "since")
HEAD = "Code,Name,Annual spend (CNY),Since\n"


def plain(value):
    return None if value is None else str(value)


def plan(session: Session, actor, rows: Sequence, moment) -> list[PlannedRow]:
    codes = [row.values["code"] for row in rows]
    known = {}
    for start in range(0, len(codes), 500):
        part = select(THING).where(THING.c.code.in_(codes[start : start + 500]))
        known |= {thing.code: thing for thing in session.execute(part)}
    first: dict[object, object] = {}
    return [_planned(row, known.get(row.values["code"]), first.setdefault(row.values["code"], row)) for row in rows]


def _planned(row, thing, first) -> PlannedRow:
    code = str(row.values["code"])
    if first is not row:
        facts = {"row": first.number, "cell": first.places["code"]}
        return PlannedRow(row, "refused", (Fault("intake.same_key", row.places["code"], facts=facts),), label=code)
    if thing is None:
        return PlannedRow(row, "new", label=code)
    changes = {
        name: (str(getattr(thing, name)), str(row.values[name]))
        for name in FIELDS
        if name in row.values and plain(getattr(thing, name)) != plain(row.values[name])
    }
    return PlannedRow(row, "changed" if changes else "same", target=thing.id, label=code, changes=changes)


def write(session: Session, actor, rows: Sequence[PlannedRow], moment) -> list[WrittenRow]:
    written = []
    for planned in rows:
        values = {name: planned.row.values.get(name) for name in FIELDS}
        values["spend"] = plain(values["spend"])
        told = {**values, "since": plain(values["since"])}
        if planned.target is None:
            made = session.execute(insert(THING).values(code=planned.row.values["code"], **values))
            written.append(WrittenRow("tests_thing", made.inserted_primary_key[0], None, told))
        else:
            was = session.execute(select(THING).where(THING.c.id == planned.target)).one()
            before = {name: plain(getattr(was, name)) for name in FIELDS}
            session.execute(update(THING).where(THING.c.id == planned.target).values(**values))
            written.append(WrittenRow("tests_thing", planned.target, before, told))
    record_event(session, actor, moment, "things_written", things=[str(row.id) for row in written])
    return written


def undo(session: Session, actor, rows: Sequence[WrittenRow], moment) -> list[Fault]:
    faults = []
    for row in rows:
        thing = session.execute(select(THING).where(THING.c.id == row.id)).one()
        if row.after != {name: plain(getattr(thing, name)) for name in FIELDS}:
            faults.append(Fault("intake.changed_since", thing.code))
        elif thing.in_use:
            faults.append(Fault("intake.referred_to", thing.code))
        elif row.before is None:
            session.execute(THING.delete().where(THING.c.id == row.id))
        else:
            before = {name: row.before[name] for name in ("name", "spend")}
            session.execute(update(THING).where(THING.c.id == row.id).values(**before))
    return faults


THINGS = Importer(
    "tests.things",
    "Things",
    "物品",
    Permission.SUPPLIERS_SUPPLIER_WRITE,
    (
        ImportColumn("code", "code", ("Code", "Thing code", "编号"), required=True, most=20, example="0042"),
        ImportColumn("name", "text", ("Name", "名称"), required=True, most=80, example="Bolt"),
        ImportColumn(
            "spend", "money", ("Annual spend", "年采购额"), example="1250.50", note_en="Net.", note_zh="不含税。"
        ),
        ImportColumn("since", "date", ("Since", "起始日期")),
    ),
    ("code",),
    plan,
    write,
    undo,
    "What the tests take in.",
    "测试用。",
)
FOR_ALL = Importer(
    "tests.for_all",
    "Things of all",
    "共用物品",
    Permission.INTAKE_BATCH_WRITE,
    THINGS.columns,
    ("code",),
    plan,
    write,
    undo,
)
registry.declare(THINGS)
registry.declare(FOR_ALL)


def add_table(database) -> None:
    METADATA.create_all(database.engine)


def workbook(rows, name="Sheet1", **others) -> bytes:
    """An xlsx of these rows; `others` are more sheets by name, before the first."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        for title, cells in {**others, name: rows}.items():
            sheet = made.add_worksheet(title)
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def stored(config, data: bytes) -> Upload:
    return Upload(FileStore.of(config).keep(data), len(data), "text/csv")


def taken(database, config, data: bytes, person=PAN, importer="tests.things", name="things.csv") -> int:
    """A batch the worker has read."""
    upload = stored(config, data)
    with database.unit_of_work(person.actor) as session:
        batch = take_file(session, person.actor, TakeFile(importer, name, upload), NOW)
        ask_work(session, person.actor, batch, "en", NOW.at)
    work(database, config)
    return batch.id


def work(database, config) -> None:
    Worker(database, config, JOBS).run_due()


def confirmed(database, config, batch_id: int, person=PAN, *, worked=True):
    with database.unit_of_work(person.actor) as session:
        rows = found(session, person.actor, batch_id).to_write
        batch = confirm_batch(session, person.actor, ConfirmBatch(batch_id, rows), NOW)
        ask_work(session, person.actor, batch, "en", NOW.at)
    if worked:
        work(database, config)
    return batch_of(database, batch_id)


def undone(database, config, batch_id: int, person=PAN):
    with database.unit_of_work(person.actor) as session:
        batch = undo_batch(session, person.actor, batch_id, NOW)
        ask_work(session, person.actor, batch, "en", NOW.at)
    work(database, config)
    return batch_of(database, batch_id)


def batch_of(database, batch_id: int, person=PAN):
    with database.reading(person.actor) as session:
        return found(session, person.actor, batch_id)


def things(database) -> dict[str, tuple]:
    """Code → (name, spend, since)."""
    with database.reading(SYSTEM) as session:
        rows = session.execute(select(THING).order_by(THING.c.code)).all()
    return {row.code: (row.name, row.spend, row.since) for row in rows}


def change_thing(database, code: str, **values) -> None:
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(THING).where(THING.c.code == code).values(**values))
