"""What the worker does for batches: read, write, undo, and the workbooks to download."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.domain.moment import moment_of
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.store import FileStore
from supplier_portal.intake.planned import REFUSED_ROW, fault_of
from supplier_portal.intake.queries import found, rows_of
from supplier_portal.intake.registry import importer_of
from supplier_portal.intake.steps import Step, Told, read_as_previewed, read_batch, undo_batch_rows, write_batch
from supplier_portal.intake.workbooks import blank_sheets, refused_sheet
from supplier_portal.jobs.operations import Made, report_progress
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Sheet, write_workbook
from supplier_portal.trail.exporting import Holding


def read(work: Work) -> Effect:
    step = _step(work)
    return Effect(_batch(work), write=read_batch(step))


def write(work: Work) -> Effect:
    write_batch(_step(work), _told(work))
    return Effect(_batch(work))


def undo(work: Work) -> Effect:
    undo_batch_rows(_step(work), _told(work))
    return Effect(_batch(work))


def make_blank(work: Work) -> Effect:
    """A blank workbook of an importer, in both languages."""
    importer = importer_of(str(work.job.arguments["importer"]))
    zone = ZoneInfo("UTC")
    sheets = blank_sheets(importer, Speech("en", zone), Speech("zh", zone))
    return _made(work, sheets, f"{importer.code.replace('.', '-')}.xlsx", Holding())


def make_refused(work: Work) -> Effect:
    """The rows of a batch that were refused, as they came, with the reasons in the language of whoever asked."""
    step, speech = _step(work), Speech(work.job.language, work.config.zone)
    with work.database.reading(step.actor) as session:
        batch = found(session, step.actor, step.batch_id)
        reasons = {
            row.number: [fault_of(fault) for fault in row.faults]
            for row in session.scalars(rows_of(batch, REFUSED_ROW))
        }
        file = read_as_previewed(session, step, batch, importer_of(batch.importer))
    holding = Holding(whole=True, rows=len(reasons))
    return _made(work, [refused_sheet(file, reasons, speech)], f"refused-{step.batch_id}.xlsx", holding)


def _made(work: Work, sheets: list[Sheet], name: str, holding: Holding) -> Effect:
    digest = FileStore.of(work.config).keep(write_workbook(sheets, at=work.job.asked_at))
    return Effect({"sha256": digest}, Made(digest, name, SHEET, holding))


def _step(work: Work) -> Step:
    arguments: dict[str, Any] = work.job.arguments
    actor = Actor(Role(arguments["role"]), work.job.account_id, name=arguments["name"])
    moment = moment_of(datetime.now(UTC), work.config.zone, work.config.pinned_day)
    return Step(work.database, FileStore.of(work.config), actor, arguments["batch_id"], moment)


def _told(work: Work) -> Told:
    def tell(session: Session, done: int, total: int) -> None:
        report_progress(session, work.job.id, done, total, datetime.now(UTC))

    return tell


def _batch(work: Work) -> dict[str, object]:
    return {"batch": work.job.arguments["batch_id"]}


JOBS: dict[str, JobFunction] = {
    "intake.read": read,
    "intake.write": write,
    "intake.undo": undo,
    "intake.blank": make_blank,
    "intake.refused": make_refused,
}
