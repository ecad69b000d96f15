"""Planning an audit: site, team, dates, and the checklist version it is pinned to."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import LEAD, MEMBER, MODES, TYPES, Audit, AuditMember, AuditModule, AuditMove
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.answering import readable
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.trail.operations import record_event

LONGEST_TEXT = 5000
MOST_IN_A_ROW = 3
TEXTS = ("objectives", "scope", "criteria")
_NUMBERING_LOCK = 732
_TEAM_ROLES = (Role.LEAD_AUDITOR, Role.AUDITOR)
_FELL_THROUGH = ("cancelled", "refused", "aborted")


@dataclass(frozen=True)
class PlanAudit:
    """lead_id: a lead auditor; auditor_ids: the others of the team. starts_on and ends_on belong to the audit.

    module_ids: versions of add-on checklists, answered and scored beside the main one.
    """

    supplier_id: int | None
    site_id: int | None
    checklist_version_id: int | None
    type: str
    mode: str
    starts_on: date | None
    ends_on: date | None
    objectives: str
    scope: str
    criteria: str
    lead_id: int | None
    auditor_ids: tuple[int, ...]
    module_ids: tuple[int, ...] = ()


def plan_audit(session: Session, actor: Actor, command: PlanAudit, moment: Moment) -> Audit:
    """Write the audit in its first state, with its team and the supplier's profile of the day.

    Raises Invalid with every fault at its field.
    """
    reach_of(actor, Permission.AUDITS_AUDIT_PLAN)
    supplier = session.scalar(visible_suppliers(actor).where(Supplier.id == command.supplier_id))
    faults = [*_faults_of_place(session, command, supplier), *_faults_of_dates(command), *_faults_of_texts(command)]
    faults += _faults_of_team(session, command)
    if faults or supplier is None or command.starts_on is None:
        raise Invalid(faults)
    audit = Audit(
        number=_next_number(session, command.starts_on.year),
        profile={"manufacturer": supplier.makes_goods, "large": supplier.large, "core": supplier.strategic_core},
        planned_by=actor.account_id,
        planned_at=moment.at,
        **{name: getattr(command, name) for name in _COPIED},
        **{name: getattr(command, name).strip() for name in TEXTS},
    )
    session.add(audit)
    session.flush()
    session.add(AuditMember(audit_id=audit.id, account_id=command.lead_id, role=LEAD))
    for auditor_id in sorted(set(command.auditor_ids) - {command.lead_id}):
        session.add(AuditMember(audit_id=audit.id, account_id=auditor_id, role=MEMBER))
    session.add_all(AuditModule(audit_id=audit.id, checklist_version_id=one) for one in sorted(set(command.module_ids)))
    session.add(AuditMove(audit_id=audit.id, origin="", target=audit.state, account_id=actor.account_id, at=moment.at))
    session.flush()
    record_event(session, actor, moment, "plan_audit", audit=audit.id, supplier=supplier.id)
    return audit


_COPIED = ("supplier_id", "site_id", "checklist_version_id", "type", "mode", "starts_on", "ends_on")


def _next_number(session: Session, year: int) -> str:
    """A-<year>-<four digits>, counted by year. Planners stand in line for it, so that no two get the same."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERING_LOCK})
    prefix = f"A-{year:04}-"
    of_year = select(Audit.number).where(Audit.number.startswith(prefix, autoescape=True))
    last = session.scalar(of_year.order_by(func.length(Audit.number).desc(), Audit.number.desc()).limit(1))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04}"


def _faults_of_place(session: Session, command: PlanAudit, supplier: Supplier | None) -> Iterator[Fault]:
    if supplier is None:
        yield Fault("form.unknown_choice", "supplier_id")
    site = session.get(Site, command.site_id) if command.site_id else None
    if site is None or site.supplier_id != command.supplier_id:
        yield Fault("audits.site_of_other", "site_id")
    version = session.get(ChecklistVersion, command.checklist_version_id) if command.checklist_version_id else None
    if version is None or version.published_at is None or checklist_of(version).module:
        yield Fault("form.unknown_choice", "checklist_version_id")
    else:
        yield from _faults_of_modules(session, checklist_of(version), command.module_ids)
    if command.type not in TYPES:
        yield Fault("form.unknown_choice", "type")
    if command.mode not in MODES:
        yield Fault("form.unknown_choice", "mode")


def _faults_of_modules(session: Session, main: Checklist, module_ids: Collection[int]) -> Iterator[Fault]:
    """Each a published add-on, none in two versions, and no code of a checkpoint twice in the audit."""
    found = session.scalars(select(ChecklistVersion).where(ChecklistVersion.id.in_(module_ids))).all()
    modules = [checklist_of(version) for version in found if version.published_at is not None]
    if len(modules) < len(set(module_ids)) or not all(module.module for module in modules):
        yield Fault("form.unknown_choice", "module_ids")
    codes = Counter(code for checklist in (main, *modules) for code in checklist.by_code)
    if twice := sorted(code for code, times in codes.items() if times > 1):
        yield Fault("audits.modules_overlap", "module_ids", facts={"checkpoints": twice})


def _faults_of_dates(command: PlanAudit) -> Iterator[Fault]:
    for name in ("starts_on", "ends_on"):
        if getattr(command, name) is None:
            yield Fault("form.required", name)
    if command.starts_on and command.ends_on and command.ends_on < command.starts_on:
        yield Fault("audits.dates_out_of_order", "ends_on")


def _faults_of_texts(command: PlanAudit) -> Iterator[Fault]:
    for name in TEXTS:
        written: str = getattr(command, name)
        if len(written) > LONGEST_TEXT:
            yield Fault("form.too_long", name, facts={"most": LONGEST_TEXT, "length": len(written)})
        if not readable(written):
            yield Fault("audits.control_character", name)


def _faults_of_team(session: Session, command: PlanAudit) -> Iterator[Fault]:
    people = {person.id: person for person in _team(session, {command.lead_id, *command.auditor_ids} - {None})}
    lead = people.get(command.lead_id) if command.lead_id else None
    if lead is None or lead.role != Role.LEAD_AUDITOR:
        yield Fault("audits.lead_missing", "lead_id")
    elif command.supplier_id and _led_in_a_row(session, command.supplier_id, lead.id) >= MOST_IN_A_ROW:
        yield Fault("audits.lead_too_often", "lead_id", facts={"most": MOST_IN_A_ROW})
    if not set(command.auditor_ids) <= people.keys():
        yield Fault("form.unknown_choice", "auditor_ids")


def _team(session: Session, ids: set[int | None]) -> list[Account]:
    allowed = Account.role.in_([role.value for role in _TEAM_ROLES])
    return list(session.scalars(select(Account).where(Account.id.in_(ids), allowed, Account.active)))


def _led_in_a_row(session: Session, supplier_id: int, lead_id: int) -> int:
    """How many of this supplier's latest audits, one after the other, this person led."""
    leads = session.scalars(
        select(AuditMember.account_id)
        .join(Audit, Audit.id == AuditMember.audit_id)
        .where(Audit.supplier_id == supplier_id, AuditMember.role == LEAD, Audit.state.not_in(_FELL_THROUGH))
        .order_by(Audit.starts_on.desc(), Audit.id.desc())
        .limit(MOST_IN_A_ROW)
    ).all()
    return next((place for place, led in enumerate(leads) if led != lead_id), len(leads))
