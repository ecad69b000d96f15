"""Merging a duplicate into a supplier: likely ones offered, what would happen, and the act itself."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.suppliers.forms import DuplicateForm
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations import MergeSuppliers, merge_suppliers
from supplier_portal.suppliers.operations.merge_plan import plan_merge
from supplier_portal.suppliers.operations.profile import one_line
from supplier_portal.suppliers.queries import visible
from supplier_portal.suppliers.queries.duplicates import likely_duplicates
from supplier_portal.suppliers.views.room import ONE, blueprint, done, found
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.get(f"{ONE}/duplicates")
@guard(Permission.SUPPLIERS_SUPPLIER_MERGE)
def choose_duplicate(supplier_id: int) -> ResponseReturnValue:
    """Offer likely duplicates; with a number in the address, say what merging that one would do."""
    supplier, number = found(supplier_id), one_line(request.args.get("number", ""))
    form = DuplicateForm(formdata=None, number=number)
    if not number:
        return _choice_page(supplier, form)
    try:
        return _preview_page(supplier, _duplicate(supplier, number), form)
    except Invalid as error:
        form.take_faults(error)
        return _choice_page(supplier, form), 422


@blueprint.post(f"{ONE}/duplicates")
@guard(Permission.SUPPLIERS_SUPPLIER_MERGE)
def merge_duplicate(supplier_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), DuplicateForm()
    if not form.validate_on_submit():
        return _choice_page(supplier, form), 422
    try:
        duplicate = _duplicate(supplier, one_line(form.number.data or ""))
    except Invalid as error:
        form.take_faults(error)
        return _choice_page(supplier, form), 422
    # Without the number of rows nobody was told what happens: then none is right.
    rows = -1 if form.rows.data is None else form.rows.data
    try:
        with writing() as session:
            merge_suppliers(session, actor(), MergeSuppliers(supplier.id, duplicate.id, rows), portal().moment())
    except Invalid as error:
        return _preview_page(found(supplier_id), _duplicate(supplier, duplicate.number), form, error), 422
    told = speech().gettext("%(name)s was merged into this supplier.", name=duplicate.name(language()))
    return done(supplier.id, told)


def _duplicate(supplier: Supplier, number: str) -> Supplier:
    """Find the other supplier. Raises Invalid at its field."""
    other = reading().scalar(visible(actor()).where(Supplier.number == number))
    if other is None:
        raise Invalid([Fault("suppliers.merge_unknown", place="number")])
    if other.id == supplier.id:
        raise Invalid([Fault("suppliers.merge_itself", place="number")])
    return other


def _choice_page(supplier: Supplier, form: DuplicateForm) -> str:
    likely = likely_duplicates(reading(), actor(), supplier)
    return render_template("suppliers/duplicates.html", supplier=supplier, form=form, likely=likely)


def _preview_page(supplier: Supplier, duplicate: Supplier, form: DuplicateForm, error: Invalid | None = None) -> str:
    plan = plan_merge(reading(), supplier, duplicate)
    meanwhile = [fault for fault in error.faults if fault not in plan.faults] if error else []
    return render_template("suppliers/merge.html", plan=plan, faults=[*plan.faults, *meanwhile], form=form)
