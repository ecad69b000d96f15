"""Planning an audit: site, team, dates, and the checklist version it is pinned to."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.models import LEAD, MEMBER, Audit, AuditMember, AuditModule, AuditMove
from supplier_portal.audits.operations.plan_faults import TEXTS, PlanAudit, faults_of_plan
from supplier_portal.audits.team.checking import Team
from supplier_portal.audits.team.standing import stand_in_line
from supplier_portal.audits.telling import tell_planned
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.trail.operations import record_event

OF_SITE = frozenset({"site_id", "starts_on", "ends_on"})


@dataclass(frozen=True)
class SiteVisit:
    """One of several sites of a supplier, with its own days."""

    site_id: int | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class PlanSites:
    """Audits of several sites in one go. plan: what all share, its site and days left open; visits: one audit each."""

    plan: PlanAudit
    visits: tuple[SiteVisit, ...]


def plan_audit(session: Session, actor: Actor, command: PlanAudit, moment: Moment) -> Audit:
    """Write the audit in its first state, with its team and the supplier's profile of the day.

    Raises Invalid with every fault at its field.
    """
    reach_of(actor, Permission.AUDITS_AUDIT_PLAN)
    stand_in_line(session)
    supplier = session.scalar(visible_suppliers(actor).where(Supplier.id == command.supplier_id))
    if faults := list(faults_of_plan(session, command, supplier)):
        raise Invalid(faults)
    return _planned(session, actor, command, supplier, moment)


def plan_sites(session: Session, actor: Actor, command: PlanSites, moment: Moment) -> list[Audit]:
    """Plan one audit for each of the sites, all or none.

    Raises Invalid with every fault at its field; those of a site stand at `visits-<n>-<field>`.
    """
    reach_of(actor, Permission.AUDITS_AUDIT_PLAN)
    stand_in_line(session)
    supplier = session.scalar(visible_suppliers(actor).where(Supplier.id == command.plan.supplier_id))
    plans = [
        replace(command.plan, site_id=one.site_id, starts_on=one.starts_on, ends_on=one.ends_on)
        for one in command.visits
    ]
    found: dict[tuple[str, str, str], Fault] = {}
    for number, plan in enumerate(plans):
        for fault in faults_of_plan(session, plan, supplier):
            place = f"visits-{number}-{fault.place}" if fault.place in OF_SITE else fault.place
            found.setdefault((place, fault.code, str(fault.facts.get("person"))), replace(fault, place=place))
    if not plans:
        found["visits", "", ""] = Fault("audits.no_site_chosen", "visits")
    if found:
        raise Invalid(list(found.values()))
    return [_planned(session, actor, plan, supplier, moment) for plan in plans]


def _planned(session: Session, actor: Actor, command: PlanAudit, supplier: Supplier | None, moment: Moment) -> Audit:
    """Write a plan without faults, which has a supplier and days."""
    if supplier is None or command.starts_on is None:
        raise Missing
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
    for auditor_id in Team(command.lead_id, command.auditor_ids).others:
        session.add(AuditMember(audit_id=audit.id, account_id=auditor_id, role=MEMBER))
    session.add_all(AuditModule(audit_id=audit.id, checklist_version_id=one) for one in sorted(set(command.module_ids)))
    session.add(AuditMove(audit_id=audit.id, origin="", target=audit.state, account_id=actor.account_id, at=moment.at))
    session.flush()
    record_event(session, actor, moment, "plan_audit", audit=audit.id, supplier=supplier.id)
    tell_planned(session, actor, audit, moment)
    return audit


_COPIED = ("supplier_id", "site_id", "checklist_version_id", "type", "mode", "starts_on", "ends_on")


def _next_number(session: Session, year: int) -> str:
    """A-<year>-<four digits>, counted by year."""
    prefix = f"A-{year:04}-"
    of_year = select(Audit.number).where(Audit.number.startswith(prefix, autoescape=True), Audit.revision == 1)
    last = session.scalar(of_year.order_by(func.length(Audit.number).desc(), Audit.number.desc()).limit(1))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04}"
