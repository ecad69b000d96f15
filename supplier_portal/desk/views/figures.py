"""How findings go: the way they take, how long, who is late; and what they save."""

from datetime import MAXYEAR, MINYEAR, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.desk.pictures import funnel_of as picture_of
from supplier_portal.desk.queries.closing import PERIODS, closing_times
from supplier_portal.desk.queries.effects import behind, savings, summed
from supplier_portal.desk.queries.funnel import funnel_of
from supplier_portal.desk.views.room import blueprint
from supplier_portal.domain.findings.percentile import PERCENTS
from supplier_portal.findings.queries.lateness import buyer_lateness
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

YEARS = 5
LOOKED_BACK = timedelta(days=90)
"""Of the buyer's own acts."""


@blueprint.get("/figures")
@guard(Permission.DESK_PAGE_READ)
def show_figures() -> ResponseReturnValue:
    """Show the funnel of a year, the times to close and the buyer's own lateness."""
    day, zone = portal().moment().day, portal().config.zone
    years = list(range(day.year, day.year - YEARS, -1))
    asked = request.args.get("year", type=int)
    year = asked if asked in years else None
    funnel, since = funnel_of(reading(), actor(), year, zone), day - LOOKED_BACK
    return render_template(
        "desk/figures.html",
        year=year,
        years=years,
        funnel=funnel,
        picture=picture_of(funnel, speech()),
        times=closing_times(reading(), actor(), day),
        periods=PERIODS,
        percents=PERCENTS,
        lateness=buyer_lateness(reading(), actor(), since, day),
        since=since,
        steers=decide(actor(), Permission.DESK_FINDING_STEER).allowed,
    )


@blueprint.get("/effects")
@guard(Permission.DESK_PAGE_READ)
def show_effects() -> ResponseReturnValue:
    """Show what actions save by category and year, and the actions behind a figure."""
    rows = savings(reading(), actor())
    asked = request.args.get("category", "")
    told = request.args.get("year", 0, int)
    category, year = asked if asked in CATEGORIES else "", told if MINYEAR <= told <= MAXYEAR else 0
    whole, page = summed(rows, category, year), asked_page()
    page = Page(page.number, page.size, whole.actions)
    return render_template(
        "desk/effects.html",
        rows=rows,
        whole=summed(rows),
        chosen=whole if category or year else None,
        by_category=[summed(rows, one) for one in sorted({row.category for row in rows})],
        by_year=[summed(rows, year=one) for one in sorted({row.year for row in rows})],
        category=category,
        year=year,
        actions=behind(reading(), actor(), category, year, (page.first, page.size)),
        page=page,
        steers=decide(actor(), Permission.DESK_FINDING_STEER).allowed,
    )
