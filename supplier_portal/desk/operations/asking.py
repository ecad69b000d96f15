"""Asking for an act on many findings: each becomes a row, with the state in which it was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.desk.jobs_named import ACT
from supplier_portal.desk.models import KINDS, REASSIGN, DeskAct, DeskActRow
from supplier_portal.desk.queries import reached
from supplier_portal.desk.queries.handlers import handlers_for
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.listing import Filter
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.trail.operations import record_event

MOST_TOGETHER = 1000


@dataclass(frozen=True)
class AskAct:
    """kind: one of KINDS; asked: which findings; chosen: of these the ids that were ticked, None for all.

    handler_id: to whom, of a reassignment.
    """

    kind: str
    asked: Filter
    chosen: Sequence[int] | None = None
    handler_id: int | None = None


def ask_act(session: Session, actor: Actor, command: AskAct, moment: Moment) -> DeskAct:
    """Write the act with its rows and the job that does it; what the actor does not see is none of them.

    Raises Missing, Invalid `desk.nothing_chosen` and `desk.too_many` at `which`, `desk.no_such_handler` at `to`.
    """
    reach_of(actor, Permission.DESK_FINDING_STEER)
    rows = _chosen(session, actor, command)
    if faults := _faults(session, actor, command, len(rows)):
        raise Invalid(faults)
    handler_id = command.handler_id if command.kind == REASSIGN else None
    act = DeskAct(kind=command.kind, handler_id=handler_id, asked_by=actor.account_id, asked_at=moment.at)
    session.add(act)
    session.flush()
    session.execute(insert(DeskActRow), [{"act_id": act.id, **row} for row in rows])
    job = ask_job(session, actor, AskJob(ACT, {"act": act.id}), moment.at)
    act.job_id = job.id
    session.flush()
    record_event(session, actor, moment, "ask_desk_act", desk_act=act.id, kind=act.kind, findings=len(rows))
    return act


def _chosen(session: Session, actor: Actor, command: AskAct) -> list[dict[str, object]]:
    seen = reached(actor, Permission.DESK_FINDING_STEER).where(*command.asked.conditions())
    if command.chosen is not None:
        seen = seen.where(Finding.id.in_(command.chosen[: MOST_TOGETHER + 1]))
    columns = seen.with_only_columns(Finding.id, Finding.state).order_by(Finding.id).limit(MOST_TOGETHER + 1)
    return [{"finding_id": number, "state_seen": state} for number, state in session.execute(columns)]


def _faults(session: Session, actor: Actor, command: AskAct, count: int) -> list[Fault]:
    faults = [] if command.kind in KINDS else [Fault("form.unknown_choice", "kind")]
    if not count:
        faults.append(Fault("desk.nothing_chosen", "which"))
    if count > MOST_TOGETHER:
        faults.append(Fault("desk.too_many", "which", facts={"most": MOST_TOGETHER}))
    known = (one.id for one in handlers_for(session, actor)) if command.kind == REASSIGN else ()
    if command.kind == REASSIGN and command.handler_id not in known:
        faults.append(Fault("desk.no_such_handler", "to"))
    return faults
