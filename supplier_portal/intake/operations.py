"""Taking a file in, choosing its columns, confirming and undoing a batch, and asking the worker for the next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.intake.importing import Importer
from supplier_portal.intake.models import (
    DONE,
    MAPPED,
    PREVIEWED,
    UNDOING,
    UPLOADED,
    WRITING,
    Batch,
    KnownLayout,
)
from supplier_portal.intake.queries import found, progress_of, usable_one
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.trail.operations import record_event

LONGEST_NAME = 200
WORK = {UPLOADED: "intake.read", WRITING: "intake.write", UNDOING: "intake.undo"}
MOVES = {
    UPLOADED: (),
    MAPPED: (UPLOADED,),
    PREVIEWED: (UPLOADED, WRITING),
    WRITING: (),
    DONE: (UNDOING,),
}
"""Where a person may move a batch to from each state; the worker moves the others on."""


@dataclass(frozen=True)
class TakeFile:
    """importer: its code; name: the file's, as the person knows it."""

    importer: str
    name: str
    upload: Upload


@dataclass(frozen=True)
class ChooseSheet:
    """Take another sheet, or another row as the head: row from 1, found by its headings where None."""

    batch_id: int
    sheet: str
    row: int | None = None


@dataclass(frozen=True)
class ChooseColumns:
    """columns: name of a column → place of its heading from 0; what is not named is not used."""

    batch_id: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class ConfirmBatch:
    """rows: how many the person saw would be written."""

    batch_id: int
    rows: int


def take_file(session: Session, actor: Actor, command: TakeFile, moment: Moment) -> Batch:
    """Begin a batch. Raises Missing for an importer that is not the actor's to use."""
    reach_of(actor, Permission.INTAKE_BATCH_WRITE)
    importer = usable_one(actor, command.importer)
    batch = Batch(
        importer=importer.code,
        name=command.name[-LONGEST_NAME:],
        digest=remember_file(session, command.upload, moment.at),
        account_id=actor.account_id,
        person=actor.name,
        taken_at=moment.at,
    )
    session.add(batch)
    session.flush()
    record_event(session, actor, moment, "batch_taken", batch=batch.id, importer=importer.code, sha256=batch.digest)
    return batch


def choose_sheet(session: Session, actor: Actor, command: ChooseSheet, moment: Moment) -> Batch:
    """Raises Missing, Conflict, or Invalid for a sheet that the file has not."""
    batch = _writable(session, actor, command.batch_id)
    sheets = {str(sheet["name"]): sheet for sheet in _sheets(batch)}
    if command.sheet not in sheets:
        raise Invalid([Fault("form.unknown_choice", "sheet")])
    _move(batch, UPLOADED)
    batch.choice = {"sheet": command.sheet, "row": command.row}
    record_event(session, actor, moment, "batch_sheet_chosen", batch=batch.id)
    return batch


def choose_columns(session: Session, actor: Actor, command: ChooseColumns, moment: Moment) -> Batch:
    """Keep where the columns stand, for this file and for every later one with the same head.

    Raises Missing, Conflict, or Invalid at the column: one that is needed or one heading used twice.
    """
    batch = _writable(session, actor, command.batch_id)
    importer = usable_one(actor, batch.importer)
    head = _head(batch)
    if faults := list(_mapping_faults(importer, command.columns, len(_headings(head)))):
        raise Invalid(faults)
    _move(batch, UPLOADED)
    columns = dict(command.columns)
    batch.choice = {"sheet": head.get("name"), "row": head.get("row"), "columns": columns}
    known = KnownLayout(importer=importer.code, head=str(head["key"]), columns=columns, saved_at=moment.at)
    session.merge(known)
    record_event(session, actor, moment, "batch_columns_chosen", batch=batch.id, columns=sorted(columns))
    return batch


def _mapping_faults(importer: Importer, columns: Mapping[str, int], headings: int) -> list[Fault]:
    known = {column.name for column in importer.columns}
    faults = [
        Fault("intake.column_needed", column.name)
        for column in importer.columns
        if column.required and column.name not in columns
    ]
    taken: set[int] = set()
    for name, place in columns.items():
        if name not in known or not 0 <= place < headings:
            faults.append(Fault("form.unknown_choice", name))
        elif place in taken:
            faults.append(Fault("intake.heading_taken", name))
        taken.add(place)
    return faults


def confirm_batch(session: Session, actor: Actor, command: ConfirmBatch, moment: Moment) -> Batch:
    """Let the rows be written. Raises Missing, Conflict; also where the number is not the one of the preview."""
    batch = _writable(session, actor, command.batch_id)
    _move(batch, WRITING)
    if command.rows != batch.to_write or not batch.to_write:
        raise Conflict("intake.other_preview", rows=batch.to_write)
    batch.position = 0
    record_event(session, actor, moment, "batch_confirmed", batch=batch.id, rows=batch.to_write)
    return batch


def undo_batch(session: Session, actor: Actor, batch_id: int, moment: Moment) -> Batch:
    """Let what was written be taken back. Raises Missing, Conflict."""
    batch = _writable(session, actor, batch_id)
    _move(batch, UNDOING)
    batch.position = 0
    record_event(session, actor, moment, "batch_undo_asked", batch=batch.id)
    return batch


def ask_work(session: Session, actor: Actor, batch: Batch, language: str, now: datetime) -> Job:
    """Ask the worker for the step the batch stands before, in the caller's transaction. now: the machine's clock."""
    arguments: dict[str, object] = {"batch_id": batch.id, "role": actor.role.value, "name": actor.name}
    job = ask_job(session, actor, AskJob(WORK[batch.state], arguments, language), now)
    batch.job_id = job.id
    session.flush()
    return job


def ask_again(session: Session, actor: Actor, batch_id: int, language: str, now: datetime) -> Job:
    """Ask once more for a step the worker gave up. Raises Missing, Conflict where nothing has failed."""
    batch = _writable(session, actor, batch_id)
    if batch.state not in WORK or not progress_of(session, batch).failed:
        raise Conflict("intake.nothing_failed")
    return ask_work(session, actor, batch, language, now)


def _writable(session: Session, actor: Actor, batch_id: int) -> Batch:
    reach_of(actor, Permission.INTAKE_BATCH_WRITE)
    return found(session, actor, batch_id, lock=True)


def _move(batch: Batch, target: str) -> None:
    possible = MOVES.get(batch.state, ())
    if target not in possible:
        word = "intake_batch_state.{}".format
        raise Conflict(
            "workflow.not_now", state=word(batch.state), target=word(target), possible=[word(one) for one in possible]
        )
    batch.state = target


def _sheets(batch: Batch) -> list[Mapping[str, object]]:
    sheets = batch.layout.get("sheets")
    return sheets if isinstance(sheets, list) else []


def _head(batch: Batch) -> Mapping[str, object]:
    """The layout of the sheet in use. Raises Conflict where the file was not read yet."""
    for sheet in _sheets(batch):
        if sheet.get("name") == batch.layout.get("sheet"):
            return sheet
    raise Conflict("intake.not_read_yet")


def _headings(sheet: Mapping[str, object]) -> list[object]:
    headings = sheet.get("headings")
    return headings if isinstance(headings, list) else []
