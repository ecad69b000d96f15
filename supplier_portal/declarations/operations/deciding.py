"""A planner takes a declaration over into the supplier's data, or declines it; the supplier may withdraw it."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.declarations.facts import FIGURES, Told, ToldContact, told_from
from supplier_portal.declarations.models import DECLINED, TAKEN, WITHDRAWN, Declaration
from supplier_portal.declarations.operations.declaring import LONGEST_NOTE
from supplier_portal.declarations.queries import visible
from supplier_portal.declarations.telling import tell_decided
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.findings.texts import length_faults, text_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations import (
    FIELDS,
    ChangeSite,
    ChangeSupplier,
    SaveContact,
    change_site,
    change_supplier,
    save_contact,
)
from supplier_portal.suppliers.operations.sites import SITE_FIELDS
from supplier_portal.suppliers.queries.details import contacts_of
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class DecideDeclaration:
    """decision: taken or declined; answer: what the supplier reads, needed where it is declined."""

    declaration_id: int
    decision: str
    answer: str = ""


def decide_declaration(session: Session, actor: Actor, command: DecideDeclaration, moment: Moment) -> Declaration:
    """Take it over into profile, contacts and sites in the same act, or decline it.

    Raises Missing, Conflict where it was decided or withdrawn meanwhile, Invalid at `decision` and `answer`, and with
    what keeps a figure from being taken over, as a code that is another supplier's.
    """
    reach_of(actor, Permission.DECLARATIONS_DECLARATION_DECIDE)
    declaration = _waiting(session, actor, command.declaration_id)
    if command.decision not in {TAKEN, DECLINED}:
        raise Invalid([Fault("form.unknown_choice", "decision")])
    check = text_faults if command.decision == DECLINED else length_faults
    if faults := check("answer", command.answer, LONGEST_NOTE):
        raise Invalid(faults)
    if command.decision == TAKEN:
        _take_over(session, actor, declaration, moment)
    declaration.answer = command.answer.strip()
    _settle(session, actor, declaration, command.decision, moment)
    tell_decided(session, actor, declaration, moment)
    return declaration


def withdraw_declaration(session: Session, actor: Actor, declaration_id: int, moment: Moment) -> Declaration:
    """Take one's own back while it waits. Raises Missing for others, Conflict where it was decided."""
    reach_of(actor, Permission.DECLARATIONS_DECLARATION_MAKE)
    declaration = _waiting(session, actor, declaration_id)
    _settle(session, actor, declaration, WITHDRAWN, moment)
    return declaration


def _waiting(session: Session, actor: Actor, declaration_id: int) -> Declaration:
    """The declaration, its supplier held as long: declaring anew withdraws it. Raises Missing, Conflict."""
    seen = visible(actor).where(Declaration.id == declaration_id)
    supplier_id = session.scalar(seen.with_only_columns(Declaration.supplier_id))
    if supplier_id is None:
        raise Missing
    session.execute(select(Supplier.id).where(Supplier.id == supplier_id).with_for_update())
    declaration = session.scalars(seen.execution_options(populate_existing=True)).one()
    if declaration.decision is not None:
        raise Conflict("declarations.decided_already", decision=f"declaration_state.{declaration.decision}")
    return declaration


def _take_over(session: Session, actor: Actor, declaration: Declaration, moment: Moment) -> None:
    told = told_from(declaration.told)
    supplier = session.get_one(Supplier, declaration.supplier_id)
    figures = {name: value for name in FIGURES if (value := getattr(told, name)) is not None}
    if figures:
        known = {name: getattr(supplier, name) for name in FIELDS}
        change_supplier(session, actor, ChangeSupplier(supplier_id=supplier.id, **known | figures), moment)
    _take_sites(session, actor, supplier, told, moment)
    if told.contact is not None:
        _take_contact(session, actor, supplier, told.contact, moment)


def _take_contact(session: Session, actor: Actor, supplier: Supplier, told: ToldContact, moment: Moment) -> None:
    """Change the contact of this e-mail, else add it; where nobody could be written to, it is the main one."""
    contacts = contacts_of(session, supplier)
    known = told.known(contacts)
    main = known.main if known else not any(contact.email for contact in contacts)
    contact = SaveContact(supplier.id, contact_id=known.id if known else None, main=main, **asdict(told))
    save_contact(session, actor, contact, moment)


def _take_sites(session: Session, actor: Actor, supplier: Supplier, told: Told, moment: Moment) -> None:
    """Write what is told of sites that are still there."""
    for site in supplier.sites:
        if site.id not in told.sites:
            continue
        said = told.sites[site.id]
        facts = {name: getattr(site, name) for name in SITE_FIELDS}
        facts |= {"grid": said.grid} if said.grid else {}
        facts |= {"categories": list(said.categories)} if said.categories else {}
        change_site(session, actor, ChangeSite(supplier_id=supplier.id, site_id=site.id, **facts), moment)


def _settle(session: Session, actor: Actor, declaration: Declaration, decision: str, moment: Moment) -> None:
    declaration.decision, declaration.decided_by, declaration.decided_at = decision, actor.account_id, moment.at
    session.flush()
    number, supplier = declaration.id, declaration.supplier_id
    record_event(
        session, actor, moment, "declaration_decided", declaration=number, supplier=supplier, decision=decision
    )
