"""What the worker does for the desk: acts on many findings, row by row, and the table as a workbook."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import STRANGER, SYSTEM, Actor
from supplier_portal.accounts.queries import actor_now
from supplier_portal.desk.exports import Asked, export_findings
from supplier_portal.desk.jobs_named import ACT, WORKBOOK
from supplier_portal.desk.models import DeskAct
from supplier_portal.desk.operations import do_next
from supplier_portal.desk.queries import counted
from supplier_portal.desk.queries.named import filter_names
from supplier_portal.desk.telling import tell_handler
from supplier_portal.desk.wanted import Wanted
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import write_workbook
from supplier_portal.trail.exporting import Holding


def act(work: Work) -> Effect:
    """Do the rows that wait, some in each transaction: a job that was killed goes on, and no row is done twice."""
    act_id = int(str(work.job.arguments["act"]))
    while True:
        with work.database.unit_of_work(SYSTEM) as session:
            one = session.get_one(DeskAct, act_id)
            did = do_next(session, _asker(session, work), one, _moment(work))
            told = counted(session, [one])[act_id]
        if not did:
            break
        work.progress(told.done + told.refused, told.rows)
    outcome: dict[str, object] = {"act": act_id, "done": told.done, "refused": told.refused}
    return Effect(outcome, write=lambda session: tell_handler(session, session.get_one(DeskAct, act_id), _moment(work)))


def make_workbook(work: Work) -> Effect:
    """Write the table as whoever asked for it saw it, with the rows they may see now."""
    arguments = work.job.arguments
    chosen = arguments.get("chosen")
    moment = moment_of(work.job.asked_at, work.config.zone, work.config.pinned_day)
    wanted, ids = Wanted.of(arguments), [int(one) for one in chosen] if isinstance(chosen, list) else None
    speech = Speech(work.job.language, work.config.zone)
    with work.database.reading(SYSTEM) as session:
        asked = Asked(wanted, ids, moment, work.config.zone, filter_names(session, wanted, work.job.language))
        exported = export_findings(session, _asker(session, work), asked, speech, work.progress)
    holding = Holding(() if ids is None else tuple(exported.suppliers), whole=ids is None, rows=exported.rows)
    digest = FileStore.of(work.config).keep(write_workbook(exported.sheets, at=moment.at))
    return Effect({"sha256": digest}, Made(digest, f"findings-{moment.day}.xlsx", SHEET, holding))


def _asker(session: Session, work: Work) -> Actor:
    """Who asked, as they are now; whoever was let go reaches nothing."""
    return actor_now(session, work.job.account_id) or STRANGER


def _moment(work: Work) -> Moment:
    return moment_of(datetime.now(UTC), work.config.zone, work.config.pinned_day)


JOBS: Mapping[str, JobFunction] = {ACT: act, WORKBOOK: make_workbook}
