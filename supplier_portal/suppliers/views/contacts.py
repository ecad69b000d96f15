"""Adding, changing and removing contacts."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.suppliers.forms import ContactForm
from supplier_portal.suppliers.models import Supplier, SupplierContact
from supplier_portal.suppliers.operations import SaveContact, remove_contact, row_digest, save_contact
from supplier_portal.suppliers.queries.details import contacts_of
from supplier_portal.suppliers.views.room import ONE, blueprint, done, found
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

CONTACT = f"{ONE}/contacts/<int:contact_id>"


@blueprint.get(f"{ONE}/contacts/new")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def new_contact(supplier_id: int) -> ResponseReturnValue:
    return _contact_page(ContactForm().offer(), found(supplier_id), None)


@blueprint.post(f"{ONE}/contacts/new")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def add_contact(supplier_id: int) -> ResponseReturnValue:
    return _save(found(supplier_id), None)


@blueprint.get(CONTACT)
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def edit_contact(supplier_id: int, contact_id: int) -> ResponseReturnValue:
    supplier = found(supplier_id)
    contact = _contact(supplier, contact_id)
    return _contact_page(ContactForm(obj=contact, seen=row_digest(contact)).offer(), supplier, contact)


@blueprint.post(CONTACT)
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def change_contact(supplier_id: int, contact_id: int) -> ResponseReturnValue:
    supplier = found(supplier_id)
    return _save(supplier, _contact(supplier, contact_id))


@blueprint.post(f"{CONTACT}/remove")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def remove_one_contact(supplier_id: int, contact_id: int) -> ResponseReturnValue:
    with writing() as session:
        remove_contact(session, actor(), supplier_id, contact_id, portal().moment())
    return done(supplier_id, speech().gettext("The contact was removed."))


def _save(supplier: Supplier, contact: SupplierContact | None) -> ResponseReturnValue:
    form = ContactForm().offer()
    if not form.validate_on_submit():
        return _contact_page(form, supplier, contact), 422
    own: dict[str, Any] = {} if contact is None else {"contact_id": contact.id, "seen": form.seen.data or ""}
    try:
        with writing() as session:
            save_contact(session, actor(), SaveContact(supplier.id, **form.facts(), **own), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _contact_page(form, supplier, contact), 422
    return done(supplier.id, speech().gettext("The contact was saved."))


def _contact(supplier: Supplier, contact_id: int) -> SupplierContact:
    contact = next((one for one in contacts_of(reading(), supplier) if one.id == contact_id), None)
    if contact is None:
        raise Missing
    return contact


def _contact_page(form: ContactForm, supplier: Supplier, contact: SupplierContact | None) -> str:
    return render_template("suppliers/contact.html", form=form, supplier=supplier, contact=contact)
