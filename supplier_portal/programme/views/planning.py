"""Planning the audit of a line: the plan form with what the programme proposes."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.forms import PlanForm
from supplier_portal.audits.plan_form import offer, team_choice
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.programme.operations import plan_line
from supplier_portal.programme.views.room import blueprint, reach_line
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

SATURDAY = 5


@blueprint.route("/<int:programme_id>/lines/<int:line_id>/plan", methods=["GET", "POST"])
@guard(Permission.PROGRAMME_PLAN_WRITE)
def plan_from_line(programme_id: int, line_id: int) -> ResponseReturnValue:
    programme, entry = reach_line(programme_id, line_id)
    if not entry.open and entry.audit is not None:
        raise Conflict("programme.line_has_audit", number=entry.audit.number)
    form = PlanForm(data=_proposed(programme, entry.line, portal().moment().day))
    offer(form, entry.supplier)
    form.site_id.choices = [(entry.site.id, entry.site.name(language()))]
    looks = "look" in request.form
    if not looks and form.validate_on_submit():
        try:
            with writing() as session:
                audit = plan_line(session, actor(), line_id, form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Audit %(number)s is planned.", number=audit.number), "success")
            return redirect(url_for("audits.show_audit", audit_id=audit.id))
    page = render_template(
        "audits/plan.html",
        form=form,
        supplier=entry.supplier,
        choice=team_choice(entry.supplier, entry.site.id, form.starts_on.data, form.ends_on.data),
        programme=programme,
        line=entry.line,
    )
    return page, 422 if form.is_submitted() and not looks else 200


def _proposed(programme: Programme, line: ProgrammeLine, today: date) -> dict[str, object]:
    """What the form begins with: the line's place and kind, the programme's texts, the month's first working days."""
    starts_on = _working_day(max(date(programme.year, line.month, 1), today))
    return {
        "supplier_id": line.supplier_id,
        "site_id": line.site_id,
        "type": line.type,
        "mode": line.mode,
        "lead_id": line.lead_id,
        "starts_on": starts_on,
        "ends_on": _working_day(starts_on + timedelta(days=1)),
        "objectives": programme.objectives,
        "scope": programme.scope,
        "criteria": programme.criteria,
    }


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day
