"""A plan and what is wrong with it, each fault at its field."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from supplier_portal.audits.models import MODES, SCORED, TYPES
from supplier_portal.audits.team.changing import faults_of_dates
from supplier_portal.audits.team.checking import Team, faults_of_team
from supplier_portal.audits.team.standing import Visit
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.answering import readable
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Fault
from supplier_portal.suppliers.models import Site, Supplier

LONGEST_TEXT = 5000
TEXTS = ("objectives", "scope", "criteria")


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


def faults_of_plan(session: Session, command: PlanAudit, supplier: Supplier | None) -> Iterator[Fault]:
    """All that is wrong; supplier: the one named, None where there is none to be audited."""
    yield from _faults_of_place(session, command, supplier)
    yield from faults_of_dates(command.starts_on, command.ends_on)
    yield from _faults_of_texts(command)
    yield from faults_of_team(session, Team(command.lead_id, command.auditor_ids), _visit_of(command, supplier))


def _visit_of(command: PlanAudit, supplier: Supplier | None) -> Visit | None:
    if supplier is None or command.starts_on is None or command.ends_on is None:
        return None
    return Visit(supplier.id, command.site_id, command.starts_on, max(command.starts_on, command.ends_on))


def _fault_of_supplier(session: Session, supplier_id: int | None) -> Fault:
    """A duplicate that was merged away names the supplier it is now."""
    survivor = aliased(Supplier)
    merged = select(survivor.number).join(Supplier, Supplier.merged_into_id == survivor.id)
    number = session.scalar(merged.where(Supplier.id == supplier_id))
    if number is None:
        return Fault("form.unknown_choice", "supplier_id")
    return Fault("audits.supplier_merged", "supplier_id", facts={"number": number})


def _faults_of_place(session: Session, command: PlanAudit, supplier: Supplier | None) -> Iterator[Fault]:
    if supplier is None:
        yield _fault_of_supplier(session, command.supplier_id)
    site = session.get(Site, command.site_id) if command.site_id else None
    if site is None and command.type in SCORED:
        yield Fault("audits.scored_without_site", "site_id")
    elif site is None or site.supplier_id != command.supplier_id:
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


def _faults_of_texts(command: PlanAudit) -> Iterator[Fault]:
    for name in TEXTS:
        written: str = getattr(command, name)
        if len(written) > LONGEST_TEXT:
            yield Fault("form.too_long", name, facts={"most": LONGEST_TEXT, "length": len(written)})
        if not readable(written):
            yield Fault("audits.control_character", name)
