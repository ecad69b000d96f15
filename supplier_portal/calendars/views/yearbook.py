"""Calendars: which there are, and a year of one of them."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.calendars.operations.taking_in import FIRST_YEAR, LAST_YEAR
from supplier_portal.calendars.queries.yearbook import MONTHS, list_calendars, listed_calendar, shown_year
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import frame, may
from supplier_portal.web.portal import portal

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/calendars")
@guard(Permission.CALENDARS_CALENDAR_READ)
def list_years() -> ResponseReturnValue:
    """Show every calendar with the years known of it; a supplier its own."""
    rows = list_calendars(reading(), actor(), portal().moment().day)
    if actor().role in SUPPLIER_ROLES:
        return redirect(url_for(".show_year", calendar=rows[0].code))
    return render_template(
        "calendars/list.html",
        rows=rows,
        gaps=[row for row in rows if row.lacking and row.suppliers],
        loads=may(Permission.CALENDARS_CALENDAR_LOAD),
        reads_shutdowns=may(Permission.CALENDARS_SHUTDOWN_READ),
        year=portal().moment().day.year,
    )


@blueprint.get("/calendars/<calendar>")
@guard(Permission.CALENDARS_CALENDAR_READ)
def show_year(calendar: str) -> ResponseReturnValue:
    """Show a year: the one asked for in the address, else the current one."""
    today = portal().moment().day
    row = listed_calendar(reading(), actor(), calendar, today)
    asked = request.args.get("year", today.year, int)
    shown = shown_year(reading(), calendar, min(max(asked, FIRST_YEAR), LAST_YEAR))
    return render_template(
        "calendars/year.html",
        frame=frame(),
        row=row,
        shown=shown,
        today=today,
        years=sorted({*row.years, *row.lacking}),
        months=MONTHS,
        loads=may(Permission.CALENDARS_CALENDAR_LOAD),
        reads_shutdowns=may(Permission.CALENDARS_SHUTDOWN_READ),
        buyer=portal().config.country == calendar,
        declares=may(Permission.CALENDARS_SHUTDOWN_DECLARE),
    )
