"""What the plan form offers: this supplier's sites, people with how they stand to the visit, checklists."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select

from supplier_portal.access.actor import Role
from supplier_portal.accounts.models import Account
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.checklists import WITHOUT_DOCUMENT, published_modules
from supplier_portal.audits.forms import PlanFields, row_number
from supplier_portal.audits.models import MODES, TYPES, Audit
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.audits.team.qualifications import TEAM_ROLES
from supplier_portal.audits.team.standing import Standing, Visit, qualifications_kept, standings
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import MAIN, checklist_of, order_of
from supplier_portal.checklists.queries import visible as visible_versions
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.suppliers.queries import visible_with_merged
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@dataclass(frozen=True)
class Candidate:
    """A person who may be put on the team, and how the person stands to the visit; None without a supplier."""

    person: Account
    standing: Standing | None

    @property
    def leads(self) -> bool:
        return self.person.role == Role.LEAD_AUDITOR


@dataclass(frozen=True)
class Choice:
    """All who may be put on a team; visit: the days their standing is of; kept: whether leads need a qualification."""

    candidates: list[Candidate]
    visit: Visit | None
    kept: bool


def supplier_of(supplier_id: str | int | None) -> Supplier | None:
    """The supplier a form or an address names, where the reader sees it and it was not merged away."""
    return _found(visible_suppliers(actor()), supplier_id)


def survivor_of(supplier_id: str | int | None) -> Supplier | None:
    """The supplier into which the one named was merged."""
    merged = _found(visible_with_merged(actor()), supplier_id)
    return _found(visible_suppliers(actor()), merged.merged_into_id) if merged and merged.merged_into_id else None


def _found(suppliers: Select[Supplier], supplier_id: str | int | None) -> Supplier | None:
    number = row_number(supplier_id)
    if number is None or number > MOST_ID:
        return None
    return reading().scalar(suppliers.where(Supplier.id == number))


def offer(form: PlanFields, supplier: Supplier | None) -> None:
    """Give the form its choices, the checklists with the newest first."""
    if "site_id" in form:
        form.site_id.choices = [(site.id, site.name(language())) for site in supplier.sites] if supplier else []
    offer_kinds(form)
    versions = reading().scalars(
        visible_versions(actor()).where(ChecklistVersion.code == MAIN).options(WITHOUT_DOCUMENT)
    )
    newest_first = sorted(versions, key=order_of, reverse=True)
    form.checklist_version_id.choices = [(version.id, version.version) for version in newest_first]
    form.module_ids.choices = [
        (module.id, f"{checklist_of(module).title.in_language(language())} {module.version}")
        for module in published_modules(reading(), actor())
    ]


def offer_kinds(form: PlanFields) -> None:
    """Give a form its types and modes in the reader's words."""
    form.type.choices = [(code, speech().word(f"audit_type.{code}")) for code in TYPES]
    form.mode.choices = [(code, speech().word(f"audit_mode.{code}")) for code in MODES]


def team_choice(supplier: Supplier | None, site_id: int | None, starts_on: date | None, ends_on: date | None) -> Choice:
    """Everybody who may be on a team, told for these days, for today where they are not known.

    site_id: the supplier's first site where it is not known.
    """
    if supplier is None:
        return choice_for(None)
    site_id = site_id or next((site.id for site in supplier.sites), None)
    first = starts_on or portal().moment().day
    return choice_for(Visit(supplier.id, site_id, first, max(first, ends_on or first)))


def choice_for(visit: Visit | None) -> Choice:
    """Everybody who may be on a team, with how they stand to the visit."""
    people = people_with(reading(), *TEAM_ROLES)
    found = standings(reading(), [person.id for person in people], visit) if visit else {}
    candidates = [Candidate(person, found.get(person.id)) for person in people]
    candidates.sort(key=lambda one: (not one.leads, one.person.name))
    return Choice(candidates, visit, qualifications_kept(reading()))


def visit_of(audit: Audit) -> Visit:
    """The days and place of an audit that is planned already."""
    return Visit(audit.supplier_id, audit.site_id, audit.starts_on, audit.ends_on, audit.id)
