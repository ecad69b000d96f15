"""One supplier and the companies that may be it: choosing one, none of these, and taking a decision back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.forms import DecideForm
from supplier_portal.carbon.models import SbtiDecision, SupplierTarget
from supplier_portal.carbon.operations import DecideMatch, UndoDecision, decide_match, undo_decision
from supplier_portal.carbon.queries.decisions import stands_on, visible_decisions
from supplier_portal.carbon.queries.options import Option, options_of
from supplier_portal.carbon.queries.targets import targets_on
from supplier_portal.carbon.views.room import blueprint, may_decide
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import names_of
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.get("/targets/suppliers/<int:supplier_id>")
@guard(Permission.CARBON_SNAPSHOT_READ)
def show_supplier(supplier_id: int) -> ResponseReturnValue:
    return _page(_found(supplier_id), DecideForm())


@blueprint.post("/targets/suppliers/<int:supplier_id>")
@guard(Permission.CARBON_MATCH_DECIDE)
def decide(supplier_id: int) -> ResponseReturnValue:
    """Keep what was chosen."""
    supplier, form = _found(supplier_id), DecideForm()
    if not form.validate_on_submit():
        return _page(supplier, form), 422
    command = DecideMatch(supplier.id, form.chosen(), form.seen(), form.note.data or "")
    try:
        with writing() as session:
            decide_match(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(_found(supplier_id), form), 422
    flash(speech().gettext("The decision was kept. It holds for newer lists too."), "success")
    return redirect(url_for(".show_supplier", supplier_id=supplier_id))


@blueprint.post("/targets/decisions/<int:decision_id>/undo")
@guard(Permission.CARBON_MATCH_DECIDE)
def undo(decision_id: int) -> ResponseReturnValue:
    with writing() as session:
        decision = undo_decision(session, actor(), UndoDecision(decision_id), portal().moment())
    flash(speech().gettext("The decision was undone. The supplier is looked up again within a minute."), "success")
    return redirect(url_for(".show_supplier", supplier_id=decision.supplier_id))


def _found(supplier_id: int) -> Supplier:
    supplier = reading().scalar(visible_suppliers(actor()).where(Supplier.id == supplier_id))
    if supplier is None:
        raise Missing
    return supplier


def _page(supplier: Supplier, form: DecideForm) -> str:
    day = portal().moment().day
    targets = targets_on(reading(), actor(), day)
    options: list[Option] = []
    sure: list[tuple[SupplierTarget, object]] = []
    if targets is not None:
        countries = {supplier.id: supplier.country}
        options = options_of(reading(), actor(), targets.snapshot.id, countries, day).get(supplier.id, [])
        rows = reading().execute(targets.sure().where(Supplier.id == supplier.id)).all()
        sure = [(target, company) for target, _, company in rows]
    own = visible_decisions(actor()).where(SbtiDecision.supplier_id == supplier.id)
    decisions = reading().execute(own.where(stands_on(day)).order_by(SbtiDecision.id.desc())).all()
    accepted = any(decision.verdict == "accepted" for decision, *_ in decisions)
    return render_template(
        "carbon/supplier.html", supplier=supplier, names=names_of(reading(), [supplier.id]).get(supplier.id, ()),
        country=country_names(language()).get(supplier.country, supplier.country), targets=targets, sure=sure,
        options=[] if accepted else options, form=form.offer(options), decisions=decisions, may_decide=may_decide(),
    )  # fmt: skip
