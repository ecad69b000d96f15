"""The steps of a batch in the worker: read and plan, write in chunks, undo in chunks.

A chunk is one unit of work that also moves the batch's position on: a worker that is killed goes on where it stood.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.files.store import FileStore
from supplier_portal.intake.heads import Choice
from supplier_portal.intake.importing import Importer, ImportRow, PlannedRow, WrittenRow
from supplier_portal.intake.models import (
    DONE,
    MAPPED,
    PREVIEWED,
    REFUSED,
    UNDOING,
    UNDONE,
    UPLOADED,
    WRITING,
    Batch,
    BatchKept,
    BatchRow,
    BatchWritten,
)
from supplier_portal.intake.planned import REFUSED_ROW, as_values, count_verdicts, rows_as_values, told
from supplier_portal.intake.queries import found, known_layouts
from supplier_portal.intake.reading import FileRead, plan_rows, read_file, whole_or_none
from supplier_portal.intake.registry import importer_of
from supplier_portal.intake.rows import RefusedRow
from supplier_portal.trail.operations import record_event

CHUNK = 500
Told = Callable[[Session, int, int], None]
"""Is told, within a chunk's unit of work, how many rows of how many are done."""


@dataclass(frozen=True)
class Step:
    """One batch, for whom, with what, and when."""

    database: Database
    store: FileStore
    actor: Actor
    batch_id: int
    moment: Moment


def read_batch(step: Step) -> Callable[[Session], None]:
    """Read and plan the file, outside any unit of work; what is returned writes the outcome in the caller's."""
    with step.database.reading(step.actor) as session:
        batch = found(session, step.actor, step.batch_id)
        importer, choice = importer_of(batch.importer), choice_of(batch)
        known = known_layouts(session, batch.importer)
        try:
            read = read_file(step.store.read(batch.digest), importer, choice, known)
        except Invalid as error:
            problems: list[object] = [told(fault) for fault in error.faults]
            return lambda unit: _settle(unit, step, choice, {"state": REFUSED, "problems": problems})
        values: dict[str, object] = {
            "layout": read.layout(),
            "problems": [told(fault) for fault in read.faults.values()],
        }
        if not read.complete:
            return lambda unit: _settle(unit, step, choice, values | {"state": MAPPED})
        rows = read.rows(importer)
        planned = plan_rows(session, step.actor, importer, rows, step.moment)
    values |= {"state": PREVIEWED, "left_out": rows.left_out}
    return lambda unit: _settle(unit, step, choice, values, planned)


def choice_of(batch: Batch) -> Choice:
    sheet, row, columns = (batch.choice.get(name) for name in ("sheet", "row", "columns"))
    return Choice(
        sheet if isinstance(sheet, str) else None,
        row if isinstance(row, int) else None,
        {name: int(place) for name, place in columns.items()} if isinstance(columns, dict) else None,
    )


def _settle(
    session: Session,
    step: Step,
    choice: Choice,
    values: dict[str, object],
    planned: list[PlannedRow | RefusedRow] | None = None,
) -> None:
    """Write what was found, unless the person has chosen otherwise meanwhile: then another reading is on its way."""
    batch = found(session, step.actor, step.batch_id, lock=True)
    if batch.state != UPLOADED or choice_of(batch) != choice:
        return
    for name, value in values.items():
        setattr(batch, name, value)
    batch.new = batch.changed = batch.same = batch.refused = 0
    session.execute(delete(BatchRow).where(BatchRow.batch_id == batch.id))
    if planned:
        rows = rows_as_values(batch.id, planned)
        session.execute(insert(BatchRow), rows)
        count_verdicts(batch, (), (str(row["verdict"]) for row in rows))
    session.flush()


def write_batch(step: Step, told_progress: Told) -> None:
    """Write the confirmed rows, a chunk after the other. Each chunk is planned anew, against what is there by then."""
    with step.database.reading(step.actor) as session:
        batch = found(session, step.actor, step.batch_id)
        importer = importer_of(batch.importer)
        read = read_as_previewed(session, step, batch, importer)
    rows = {row.number: row for row in read.rows(importer).rows}
    while _write_chunk(step, importer, rows, told_progress):
        pass


def read_as_previewed(session: Session, step: Step, batch: Batch, importer: Importer) -> FileRead:
    """The file as it was previewed: the columns of its layout hold, whatever was learnt since."""
    sheets = batch.layout["sheets"]
    used = next(sheet for sheet in sheets if sheet["name"] == batch.layout["sheet"])  # type: ignore[attr-defined]  # JSON
    choice = Choice(used["name"], used["row"], used["columns"])
    return read_file(step.store.read(batch.digest), importer, choice, known_layouts(session, batch.importer))


