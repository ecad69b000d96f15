"""One step of a finding: its state, the clocks that stop or start with it, the move's row and the event."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.db.states import move_state
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import turn
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.findings.queries.clocking import timed_now
from supplier_portal.findings.telling import tell_move
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

    A new holder's clock starts, the days kept with the finding are worked out anew, and whom the
    table names is told.
    """
    origin = finding.state
    supplier = session.get_one(Supplier, finding.supplier_id)
    if turn(origin) != turn(target):
        values = {"turn_since": moment.at, **values}
    if origin == "draft" or (target == "reopened" and origin != "waived"):
        values = {"clock_from": moment.at, **values}
    move_state(session, Finding, finding.id, origin, target, **values)  # holds it: days worked out are not old ones
    told = {"origin": origin, "target": target}
    move = FindingMove(finding_id=finding.id, account_id=actor.account_id, at=moment.at, reason=reason, **told)
    session.add(move)
    session.flush()
    work_out(session, finding, moment)
    record_event(session, actor, moment, "move_finding", finding=finding.id, audit=finding.audit_id, **told)
    tell_move(session, actor, finding, supplier, move, moment)


def hold(session: Session, finding_id: int) -> None:
    """Keep the finding from others until the transaction ends: days worked out meanwhile would be old ones."""
    session.execute(select(Finding.id).where(Finding.id == finding_id).with_for_update())


def work_out(session: Session, finding: Finding, moment: Moment) -> None:
    """Keep the days of the finding's clocks as they are now."""
    now = timed_now(session, finding, moment)
    if now.changed:
        for name, day in now.kept.items():
            setattr(finding, name, day)
        session.flush()
