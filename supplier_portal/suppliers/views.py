"""Pages of suppliers: the list, one supplier with its sites, adding and changing."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.domain.identifiers import is_isin, is_lei
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.forms import SiteForm, SupplierForm
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations import (
    AddSite,
    AddSupplier,
    ChangeSupplier,
    add_site,
    add_supplier,
    change_supplier,
    profile_digest,
)
from supplier_portal.suppliers.queries import SORTS, SupplierFilter, count_of, filtered, sorted_by, visible
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

blueprint = Blueprint("suppliers", __name__, url_prefix="/suppliers")
BUYER = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.REVIEWER, Role.PROCUREMENT, Role.MANAGEMENT})
MENU = [MenuEntry("Suppliers", "suppliers.list_suppliers", Permission.SUPPLIERS_SUPPLIER_READ, 40, roles=BUYER)]
ONE = "/<int:supplier_id>"


@blueprint.get("")
@guard(Permission.SUPPLIERS_SUPPLIER_READ)
def list_suppliers() -> ResponseReturnValue:
    wanted = SupplierFilter(request.args.get("q", "").strip()[:200], request.args.get("category", ""))
    found = filtered(visible(actor()), wanted)
    asked = asked_page()
    total = count_of(reading(), found)
    sort = _sort()
    rows = reading().scalars(sorted_by(found, sort).offset(asked.first).limit(asked.size)).all()
    return render_template(
        "suppliers/list.html",
        suppliers=rows,
        page=Page(asked.number, asked.size, total),
        sort=sort,
        categories=[(code, speech().word(f"supplier_category.{code}")) for code in CATEGORIES],
        countries=country_names(language()),
        narrowed=bool(wanted.text or wanted.category),
        writes=_writes(),
    )


def _sort() -> str:
    asked = request.args.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else "name"


@blueprint.get(ONE)
@guard(Permission.SUPPLIERS_SUPPLIER_READ)
def show_supplier(supplier_id: int) -> ResponseReturnValue:
    return _supplier_page(_found(supplier_id), SiteForm())


@blueprint.post(f"{ONE}/sites")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def add_one_site(supplier_id: int) -> ResponseReturnValue:
    supplier, form = _found(supplier_id), SiteForm()
    if not form.validate_on_submit():
        return _supplier_page(supplier, form), 422
    try:
        with writing() as session:
            command = AddSite(supplier.id, form.name_en.data or "", form.name_zh.data or "", form.spend_share.data)
            add_site(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _supplier_page(_found(supplier_id), form), 422
    flash(speech().gettext("The site was added."), "success")
    return redirect(url_for(".show_supplier", supplier_id=supplier.id))


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
    flash(speech().gettext("The supplier was added."), "success")
    return redirect(url_for(".show_supplier", supplier_id=supplier.id))


@blueprint.get(f"{ONE}/edit")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def edit_supplier(supplier_id: int) -> ResponseReturnValue:
    supplier = _found(supplier_id)
    return _form_page(SupplierForm(obj=supplier, seen=profile_digest(supplier)).offer(), supplier)


@blueprint.post(f"{ONE}/edit")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def save_supplier(supplier_id: int) -> ResponseReturnValue:
    supplier, form = _found(supplier_id), SupplierForm().offer()
    if not form.validate_on_submit():
        return _form_page(form, supplier), 422
    command = ChangeSupplier(supplier_id=supplier.id, seen=form.seen.data or "", **asdict(form.profile()))
    try:
        with writing() as session:
            change_supplier(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _form_page(form, supplier), 422
    flash(speech().gettext("The supplier was changed."), "success")
    return redirect(url_for(".show_supplier", supplier_id=supplier.id))


def _found(supplier_id: int) -> Supplier:
    supplier = reading().scalar(visible(actor()).where(Supplier.id == supplier_id))
    if supplier is None:
        raise Missing
    return supplier


def _writes() -> bool:
    return decide(actor(), Permission.SUPPLIERS_SUPPLIER_WRITE).allowed


def _form_page(form: SupplierForm, supplier: Supplier | None) -> str:
    return render_template("suppliers/edit.html", form=form, supplier=supplier)


def _supplier_page(supplier: Supplier, site_form: SiteForm) -> str:
    given: dict[str, Any] = {
        "supplier": supplier,
        "country": country_names(language()).get(supplier.country, supplier.country),
        "right_lei": supplier.lei is not None and is_lei(supplier.lei),
        "right_isin": supplier.isin is not None and is_isin(supplier.isin),
        "site_form": site_form,
        "writes": _writes(),
    }
    return render_template("suppliers/supplier.html", **given)
