"""A supplier's page, and adding and changing its profile."""

from dataclasses import asdict

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.domain.errors import Invalid
from supplier_portal.suppliers.forms import SupplierForm
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations import (
    AddSupplier,
    ChangeSupplier,
    add_supplier,
    change_supplier,
    profile_digest,
)
from supplier_portal.suppliers.queries import visible
from supplier_portal.suppliers.views.room import ONE, blueprint, done, found, found_with_merged, supplier_page
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

HISTORY = {
    "audits": Permission.AUDITS_AUDIT_READ,
    "findings": Permission.FINDINGS_FINDING_READ,
    "scorecard": Permission.SCORES_RATING_READ,
}


@blueprint.get(ONE)
@guard(Permission.SUPPLIERS_SUPPLIER_READ)
def show_supplier(supplier_id: int) -> ResponseReturnValue:
    supplier = found_with_merged(supplier_id)
    if supplier.merged_into_id is None:
        return supplier_page(supplier)
    survivor = reading().scalar(visible(actor()).where(Supplier.id == supplier.merged_into_id))
    sees = {name: decide(actor(), permission).allowed for name, permission in HISTORY.items()}
    return render_template("suppliers/merged.html", supplier=supplier, survivor=survivor, sees=sees)


@blueprint.get("/new")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def new_supplier() -> ResponseReturnValue:
    return _form_page(SupplierForm().offer(), None)


@blueprint.post("/new")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def create_supplier() -> ResponseReturnValue:
    form = SupplierForm().offer()
    if not form.validate_on_submit():
        return _form_page(form, None), 422
    try:
        with writing() as session:
            supplier = add_supplier(session, actor(), AddSupplier(**asdict(form.profile())), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _form_page(form, None), 422
    return done(supplier.id, speech().gettext("The supplier was added."))


@blueprint.get(f"{ONE}/edit")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def edit_supplier(supplier_id: int) -> ResponseReturnValue:
    supplier = found(supplier_id)
    return _form_page(SupplierForm(obj=supplier, seen=profile_digest(supplier)).offer(), supplier)


@blueprint.post(f"{ONE}/edit")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def save_supplier(supplier_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), SupplierForm().offer()
    if not form.validate_on_submit():
        return _form_page(form, supplier), 422
    command = ChangeSupplier(supplier_id=supplier.id, seen=form.seen.data or "", **asdict(form.profile()))
    try:
        with writing() as session:
            change_supplier(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _form_page(form, supplier), 422
    return done(supplier.id, speech().gettext("The supplier was changed."))


def _form_page(form: SupplierForm, supplier: Supplier | None) -> str:
    return render_template("suppliers/edit.html", form=form, supplier=supplier)
