"""A supplier's people declare their company's data, and withdraw what they declared."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.declarations.forms import DeclarationForm
from supplier_portal.declarations.operations import declare, withdraw_declaration
from supplier_portal.declarations.queries import waiting_of
from supplier_portal.declarations.views.room import ONE, blueprint, declaration_page
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/new")
@guard(Permission.DECLARATIONS_DECLARATION_MAKE)
def begin() -> ResponseReturnValue:
    supplier = _own()
    return _page(supplier, DeclarationForm(supplier, sent=False))


@blueprint.post("/new")
@guard(Permission.DECLARATIONS_DECLARATION_MAKE)
def send() -> ResponseReturnValue:
    supplier = _own()
    form = DeclarationForm(supplier, sent=True)
    if not form.validate():
        return _page(supplier, form), 422
    try:
        with writing() as session:
            number = declare(session, actor(), form.command(), portal().moment()).id
    except Invalid as error:
        form.take_faults(error)
        return _page(supplier, form), 422
    flash(speech().gettext("Sent. It is the buyer’s turn: a planner takes it over or says why not."), "success")
    return redirect(url_for(".show_one", declaration_id=number))


@blueprint.post(f"{ONE}/withdraw")
@guard(Permission.DECLARATIONS_DECLARATION_MAKE)
def withdraw(declaration_id: int) -> ResponseReturnValue:
    try:
        with writing() as session:
            withdraw_declaration(session, actor(), declaration_id, portal().moment())
    except Conflict as error:
        close_reading()
        return declaration_page(declaration_id, conflict=speech().error(error)), 409
    flash(speech().gettext("Withdrawn. Nothing of it is taken over."), "success")
    return redirect(url_for(".list_all"))


def _own() -> Supplier:
    """The company of whoever asks. Raises Missing."""
    supplier = reading().scalar(visible_suppliers(actor()).where(Supplier.id == actor().supplier_id))
    if supplier is None:
        raise Missing
    return supplier


def _page(supplier: Supplier, form: DeclarationForm) -> str:
    waiting = waiting_of(reading(), actor(), supplier.id)
    return render_template("declarations/new.html", form=form, supplier=supplier, waiting=waiting)
