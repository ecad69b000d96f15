"""Moving an audit from state to state: each row of the table, and what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit, AuditMove
from supplier_portal.audits.queries import answers_of, find_audit, is_member, unanswered
from supplier_portal.audits.telling import tell_move
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.db.states import move_state
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.transition import Transition
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

COMMENT_DAYS = 5
LONGEST_REASON, LONGEST_WITNESS = 2000, 200
ELSEWHERE = frozenset({"issued", "amended"})  # the score is frozen with it: reports issues and amends

Need = Callable[[Session, Audit], None]
_declared: dict[str, Need] = {}


@dataclass(frozen=True)
class MoveAudit:
    """reason, witness: where the move needs them; kept with the move.

    occurred_on: the day the supplier refused or broke off, that of recording it where None.
    """

    audit_id: int
    target: str
    reason: str = ""
    witness: str = ""
    occurred_on: date | None = None


def move_audit(session: Session, actor: Actor, command: MoveAudit, moment: Moment) -> Audit:
    """Move the audit, but for its issue and its amendment.

    Raises Missing where the actor may not see it, Conflict where the table has no such move for the actor or a need
    is not met, Invalid at `reason`, `witness` and `occurred_on`.
    """
    reach_of(actor, Permission.AUDITS_AUDIT_MOVE)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    if command.target in ELSEWHERE or command.target not in AUDIT.states:
        raise Conflict("audits.issued_elsewhere" if command.target in ELSEWHERE else "audits.no_such_state")
    apply_move(
        session,
        actor,
        audit,
        command.target,
        moment,
        command.reason,
        witness=command.witness,
        occurred_on=command.occurred_on,
    )
    return audit


def apply_move(  # noqa: PLR0913 reports calls it with the columns it sets
    session: Session,
    actor: Actor,
    audit: Audit,
    target: str,
    moment: Moment,
    reason: str = "",
    *,
    witness: str = "",
    occurred_on: date | None = None,
    **values: Any,
) -> Transition:
    """Take the inner step: find the row, check all it needs, move, keep and tell the move. The row is locked already.

    values: columns set with the state. Raises as `move_audit`.
    """
    row = AUDIT.find(audit.state, target, actor.role)
    told = {"reason": reason.strip(), "witness": witness.strip()}
    _check_words(row, told, occurred_on, moment)
    for need in sorted(row.needs - told.keys()):
        _check_need(session, actor, audit, need, moment)
    values |= _comment_days(session, audit, row, moment)
    move_state(session, Audit, audit.id, row.origin, row.target, **values)
    move = AuditMove(
        audit_id=audit.id,
        origin=row.origin,
        target=row.target,
        account_id=actor.account_id,
        at=moment.at,
        occurred_on=(occurred_on or moment.day) if "witness" in row.needs else None,
        **told,
    )
    session.add(move)
    session.flush()
    record_event(session, actor, moment, "move_audit", audit=audit.id, origin=row.origin, target=row.target)
    tell_move(session, actor, audit, move, moment)
    return row


def declare_need(name: str, check: Need) -> None:
    """Say, from a room further right, how one of its facts is found; `check` raises Conflict where it is not met."""
    _declared[name] = check


def _check_words(row: Transition, told: dict[str, str], occurred_on: date | None, moment: Moment) -> None:
    faults = []
    if occurred_on and occurred_on > moment.day:
        faults.append(Fault("audits.occurred_later", "occurred_on"))
    for name, most in (("reason", LONGEST_REASON), ("witness", LONGEST_WITNESS)):
        if name in row.needs and not told[name]:
            faults.append(Fault(f"audits.needs_{name}" if name == "witness" else "workflow.needs_reason", name))
        if len(told[name]) > most:
            faults.append(Fault("form.too_long", name, facts={"most": most, "length": len(told[name])}))
        if not readable(told[name]):
            faults.append(Fault("audits.control_character", name))
    if faults:
        raise Invalid(faults)


def _check_need(session: Session, actor: Actor, audit: Audit, need: str, moment: Moment) -> None:
    if need == "outside_team":
        if is_member(session, audit.id, actor.account_id):
            raise Conflict("audits.outside_team")
    elif need == "all_answered":
        checkpoints = checklists_of(session, audit).by_code.values()
        if left := unanswered(audit, checkpoints, answers_of(session, audit.id)):
            raise Conflict("audits.unanswered", count=len(left), checkpoints=left)
    elif need == "comments_over":
        if not comments_are_over(audit, supplier_day(session, audit, moment)):
            raise Conflict("audits.comments_open", until=str(audit.comments_until))
    elif need in _declared:
        _declared[need](session, audit)
    else:
        raise LookupError(f"no room has said how {need} is found")


def supplier_day(session: Session, audit: Audit, moment: Moment) -> date:
    """The day it is where the supplier is: its working days for comments are counted there."""
    zone = session.get_one(Supplier, audit.supplier_id).time_zone
    return moment.at.astimezone(ZoneInfo(zone)).date()


def comments_are_over(audit: Audit, day: date) -> bool:
    """Whether the supplier has released the draft or its working days for comments have passed.

    day: that of `supplier_day`.
    """
    passed = audit.comments_until is not None and day > audit.comments_until
    return passed or audit.draft_released_at is not None


def _comment_days(session: Session, audit: Audit, row: Transition, moment: Moment) -> dict[str, Any]:
    if row.target == "draft_sent":
        until = buyer_calendar(session).working_days_after(supplier_day(session, audit, moment), COMMENT_DAYS)
        return {"comments_until": until, "draft_released_at": None}
    return (
        {"comments_until": None, "draft_released_at": None}
        if (row.origin, row.target) == ("draft_sent", "in_review")
        else {}
    )


def release_draft(session: Session, actor: Actor, audit_id: int, moment: Moment) -> Audit:
    """Release the draft for the supplier, who has no factual comments: the issue need not wait for its days to pass.

    Raises Missing for anybody but the supplier, Conflict where no draft is with it.
    """
    reach_of(actor, Permission.AUDITS_AUDIT_MOVE)
    if actor.role not in SUPPLIER_ROLES:
        raise Missing
    audit = find_audit(session, actor, audit_id, locked=True)
    if audit.state != "draft_sent":
        raise Conflict("audits.no_draft", state=AUDIT.word(audit.state))
    audit.draft_released_at = moment.at
    session.flush()
    record_event(session, actor, moment, "release_draft", audit=audit.id)
    return audit
