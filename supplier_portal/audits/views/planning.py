"""Planning an audit: choose the supplier, then site, team, dates and checklist."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.checklists import WITHOUT_DOCUMENT, published_modules
from supplier_portal.audits.forms import PlanForm, row_number
from supplier_portal.audits.models import MODES, TYPES
from supplier_portal.audits.operations import plan_audit
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.audits.views.room import blueprint
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import MAIN, checklist_of, order_of
from supplier_portal.checklists.queries import visible as visible_versions
from supplier_portal.domain.errors import Invalid
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.route("/audits/plan", methods=["GET", "POST"])
@guard(Permission.AUDITS_AUDIT_PLAN)
def plan() -> ResponseReturnValue:
    form = PlanForm(supplier_id=request.args.get("supplier"))
    supplier = _supplier(row_number(form.supplier_id.data))
    if supplier is None and not form.is_submitted():
        suppliers = reading().scalars(visible_suppliers(actor()).order_by(Supplier.name_en, Supplier.id)).all()
        return render_template("audits/plan_supplier.html", suppliers=suppliers)
    _offer(form, supplier)
    if form.validate_on_submit():
        try:
            with writing() as session:
                audit = plan_audit(session, actor(), form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Audit %(number)s is planned.", number=audit.number), "success")
            return redirect(url_for(".show_audit", audit_id=audit.id))
    return render_template("audits/plan.html", form=form, supplier=supplier), 422 if form.is_submitted() else 200


def _supplier(supplier_id: int | None) -> Supplier | None:
    if supplier_id is None or supplier_id > MOST_ID:
        return None
    return reading().scalar(visible_suppliers(actor()).where(Supplier.id == supplier_id))


def _offer(form: PlanForm, supplier: Supplier | None) -> None:
    """Give the form its choices: this supplier's sites, the people, the checklists with the newest first."""
    said = speech()
    sites = supplier.sites if supplier else []
    form.site_id.choices = [(site.id, site.name(language())) for site in sites]
    form.type.choices = [(code, said.word(f"audit_type.{code}")) for code in TYPES]
    form.mode.choices = [(code, said.word(f"audit_mode.{code}")) for code in MODES]
    people = people_with(reading(), Role.LEAD_AUDITOR, Role.AUDITOR)
    leads = [person for person in people if person.role == Role.LEAD_AUDITOR]
    form.lead_id.choices = [("", "–"), *((person.id, person.name) for person in leads)]
    form.auditor_ids.choices = [(person.id, person.name) for person in people]
    versions = reading().scalars(
        visible_versions(actor()).where(ChecklistVersion.code == MAIN).options(WITHOUT_DOCUMENT)
    )
    newest_first = sorted(versions, key=order_of, reverse=True)
    form.checklist_version_id.choices = [(version.id, version.version) for version in newest_first]
    form.module_ids.choices = [
        (module.id, f"{checklist_of(module).title.in_language(language())} {module.version}")
        for module in published_modules(reading(), actor())
    ]
