"""Further names, spend by year and the parent: small forms on the supplier's page."""

from decimal import Decimal

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid
from supplier_portal.suppliers.forms import NameForm, ParentForm, SpendForm
from supplier_portal.suppliers.operations import (
    AddName,
    RecordSpend,
    SetParent,
    add_name,
    record_spend,
    remove_name,
    remove_spend,
    set_parent,
)
from supplier_portal.suppliers.views.room import ONE, PageForms, blueprint, done, found, supplier_page
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post(f"{ONE}/names")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def add_one_name(supplier_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), NameForm(prefix="name-").offer()
    if not form.validate_on_submit():
        return supplier_page(supplier, PageForms(name=form)), 422
    typed = {name: getattr(form, name).data or "" for name in ("name", "kind", "language", "source")}
    try:
        with writing() as session:
            add_name(session, actor(), AddName(supplier.id, **typed), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return supplier_page(found(supplier_id), PageForms(name=form)), 422
    return done(supplier.id, speech().gettext("The name was added."))


@blueprint.post(f"{ONE}/names/<int:name_id>/remove")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def remove_one_name(supplier_id: int, name_id: int) -> ResponseReturnValue:
    with writing() as session:
        remove_name(session, actor(), supplier_id, name_id, portal().moment())
    return done(supplier_id, speech().gettext("The name was removed."))


@blueprint.post(f"{ONE}/spend")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def record_one_year(supplier_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), SpendForm(prefix="spend-")
    if not form.validate_on_submit():
        return supplier_page(supplier, PageForms(spend=form)), 422
    amount = form.amount.data if form.amount.data is not None else Decimal(0)
    command = RecordSpend(supplier.id, form.year.data or 0, amount, form.source.data or "")
    try:
        with writing() as session:
            record_spend(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return supplier_page(found(supplier_id), PageForms(spend=form)), 422
    return done(supplier.id, speech().gettext("The year’s spend was recorded."))


@blueprint.post(f"{ONE}/spend/<int:year>/remove")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def remove_one_year(supplier_id: int, year: int) -> ResponseReturnValue:
    with writing() as session:
        remove_spend(session, actor(), supplier_id, year, portal().moment())
    return done(supplier_id, speech().gettext("The year’s spend was removed."))


@blueprint.post(f"{ONE}/parent")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def save_parent(supplier_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), ParentForm(prefix="family-")
    if not form.validate_on_submit():
        return supplier_page(supplier, PageForms(parent=form)), 422
    try:
        with writing() as session:
            set_parent(session, actor(), SetParent(supplier.id, form.parent_number.data or ""), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return supplier_page(found(supplier_id), PageForms(parent=form)), 422
    return done(supplier.id, speech().gettext("The parent was saved."))
