"""Recording what auditors are qualified for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditorQualification
from supplier_portal.audits.team.queries import visible_qualifications
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

CODES = ("smart_auditor", "iso_14064_1", "iso_14064_3", "iso_14067", "iso_19011", "other")
LONGEST_DETAIL = 300
TEAM_ROLES = (Role.LEAD_AUDITOR, Role.AUDITOR)


@dataclass(frozen=True)
class SaveQualification:
    """code: one of CODES; "other" is told in `detail`. qualification_id: the one changed, None for a new one."""

    account_id: int | None
    code: str
    detail: str
    valid_from: date | None
    valid_until: date | None
    qualification_id: int | None = None


def save_qualification(
    session: Session, actor: Actor, command: SaveQualification, moment: Moment
) -> AuditorQualification:
    """Write a qualification, or change one: a certificate that is taken away ends on that day.

    Raises Missing for whoever does not manage teams, Invalid with every fault at its field.
    """
    reach_of(actor, Permission.AUDITS_TEAM_MANAGE)
    faults = _faults(session, command)
    if faults or command.account_id is None or command.valid_from is None or command.valid_until is None:
        raise Invalid(faults)
    row = AuditorQualification(recorded_by=actor.account_id, recorded_at=moment.at)
    if command.qualification_id is not None:
        asked = visible_qualifications(actor).where(AuditorQualification.id == command.qualification_id)
        known = session.scalar(asked.with_for_update())
        if known is None:
            raise Missing
        row = known
    row.account_id, row.code, row.detail = command.account_id, command.code, command.detail.strip()
    row.valid_from, row.valid_until = command.valid_from, command.valid_until
    session.add(row)
    session.flush()
    record_event(session, actor, moment, "save_qualification", qualification=row.id, person=row.account_id)
    return row


def _faults(session: Session, command: SaveQualification) -> list[Fault]:
    faults = [Fault("form.required", name) for name in ("valid_from", "valid_until") if getattr(command, name) is None]
    if command.account_id is None or not _is_auditor(session, command.account_id):
        faults.append(Fault("form.unknown_choice", "account_id"))
    if command.code not in CODES:
        faults.append(Fault("form.unknown_choice", "code"))
    elif command.code == "other" and not command.detail.strip():
        faults.append(Fault("audits.qualification_named", "detail"))
    if len(command.detail) > LONGEST_DETAIL:
        faults.append(Fault("form.too_long", "detail", facts={"most": LONGEST_DETAIL, "length": len(command.detail)}))
    if not readable(command.detail):
        faults.append(Fault("audits.control_character", "detail"))
    if command.valid_from and command.valid_until and command.valid_until < command.valid_from:
        faults.append(Fault("audits.dates_out_of_order", "valid_until"))
    return faults


def _is_auditor(session: Session, account_id: int) -> bool:
    asked = select(Account.id).where(Account.id == account_id, Account.role.in_([role.value for role in TEAM_ROLES]))
    return session.scalar(asked) is not None
