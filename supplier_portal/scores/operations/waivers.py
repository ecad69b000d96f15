"""Taking a gate out of action for one supplier, and putting it back; the rating follows at once (scoring.md 3)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import RatingNow, Waiver
from supplier_portal.scores.operations.ratings import publish_rating
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.scores.queries.waivers import find_waiver, holds_on
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LONGEST_REASON = 1000


@dataclass(frozen=True)
class GrantWaiver:
    """gate: a code that acts on the supplier; until: the last day on which the gate is out of action."""

    supplier_id: int
    gate: str
    reason: str
    until: date | None


def grant_waiver(session: Session, actor: Actor, command: GrantWaiver, moment: Moment) -> Waiver:
    """Take a gate that acts out of action until a day, and publish the rating without it.

    Raises Missing, Invalid with every fault at its field, and Conflict `scores.gate_not_acting` where the gate does not
    act on the supplier, or was waived meanwhile.
    """
    reach_of(actor, Permission.SCORES_WAIVER_GRANT)
    supplier = locked_supplier(session, actor, command.supplier_id)
    if faults := _faults(session, command, moment.day):
        raise Invalid(faults)
    now = session.get(RatingNow, supplier.id)
    if now is None or command.gate not in now.gates:
        raise Conflict("scores.gate_not_acting", gate=command.gate)
    waiver = Waiver(
        supplier_id=supplier.id,
        gate=command.gate,
        reason=command.reason.strip(),
        until=command.until,
        granted_by=actor.account_id,
        granted_at=moment.at,
    )
    session.add(waiver)
    session.flush()
    record_event(session, actor, moment, "waiver_granted", supplier=supplier.id, waiver=waiver.id, gate=waiver.gate)
    publish_rating(session, actor, supplier.id, moment, "input")
    return waiver


def end_waiver(session: Session, actor: Actor, supplier_id: int, waiver_id: int, moment: Moment) -> Waiver:
    """Put a gate back into action from today on, and publish the rating with it.

    Raises Missing, and Conflict `scores.waiver_over` where it no longer counts.
    """
    reach_of(actor, Permission.SCORES_WAIVER_GRANT)
    supplier = locked_supplier(session, actor, supplier_id)
    waiver = find_waiver(session, supplier.id, waiver_id)
    if waiver is None:
        raise Missing
    if not holds_on(waiver, moment.day):
        raise Conflict("scores.waiver_over", gate=waiver.gate)
    waiver.ended_on, waiver.ended_by, waiver.ended_at = moment.day, actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "waiver_ended", supplier=supplier.id, waiver=waiver.id, gate=waiver.gate)
    publish_rating(session, actor, supplier.id, moment, "input")
    return waiver


def _faults(session: Session, command: GrantWaiver, day: date) -> list[Fault]:
    faults = []
    if command.gate not in {gate.code for gate in rules_of(policy_on(session, day)).gates}:
        faults.append(Fault("form.unknown_choice", "gate"))
    length = len(command.reason.strip())
    if not length:
        faults.append(Fault("workflow.needs_reason", "reason"))
    elif length > LONGEST_REASON:
        faults.append(Fault("form.too_long", "reason", facts={"most": LONGEST_REASON, "length": length}))
    if command.until is None:
        faults.append(Fault("form.date", "until"))
    elif command.until <= day:
        faults.append(Fault("scores.waiver_in_past", "until"))
    return faults
