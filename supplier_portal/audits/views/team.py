"""Changing one audit's team and days."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import LEAD
from supplier_portal.audits.plan_form import choice_for, visit_of
from supplier_portal.audits.queries import members_of
from supplier_portal.audits.team.changing import (
    DATES_CHANGE_WHILE,
    TEAM_CHANGES_WHILE,
    change_team,
    check_state,
    reschedule_audit,
)
from supplier_portal.audits.team.forms import DatesForm, TeamForm
from supplier_portal.audits.views.room import blueprint, shown_audit
from supplier_portal.domain.errors import Invalid
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.route("/audits/<int:audit_id>/team", methods=["GET", "POST"])
@guard(Permission.AUDITS_TEAM_MANAGE)
def edit_team(audit_id: int) -> ResponseReturnValue:
    shown = shown_audit(audit_id)
    check_state(shown.audit, TEAM_CHANGES_WHILE, "audits.team_fixed")
    members = members_of(reading(), audit_id)
    lead = next((person for person, role in members.items() if role == LEAD), None)
    form = TeamForm(lead_id=lead, auditor_ids=[person for person in members if person != lead])
    if form.validate_on_submit():
        try:
            with writing() as session:
                change_team(session, actor(), form.command(audit_id), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The team is changed."), "success")
            return redirect(url_for(".show_audit", audit_id=audit_id))
    return _page("audits/team.html", form, shown=shown, choice=choice_for(visit_of(shown.audit)))


@blueprint.route("/audits/<int:audit_id>/dates", methods=["GET", "POST"])
@guard(Permission.AUDITS_AUDIT_PLAN)
def reschedule(audit_id: int) -> ResponseReturnValue:
    shown = shown_audit(audit_id)
    check_state(shown.audit, DATES_CHANGE_WHILE, "audits.dates_fixed")
    form = DatesForm(starts_on=shown.audit.starts_on, ends_on=shown.audit.ends_on)
    if form.validate_on_submit():
        try:
            with writing() as session:
                reschedule_audit(session, actor(), form.command(audit_id), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The audit has new days."), "success")
            return redirect(url_for(".show_audit", audit_id=audit_id))
    return _page("audits/dates.html", form, shown=shown)


def _page(template: str, form: TeamForm | DatesForm, **facts: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **facts), 422 if form.is_submitted() else 200
