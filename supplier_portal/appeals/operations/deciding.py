"""Taking an appeal into review, granting or refusing it, and withdrawing it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.appeals.models import Appeal, AppealMove
from supplier_portal.appeals.queries import found
from supplier_portal.appeals.telling import tell_move
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import is_member
from supplier_portal.db.states import move_state
from supplier_portal.domain.answering import readable
from supplier_portal.domain.appeals import REFUSAL
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.appeal import APPEAL, DECIDED
from supplier_portal.scores.operations.refusals import set_refusal_aside
from supplier_portal.trail.operations import record_event

LONGEST_DECISION = 1900
"""With the appeal's number it still fits the reason of an amendment."""


@dataclass(frozen=True)
class MoveAppeal:
    """target: the state asked for; reason: of a decision, both sides read it."""

    appeal_id: int
    target: str
    reason: str = ""


def move_appeal(session: Session, actor: Actor, command: MoveAppeal, moment: Moment) -> Appeal:
    """Move an appeal by the table; a refusal whose appeal is granted is set aside in the same act.

    Raises Missing, Invalid at `reason`, and Conflict where the table says no, for a person of the audit's own team, and
    where somebody else was quicker: of two at once, one wins.
    """
    supplier_acts = actor.role in SUPPLIER_ROLES
    reach_of(actor, Permission.APPEALS_APPEAL_FILE if supplier_acts else Permission.APPEALS_APPEAL_DECIDE)
    appeal = found(session, actor, command.appeal_id, locked=True)
    row = APPEAL.find(appeal.state, command.target, actor.role)
    if "outside_team" in row.needs and appeal.audit_id is not None:
        _refuse_team(session, actor, appeal.audit_id)
    if "reason" in row.needs and (faults := reason_faults(command.reason)):
        raise Invalid(faults)
    values = {}
    if command.target in DECIDED:
        by = {"decided_by": actor.account_id, "decided_at": moment.at}
        values = {"decision": command.reason.strip(), **by}
    move_state(session, Appeal, appeal.id, row.origin, row.target, **values)
    session.expire(appeal)
    told = {"origin": row.origin, "target": row.target}
    move = AppealMove(appeal_id=appeal.id, account_id=actor.account_id, at=moment.at, **told)
    session.add(move)
    session.flush()
    record_event(session, actor, moment, "move_appeal", appeal=appeal.id, supplier=appeal.supplier_id, **told)
    if command.target == "granted" and appeal.subject == REFUSAL:
        audit = session.get_one(Audit, appeal.audit_id)
        set_refusal_aside(session, actor, audit, f"{appeal.number}: {command.reason.strip()}", moment)
    tell_move(session, actor, appeal, move, moment)
    return appeal


def reason_faults(reason: str) -> list[Fault]:
    """Faults of the reason of a decision."""
    length = len(reason.strip())
    if not length:
        return [Fault("workflow.needs_reason", "reason")]
    if not readable(reason):
        return [Fault("audits.control_character", "reason")]
    if length > LONGEST_DECISION:
        return [Fault("form.too_long", "reason", facts={"most": LONGEST_DECISION, "length": length})]
    return []


def _refuse_team(session: Session, actor: Actor, audit_id: int) -> None:
    """Raises Conflict for a person of the audit's own team."""
    if is_member(session, audit_id, actor.account_id):
        raise Conflict("appeals.not_outside_team")
