"""Workbooks that come back: who sees them, taking one in, and what the worker read in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide, reach_of
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Fault, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.findings.eight_d.sheet_read import SheetRead
from supplier_portal.findings.models import PlanWorkbook
from supplier_portal.findings.models.workbook import READ, REFUSED, WAITING
from supplier_portal.findings.queries import found
from supplier_portal.intake.planned import told
from supplier_portal.jobs.models import GOES_ON, Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.trail.operations import record_event

READING = "findings.read_eight_d"
LONGEST_NAME = 200


@dataclass(frozen=True)
class SendWorkbook:
    """name: the file's; finding_id: the finding it was sent for, None for all it holds."""

    upload: Upload
    name: str
    finding_id: int | None


def visible_workbooks(actor: Actor) -> Select[PlanWorkbook]:
    """Those of the actor's company."""
    own = decide(actor, Permission.FINDINGS_WORKBOOK_TAKE).reach is Reach.OWN_COMPANY
    return select(PlanWorkbook).where(PlanWorkbook.supplier_id == actor.supplier_id if own else false())


def found_workbook(session: Session, actor: Actor, workbook_id: int) -> PlanWorkbook:
    """Raises Missing where it is not there for this actor."""
    workbook = session.scalar(visible_workbooks(actor).where(PlanWorkbook.id == min(workbook_id, MOST_ID)))
    if workbook is None:
        raise Missing
    return workbook


def send_workbook(session: Session, actor: Actor, command: SendWorkbook, moment: Moment) -> PlanWorkbook:
    """Take a file in, to be read; nothing of it is written to a plan. Raises Missing."""
    reach_of(actor, Permission.FINDINGS_WORKBOOK_TAKE)
    if command.finding_id is not None:
        found(session, actor, command.finding_id)
    workbook = PlanWorkbook(
        supplier_id=actor.supplier_id,
        finding_id=command.finding_id,
        digest=remember_file(session, command.upload, moment.at),
        name=command.name[-LONGEST_NAME:],
        sent_by=actor.account_id,
        sent_at=moment.at,
    )
    session.add(workbook)
    session.flush()
    record_event(session, actor, moment, "send_plan_workbook", workbook=workbook.id, sha256=workbook.digest)
    return workbook


def ask_reading(session: Session, actor: Actor, workbook: PlanWorkbook, now: datetime) -> None:
    """Have the worker read it. now: by the machine's clock, which the worker goes by."""
    arguments: dict[str, object] = {"workbook_id": workbook.id, "digest": workbook.digest}
    workbook.job_id = ask_job(session, actor, AskJob(READING, arguments), now).id
    session.flush()


def reading_failed(session: Session, workbook: PlanWorkbook) -> bool:
    """Whether the worker gave up on it."""
    job = session.get(Job, workbook.job_id) if workbook.job_id and workbook.state == WAITING else None
    return job is not None and job.state not in GOES_ON


def keep_read(session: Session, workbook_id: int, sheets: Sequence[SheetRead], faults: Sequence[Fault]) -> None:
    """Keep what the worker read; faults: why it read nothing."""
    workbook = session.get_one(PlanWorkbook, workbook_id)
    workbook.state = REFUSED if faults else READ
    workbook.sheets = [sheet.document() for sheet in sheets]
    workbook.problems = [told(fault) for fault in faults]