def _write_chunk(step: Step, importer: Importer, rows: dict[int, ImportRow], told_progress: Told) -> bool:
    """Write one chunk; False when nothing is left."""
    with step.database.unit_of_work(step.actor) as session:
        batch = found(session, step.actor, step.batch_id, lock=True)
        if batch.state != WRITING:
            return False
        part = list(
            session.scalars(
                select(BatchRow)
                .where(BatchRow.batch_id == batch.id, BatchRow.ordinal >= batch.position)
                .order_by(BatchRow.ordinal)
                .limit(None if importer.whole else CHUNK)
            )
        )
        if not part:
            _end(session, step, batch, DONE)
            return False
        _write_part(session, step, importer, batch, [(row, rows.get(row.number)) for row in part])
        batch.position += len(part)
        told_progress(session, batch.position, batch.rows)
        session.flush()
    return True


def _write_part(
    session: Session, step: Step, importer: Importer, batch: Batch, part: list[tuple[BatchRow, ImportRow | None]]
) -> None:
    """Write what is new or changed by now, and say what came of each row."""
    kept = [(known, row) for known, row in part if row is not None and known.verdict != REFUSED_ROW]
    decide = importer.plan_again or importer.plan
    planned = decide(session, step.actor, [row for _, row in kept], step.moment) if kept else []
    if importer.whole:
        planned = whole_or_none(planned, any_lost=len(kept) < len(part))
    writes = [plan for plan in planned if plan.verdict in {"new", "changed"}]
    written = importer.write(session, step.actor, writes, step.moment) if writes else []
    if written:
        session.execute(
            insert(BatchWritten),
            [
                {
                    "batch_id": batch.id,
                    "ordinal": batch.written + place,
                    "kind": row.kind,
                    "row_id": row.id,
                    "before": row.before,
                    "after": row.after,
                }
                for place, row in enumerate(written)
            ],
        )
    batch.written += len(written)
    lost = [(known, _reads_otherwise(known)) for known, row in part if row is None and known.verdict != REFUSED_ROW]
    now: list[tuple[BatchRow, PlannedRow | RefusedRow]] = [
        *zip((known for known, _ in kept), planned, strict=True),
        *lost,
    ]
    for known, plan in now:
        values = as_values(plan)
        if known.verdict != values["verdict"]:
            count_verdicts(batch, [known.verdict], [str(values["verdict"])])
            for name, value in values.items():
                setattr(known, name, value)


def _reads_otherwise(row: BatchRow) -> RefusedRow:
    """A row that could be read for the preview and cannot be now: the portal was brought up to date in between."""
    return RefusedRow(row.sheet, row.number, row.label, (Fault("intake.reads_otherwise", str(row.number)),))


def undo_batch_rows(step: Step, told_progress: Told) -> None:
    """Take back what was written, newest first; what was changed since, or is referred to, stays and is named."""
    while _undo_chunk(step, told_progress):
        pass


def _undo_chunk(step: Step, told_progress: Told) -> bool:
    with step.database.unit_of_work(step.actor) as session:
        batch = found(session, step.actor, step.batch_id, lock=True)
        if batch.state != UNDOING:
            return False
        part = list(
            session.scalars(
                select(BatchWritten)
                .where(BatchWritten.batch_id == batch.id, BatchWritten.ordinal < batch.written - batch.position)
                .order_by(BatchWritten.ordinal.desc())
                .limit(CHUNK)
            )
        )
        if not part:
            _end(session, step, batch, UNDONE)
            return False
        importer = importer_of(batch.importer)
        rows = [WrittenRow(row.kind, row.row_id, row.before, row.after) for row in part]
        faults = importer.undo(session, step.actor, rows, step.moment)
        session.add_all(
            BatchKept(batch_id=batch.id, ordinal=batch.kept + place, fault=told(fault))
            for place, fault in enumerate(faults)
        )
        batch.kept += len(faults)
        batch.position += len(part)
        told_progress(session, batch.position, batch.written)
        session.flush()
    return True


def _end(session: Session, step: Step, batch: Batch, state: str) -> None:
    batch.state = state
    batch.ended_at = step.moment.at
    session.flush()
    counts = {"new": batch.new, "changed": batch.changed, "refused": batch.refused, "kept": batch.kept}
    record_event(session, step.actor, step.moment, f"batch_{state}", batch=batch.id, **counts)
