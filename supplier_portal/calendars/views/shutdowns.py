"""Shutdowns: a supplier declares and withdraws its own, the planner decides."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.calendars.forms import DecisionForm, ShutdownForm
from supplier_portal.calendars.models import AGREED
from supplier_portal.calendars.operations import (
    DecideShutdown,
    decide_shutdown,
    declare_shutdown,
    withdraw_shutdown,
)
from supplier_portal.calendars.queries.shutdowns import (
    STATES,
    count_shutdowns,
    found_shutdown,
    list_shutdowns,
    others_of,
    own_day,
    supplier_day,
)
from supplier_portal.calendars.queries.yearbook import list_calendars
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.shutdowns import MOST_A_YEAR, MOST_AT_ONCE
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.offering import frame
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("shutdowns", __name__)
MOST_OWN = 100


@blueprint.get("/shutdowns")
@guard(Permission.CALENDARS_SHUTDOWN_READ)
def show_list() -> ResponseReturnValue:
    """Show a supplier its own with the form to declare one, the buyer all of them, those that wait first."""
    if actor().role in SUPPLIER_ROLES:
        return _own(ShutdownForm(formdata=None))
    counts = count_shutdowns(reading(), actor())
    state = request.args.get("state", "")
    total = counts.get(state, sum(counts.values()))
    asked = asked_page()
    page = Page(asked.number, asked.size, total)
    return render_template(
        "calendars/shutdowns.html",
        rows=list_shutdowns(reading(), actor(), state, page.first, page.size),
        counts=counts,
        states=[(code, speech().word(f"shutdown_state.{code}")) for code in STATES],
        page=page,
        decides=_decides(),
    )


@blueprint.post("/shutdowns")
@guard(Permission.CALENDARS_SHUTDOWN_DECLARE)
def declare() -> ResponseReturnValue:
    form = ShutdownForm()
    if not form.validate():
        return _own(form), 422
    try:
        with writing() as session:
            declare_shutdown(session, actor(), form.command(), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _own(form), 422
    flash(speech().gettext("Declared. The days stand still once the buyer has agreed."), "success")
    return redirect(url_for(".show_list"))


@blueprint.post("/shutdowns/<int:shutdown_id>/withdraw")
@guard(Permission.CALENDARS_SHUTDOWN_DECLARE)
def withdraw(shutdown_id: int) -> ResponseReturnValue:
    try:
        with writing() as session:
            withdraw_shutdown(session, actor(), shutdown_id, portal().moment())
    except Conflict as error:
        close_reading()
        return _own(ShutdownForm(formdata=None), speech().error(error)), 409
    flash(speech().gettext("Withdrawn. Its days count again."), "success")
    return redirect(url_for(".show_list"))


@blueprint.get("/shutdowns/<int:shutdown_id>")
@guard(Permission.CALENDARS_SHUTDOWN_READ)
def show_one(shutdown_id: int) -> ResponseReturnValue:
    """Show one shutdown with the supplier's others of those years; the planner decides here."""
    return _page(shutdown_id, DecisionForm(formdata=None))


@blueprint.post("/shutdowns/<int:shutdown_id>/decide")
@guard(Permission.CALENDARS_SHUTDOWN_DECIDE)
def settle(shutdown_id: int) -> ResponseReturnValue:
    form = DecisionForm()
    command = DecideShutdown(shutdown_id, request.form.get("decision", ""), form.answer.data or "")
    try:
        with writing() as session:
            decided = decide_shutdown(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(shutdown_id, form), 422
    except Conflict as error:
        close_reading()
        return _page(shutdown_id, form, speech().error(error)), 409
    agreed = speech().gettext("Agreed. Clocks of this supplier stand still on these days.")
    flash(agreed if decided.decision == AGREED else speech().gettext("Refused. The supplier reads why."), "success")
    return redirect(url_for(".show_list"))


def _own(form: ShutdownForm, conflict: str = "") -> str:
    today = own_day(reading(), actor(), portal().moment())
    return render_template(
        "calendars/own_shutdowns.html",
        rows=list_shutdowns(reading(), actor(), most=MOST_OWN),
        calendar=list_calendars(reading(), actor(), today)[0],
        form=form,
        conflict=conflict,
        today=today,
        most_at_once=MOST_AT_ONCE,
        most_a_year=MOST_A_YEAR,
    )


def _page(shutdown_id: int, form: DecisionForm, conflict: str = "") -> str:
    one = found_shutdown(reading(), actor(), shutdown_id)
    today: date = supplier_day(one.supplier, portal().moment())
    others = others_of(reading(), actor(), one)
    return render_template(
        "calendars/shutdown.html",
        frame=frame(),
        one=one,
        others=others,
        agreed_days=sum(other.days_in(one.shutdown.first_on.year) for other in others if other.state == AGREED),
        form=form,
        conflict=conflict,
        today=today,
        decides=_decides(),
        most_a_year=MOST_A_YEAR,
    )


def _decides() -> bool:
    return decide(actor(), Permission.CALENDARS_SHUTDOWN_DECIDE).allowed
