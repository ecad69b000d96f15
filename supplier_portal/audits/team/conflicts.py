"""Declaring and ending conflicts of interest."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.models import ConflictOfInterest
from supplier_portal.audits.team.qualifications import TEAM_ROLES
from supplier_portal.audits.team.queries import suppliers_called, visible_conflicts
from supplier_portal.audits.team.standing import stand_in_line
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

LONGEST_REASON = 2000


@dataclass(frozen=True)
class DeclareConflict:
    """account_id: the auditor it is about, one's own for an auditor; supplier: its number or a name, as written."""

    account_id: int | None
    supplier: str
    reason: str
    holds_from: date | None
    holds_until: date | None = None


@dataclass(frozen=True)
class EndConflict:
    """holds_until: the last day on which it holds."""

    conflict_id: int
    holds_until: date | None


def declare_conflict(session: Session, actor: Actor, command: DeclareConflict, moment: Moment) -> ConflictOfInterest:
    """Write the declaration. Planning refuses the person for the supplier on days on which it holds.

    Raises Invalid with every fault at its field.
    """
    reach = reach_of(actor, Permission.AUDITS_CONFLICT_DECLARE)
    stand_in_line(session)
    account_id = actor.account_id if reach is Reach.OWN_ACCOUNT else command.account_id
    called = suppliers_called(session, command.supplier)
    faults = [*_faults(command), *_faults_of_supplier(command, called)]
    if account_id not in {person.id for person in people_with(session, *TEAM_ROLES)}:
        faults.append(Fault("form.unknown_choice", "account_id"))
    if faults:
        raise Invalid(faults)
    row = ConflictOfInterest(
        account_id=account_id,
        supplier_id=called[0].id,
        reason=command.reason.strip(),
        holds_from=command.holds_from,
        holds_until=command.holds_until,
        declared_by=actor.account_id,
        declared_at=moment.at,
    )
    session.add(row)
    session.flush()
    record_event(session, actor, moment, "declare_conflict", conflict=row.id, person=account_id)
    return row


def end_conflict(session: Session, actor: Actor, command: EndConflict, moment: Moment) -> ConflictOfInterest:
    """Say from when on it no longer holds; the declaration stays on record.

    Raises Missing for another's, Invalid at `holds_until`.
    """
    reach_of(actor, Permission.AUDITS_CONFLICT_DECLARE)
    asked = visible_conflicts(actor).where(ConflictOfInterest.id == command.conflict_id)
    row = session.scalar(asked.with_for_update())
    if row is None:
        raise Missing
    if command.holds_until is None:
        raise Invalid([Fault("form.required", "holds_until")])
    if command.holds_until < row.holds_from:
        raise Invalid([Fault("audits.dates_out_of_order", "holds_until")])
    row.holds_until = command.holds_until
    session.flush()
    record_event(session, actor, moment, "end_conflict", conflict=row.id, person=row.account_id)
    return row


def _faults_of_supplier(command: DeclareConflict, called: list[Supplier]) -> list[Fault]:
    if not command.supplier.strip():
        return [Fault("form.required", "supplier")]
    if not called:
        return [Fault("audits.no_such_supplier", "supplier")]
    return [] if len(called) == 1 else [Fault("audits.several_suppliers", "supplier")]


def _faults(command: DeclareConflict) -> list[Fault]:
    faults = []
    if not command.reason.strip():
        faults.append(Fault("workflow.needs_reason", "reason"))
    if len(command.reason) > LONGEST_REASON:
        faults.append(Fault("form.too_long", "reason", facts={"most": LONGEST_REASON, "length": len(command.reason)}))
    if not readable(command.reason):
        faults.append(Fault("audits.control_character", "reason"))
    if command.holds_from is None:
        faults.append(Fault("form.required", "holds_from"))
    elif command.holds_until and command.holds_until < command.holds_from:
        faults.append(Fault("audits.dates_out_of_order", "holds_until"))
    return faults
