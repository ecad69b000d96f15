"""One step of a finding: its state, the clocks that stop or start with it, the move's row and the event."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.db.states import move_state
from supplier_portal.domain.findings.deadlines import due_days, moved_on
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import turn
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.findings.queries import local_day
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

Values = dict[str, Any]


def zone_of(session: Session, finding: Finding) -> str:
    """The supplier's time zone, in which its days are counted."""
    return session.get_one(Supplier, finding.supplier_id).time_zone


def step(
    session: Session, actor: Actor, finding: Finding, target: str, moment: Moment, reason: str = "", **values: Any
) -> None:
    """Move the finding to `target`. Raises Conflict where someone else moved it meanwhile.

    A new holder's clock starts; when the ball is back with the supplier, its due days move on by the days it was away.
    """
    origin = finding.state
    if turn(origin) != turn(target):
        back = turn(target) == "supplier" and finding.turn_since is not None
        moved = _moved_due_days(session, finding, finding.turn_since, moment) if back and finding.turn_since else {}
        values = {"turn_since": moment.at, **moved, **values}
    move_state(session, Finding, finding.id, origin, target, **values)
    told = {"origin": origin, "target": target}
    session.add(FindingMove(finding_id=finding.id, account_id=actor.account_id, at=moment.at, reason=reason, **told))
    session.flush()
    record_event(session, actor, moment, "move_finding", finding=finding.id, audit=finding.audit_id, **told)


def _moved_due_days(session: Session, finding: Finding, given_at: datetime, moment: Moment) -> Values:
    zone = zone_of(session, finding)
    given_on, back_on = local_day(given_at, zone), local_day(moment.at, zone)
    return {
        "plan_due_on": moved_on(finding.plan_due_on, given_on, back_on),
        "close_due_on": moved_on(finding.close_due_on, given_on, back_on),
    }


def clocks_from(finding: Finding, day: date, close_days: int | None) -> Values:
    """The due days of a notice given on `day`, the supplier's day."""
    due = due_days(finding.severity, day, close_days)
    return {"plan_due_on": due.plan, "close_due_on": due.close}
