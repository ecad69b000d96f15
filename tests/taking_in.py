"""A file of figures as it comes, taken in by an importer: with and without a batch around it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload
from supplier_portal.files.store import FileStore
from supplier_portal.intake.heads import Choice
from supplier_portal.intake.importing import Importer, PlannedRow, WrittenRow
from supplier_portal.intake.operations import ConfirmBatch, TakeFile, confirm_batch, take_file, undo_batch
from supplier_portal.intake.queries import found
from supplier_portal.intake.reading import plan_rows, read_file
from supplier_portal.intake.rows import RefusedRow
from supplier_portal.intake.steps import Step, read_batch, undo_batch_rows, write_batch
from tests.cast import NOW, PAN, Person


def plan(session: Session, importer: Importer, text: str, person: Person = PAN) -> list[PlannedRow | RefusedRow]:
    """The rows of a CSV file as they would be shown before they are written."""
    file = read_file(text.encode(), importer, Choice())
    assert file.complete, file.missing
    return plan_rows(session, person.actor, importer, file.rows(importer), NOW)


def verdicts(planned: Sequence[PlannedRow | RefusedRow]) -> list[str]:
    return [getattr(row, "verdict", "refused") for row in planned]


def faults(planned: Sequence[PlannedRow | RefusedRow]) -> list[tuple[str, str]]:
    return [(fault.place, fault.code) for row in planned for fault in row.faults]


def write(session: Session, importer: Importer, text: str, person: Person = PAN) -> list[WrittenRow]:
    rows = [row for row in plan(session, importer, text, person) if isinstance(row, PlannedRow)]
    kept = [row for row in rows if row.verdict in {"new", "changed"}]
    return importer.write(session, person.actor, kept, NOW) if kept else []


def run_batch(database: Database, config: Config, importer: Importer, text: str, moment: Moment = NOW) -> Step:
    """Take a file in as the pages and the worker do: read, preview, confirm, write."""
    declare_rooms()
    data, store = text.encode(), FileStore.of(config)
    upload = Upload(store.keep(data), len(data), "text/csv")
    with database.unit_of_work(PAN.actor) as session:
        batch = take_file(session, PAN.actor, TakeFile(importer.code, "figures.csv", upload), moment)
    step = Step(database, store, PAN.actor, batch.id, moment)
    settle = read_batch(step)
    with database.unit_of_work(PAN.actor) as session:
        settle(session)
        rows = found(session, PAN.actor, batch.id).to_write
        if rows:
            confirm_batch(session, PAN.actor, ConfirmBatch(batch.id, rows), moment)
    if rows:
        write_batch(step, lambda *_: None)
    return step


def undo_whole(step: Step) -> None:
    with step.database.unit_of_work(step.actor) as session:
        undo_batch(session, step.actor, step.batch_id, step.moment)
    undo_batch_rows(step, lambda *_: None)
