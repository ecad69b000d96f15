"""Changing one audit's team and days."""

from collections.abc import Callable
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
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.route("/audits/<int:audit_id>/team", methods=["GET", "POST"])
@guard(Permission.AUDITS_TEAM_MANAGE)
def edit_team(audit_id: int) -> ResponseReturnValue:
    shown = shown_audit(audit_id)
    members = members_of(reading(), audit_id)
    lead = next((person for person, role in members.items() if role == LEAD), None)
    form = TeamForm(lead_id=lead, auditor_ids=[person for person in members if person != lead])

    def act() -> None:
        with writing() as session:
            change_team(session, actor(), form.command(audit_id), portal().moment())

    done, refused = _tried(form, lambda: check_state(shown.audit, TEAM_CHANGES_WHILE, "audits.team_fixed"), act)
    if done:
        flash(speech().gettext("The team is changed."), "success")
        return redirect(url_for(".show_audit", audit_id=audit_id))
    return _page("audits/team.html", form, refused, shown=shown, choice=choice_for(visit_of(shown.audit)))


@blueprint.route("/audits/<int:audit_id>/dates", methods=["GET", "POST"])
@guard(Permission.AUDITS_AUDIT_PLAN)
def reschedule(audit_id: int) -> ResponseReturnValue:
    shown = shown_audit(audit_id)
    form = DatesForm(starts_on=shown.audit.starts_on, ends_on=shown.audit.ends_on)

    def act() -> None:
        with writing() as session:
            reschedule_audit(session, actor(), form.command(audit_id), portal().moment())

    done, refused = _tried(form, lambda: check_state(shown.audit, DATES_CHANGE_WHILE, "audits.dates_fixed"), act)
    if done:
        flash(speech().gettext("The audit has new days."), "success")
        return redirect(url_for(".show_audit", audit_id=audit_id))
    return _page("audits/dates.html", form, refused, shown=shown)


def _tried(form: TeamForm | DatesForm, check: Callable[[], None], act: Callable[[], None]) -> tuple[bool, str]:
    """Whether it is done, and why it cannot be done at all; faults stand at the form's fields.

    Raises Conflict where nothing was sent yet: there is no text to keep.
    """
    try:
        check()
        if not form.validate_on_submit():
            return False, ""
        act()
    except Invalid as error:
        form.take_faults(error)
        return False, ""
    except Conflict as error:
        if not form.is_submitted():
            raise
        return False, speech().error(error)
    return True, ""


def _page(template: str, form: TeamForm | DatesForm, refused: str, **facts: Any) -> ResponseReturnValue:
    """refused: why the audit takes no such change any more; what was typed stands in the form."""
    status = 409 if refused else 422 if form.is_submitted() else 200
    return render_template(template, form=form, refused=refused, **facts), status
