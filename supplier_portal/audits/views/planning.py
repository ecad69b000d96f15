"""Planning audits: choose the supplier, then one site or several, team, days and checklist."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.forms import PlanForm, PlanSitesForm, row_number
from supplier_portal.audits.operations import plan_audit, plan_sites
from supplier_portal.audits.plan_form import offer, supplier_of, survivor_of, team_choice
from supplier_portal.audits.views.room import blueprint
from supplier_portal.domain.errors import Invalid
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.suppliers.queries.listing import SupplierFilter, count_of, filtered, sorted_by
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

LOOK = "look"
"""Name of the button that shows the team for the days typed, and plans nothing."""


@blueprint.route("/audits/plan", methods=["GET", "POST"])
@guard(Permission.AUDITS_AUDIT_PLAN)
def plan() -> ResponseReturnValue:
    form = PlanForm(supplier_id=request.args.get("supplier"), site_id=row_number(request.args.get("site")))
    supplier = supplier_of(form.supplier_id.data)
    if supplier is None and not form.is_submitted():
        return _choose_supplier(survivor_of(request.args.get("supplier")))
    offer(form, supplier)
    looks = LOOK in request.form
    if not looks and form.validate_on_submit():
        try:
            with writing() as session:
                audit = plan_audit(session, actor(), form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Audit %(number)s is planned.", number=audit.number), "success")
            return redirect(url_for(".show_audit", audit_id=audit.id))
    choice = team_choice(supplier, form.site_id.data, form.starts_on.data, form.ends_on.data)
    page = render_template("audits/plan.html", form=form, supplier=supplier, choice=choice)
    return page, 422 if form.is_submitted() and not looks else 200


@blueprint.route("/audits/plan/sites", methods=["GET", "POST"])
@guard(Permission.AUDITS_AUDIT_PLAN)
def plan_several() -> ResponseReturnValue:
    """One audit for each site chosen, with one team; without a supplier, the page to choose one."""
    supplier = supplier_of(request.values.get("supplier_id") or request.args.get("supplier"))
    if supplier is None:
        return redirect(url_for(".plan", supplier=request.values.get("supplier_id")))
    rows = [{"site_id": site.id} for site in supplier.sites]
    form = PlanSitesForm(supplier_id=supplier.id, visits=rows)
    offer(form, supplier)
    looks = LOOK in request.form
    if not looks and form.validate_on_submit():
        try:
            with writing() as session:
                audits = plan_sites(session, actor(), form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            said = speech().ngettext("%(num)s audit is planned.", "%(num)s audits are planned.", len(audits))
            flash(said, "success")
            return redirect(url_for(".list_audits", q=supplier.number))
    place = next((row_number(one.site_id.data) for one in form.chosen), None)
    first = min((one.starts_on.data for one in form.chosen if one.starts_on.data), default=None)
    last = max((one.ends_on.data for one in form.chosen if one.ends_on.data), default=None)
    page = render_template(
        "audits/plan_sites.html",
        form=form,
        supplier=supplier,
        sites={str(site.id): site for site in supplier.sites},
        choice=team_choice(supplier, place, first, last),
    )
    return page, 422 if form.is_submitted() and not looks else 200


def _choose_supplier(survivor: Supplier | None) -> str:
    wanted = SupplierFilter.of({**request.args, "text": request.args.get("q", "")})
    asked = filtered(visible_suppliers(actor()), wanted)
    page = asked_page()
    rows = reading().scalars(sorted_by(asked, "name").offset(page.first).limit(page.size)).all()
    page = Page(page.number, page.size, count_of(reading(), asked))
    return render_template("audits/plan_supplier.html", suppliers=rows, page=page, survivor=survivor)
