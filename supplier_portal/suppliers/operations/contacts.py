"""People at a supplier to write to."""

import re
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import SupplierContact
from supplier_portal.suppliers.operations.checking import length_faults
from supplier_portal.suppliers.operations.profile import one_line
from supplier_portal.suppliers.operations.rows import check_seen, own_row
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LANGUAGES = ("zh", "en")
LONGEST = {"name": 120, "role": 120, "email": 254, "phone": 40}
_EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:.\"]+")
_FOUR_DIGITS = re.compile(r"(?:\d\D*){4}")


@dataclass(frozen=True)
class SaveContact:
    """contact_id: None for a new one. seen: `row_digest` of the contact that the change was made on."""

    supplier_id: int
    name: str
    contact_id: int | None = None
    role: str = ""
    email: str = ""
    phone: str = ""
    language: str = "zh"
    main: bool = False
    seen: str | None = None


def save_contact(session: Session, actor: Actor, command: SaveContact, moment: Moment) -> SupplierContact:
    """Write a new or changed contact; the first is the main one, and a new main one takes the place of the former.

    Raises Missing, or Invalid with every fault; also where it was changed since it was seen.
    """
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    contact = SupplierContact(supplier_id=supplier.id)
    if command.contact_id is not None:
        contact = own_row(session, SupplierContact, supplier, command.contact_id)
        check_seen(contact, command.seen)
    told = {name: one_line(getattr(command, name)) for name in LONGEST}
    if faults := [*contact_faults(told), *language_faults(command.language)]:
        raise Invalid(faults)
    others = select(SupplierContact.id).where(SupplierContact.supplier_id == supplier.id, SupplierContact.main)
    if contact.id is not None:
        others = others.where(SupplierContact.id != contact.id)
    former = session.scalars(others).all()
    main = command.main or not former
    if main and former:
        session.execute(update(SupplierContact).where(SupplierContact.id.in_(former)).values(main=False))
    for name, value in {**told, "language": command.language, "main": main}.items():
        setattr(contact, name, value)
    session.add(contact)
    session.flush()
    record_event(session, actor, moment, "supplier_contact_saved", supplier=supplier.id, contact=contact.id)
    return contact


def remove_contact(session: Session, actor: Actor, supplier_id: int, contact_id: int, moment: Moment) -> None:
    """Take a contact away; of a main one the eldest left becomes it. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, supplier_id)
    contact = own_row(session, SupplierContact, supplier, contact_id)
    session.delete(contact)
    session.flush()
    if contact.main:
        left = select(SupplierContact).where(SupplierContact.supplier_id == supplier.id).order_by(SupplierContact.id)
        eldest = session.scalars(left.limit(1)).first()
        if eldest is not None:
            eldest.main = True
    session.flush()
    record_event(session, actor, moment, "supplier_contact_removed", supplier=supplier.id, contact=contact_id)


def contact_faults(told: dict[str, str]) -> list[Fault]:
    """Name everything wrong with name, role, email and phone as they are written."""
    faults = [fault for name, most in LONGEST.items() for fault in length_faults(told[name], most, name)]
    if not told["name"]:
        faults.append(Fault("form.required", place="name"))
    if told["email"] and not _EMAIL.fullmatch(told["email"]):
        faults.append(Fault("suppliers.email", place="email"))
    if told["phone"] and not _FOUR_DIGITS.search(told["phone"]):
        faults.append(Fault("suppliers.phone", place="phone"))
    return faults


def language_faults(language: str) -> list[Fault]:
    """Name a language nobody is written to in."""
    return [] if language in LANGUAGES else [Fault("form.unknown_choice", place="language")]
