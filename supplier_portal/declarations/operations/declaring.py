"""A supplier declares what its own data should be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.declarations.facts import FIGURES, Told, ToldContact, ToldSite
from supplier_portal.declarations.models import WITHDRAWN, Declaration
from supplier_portal.declarations.telling import tell_made
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.findings.texts import length_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations import FIELDS, Profile
from supplier_portal.suppliers.operations.checking import faults_of
from supplier_portal.suppliers.operations.contacts import LONGEST, contact_faults, language_faults
from supplier_portal.suppliers.operations.profile import one_line, tidy
from supplier_portal.suppliers.operations.sites import SiteFacts, place_faults
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.suppliers.queries.details import contacts_of
from supplier_portal.trail.operations import record_event

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Declare:
    """told: what is left out stays as it is; note: where the figures are from."""

    told: Told
    note: str = ""


def declare(session: Session, actor: Actor, command: Declare, moment: Moment) -> Declaration:
    """Tell the buyer what one's own company's data should be; one that still waits is withdrawn by it.

    Raises Missing for anybody but a supplier, Invalid with every fault at its field, `site-<id>-grid` and
    `site-<id>-categories` among them, and where nothing differs from what is known.
    """
    reach_of(actor, Permission.DECLARATIONS_DECLARATION_MAKE)
    if actor.supplier_id is None:
        raise Missing
    supplier = locked_supplier(session, actor, actor.supplier_id)
    told = _tidied(supplier, command.told)
    if faults := [*_faults(supplier, told, moment), *length_faults("note", command.note, LONGEST_NOTE)]:
        raise Invalid(faults)
    told = told.beyond(supplier, contacts_of(session, supplier))
    if not told:
        raise Invalid([Fault("declarations.nothing_new")])
    _withdraw_waiting(session, actor, supplier, moment)
    declaration = Declaration(
        supplier_id=supplier.id,
        told=told.document(),
        note=command.note.strip(),
        declared_by=actor.account_id,
        declared_at=moment.at,
    )
    session.add(declaration)
    session.flush()
    record_event(session, actor, moment, "data_declared", declaration=declaration.id, supplier=supplier.id)
    tell_made(session, actor, declaration, moment)
    return declaration


def _withdraw_waiting(session: Session, actor: Actor, supplier: Supplier, moment: Moment) -> None:
    asked = select(Declaration).where(Declaration.supplier_id == supplier.id, Declaration.decision.is_(None))
    waiting = session.scalars(asked.with_for_update()).one_or_none()
    if waiting is not None:
        waiting.decision, waiting.decided_by, waiting.decided_at = WITHDRAWN, actor.account_id, moment.at
        session.flush()


def _tidied(supplier: Supplier, told: Told) -> Told:
    """Written as profiles and contacts are; a contact with nothing in it is none."""
    contact = told.contact
    if contact is not None:
        written = {name: one_line(getattr(contact, name)) for name in LONGEST}
        contact = replace(contact, **written)
    return replace(
        told,
        uscc=_with_figures(supplier, told).uscc if told.uscc else None,
        contact=contact if contact is not None and contact.given else None,
    )


def _with_figures(supplier: Supplier, told: Told) -> Profile:
    """The supplier's profile with the figures that are told."""
    known = {name: getattr(supplier, name) for name in FIELDS}
    return tidy(Profile(**known | {name: value for name in FIGURES if (value := getattr(told, name)) is not None}))


def _faults(supplier: Supplier, told: Told, moment: Moment) -> Iterator[Fault]:
    for fault in faults_of(_with_figures(supplier, told), moment.day.year):
        if fault.place in FIGURES and getattr(told, fault.place) is not None:
            yield fault
    if told.contact is not None:
        yield from _contact_faults(told.contact)
    sites = {site.id for site in supplier.sites}
    for number, site in told.sites.items():
        if number not in sites:
            raise Missing
        yield from _site_faults(number, site)


def _contact_faults(contact: ToldContact) -> Iterator[Fault]:
    yield from contact_faults({name: getattr(contact, name) for name in LONGEST})
    if not contact.email:
        yield Fault("form.required", place="email")
    yield from language_faults(contact.language)


def _site_faults(number: int, site: ToldSite) -> Iterator[Fault]:
    for fault in place_faults(SiteFacts(name_en="", grid=site.grid, categories=list(site.categories))):
        yield replace(fault, place=f"site-{number}-{fault.place}")
