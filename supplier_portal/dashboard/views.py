"""The dashboard's pages: the board, and the suppliers behind its figures of CDP and targets."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.dashboard.board import board_of
from supplier_portal.dashboard.links import Links
from supplier_portal.dashboard.pictures import month_name, pictures_of
from supplier_portal.dashboard.queries import Scope
from supplier_portal.dashboard.queries.covered import LEVELS, STATUSES, Wanted, count_covered, covered_suppliers
from supplier_portal.dashboard.queries.findings import SEVERITIES
from supplier_portal.dashboard.queries.targets import cdp_of_year
from supplier_portal.dashboard.told import told_of
from supplier_portal.output import charts
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("dashboard", __name__)
PLANS, READS = frozenset({Role.PLANNER, Role.MANAGEMENT}), frozenset({Role.REVIEWER, Role.PROCUREMENT})
MENU = [
    MenuEntry("Dashboard", "dashboard.show_board", Permission.DASHBOARD_BOARD_READ, 3, roles=PLANS),
    MenuEntry("Dashboard", "dashboard.show_board", Permission.DASHBOARD_BOARD_READ, 12, roles=READS),
]
YEARS = 5


@blueprint.get("/dashboard")
@guard(Permission.DASHBOARD_BOARD_READ)
def show_board() -> ResponseReturnValue:
    """Show the programme of a year, narrowed as the address says."""
    moment = portal().moment()
    scope = Scope.of(request.args, moment, portal().config.zone)
    board = board_of(reading(), actor(), scope)
    return render_template(
        "dashboard/board.html",
        board=board,
        scope=scope,
        told=told_of(board, speech()),
        pictures=pictures_of(board, speech()),
        links=Links(actor(), scope),
        severities=SEVERITIES,
        heat_of_points=charts.heat_of_points,
        months=[month_name(number, speech()) for number in range(1, 13)],
        years=[str(year) for year in range(scope.day.year + 1, scope.day.year - YEARS, -1)],
        categories=_categories(),
    )


@blueprint.get("/dashboard/coverage")
@guard(Permission.DASHBOARD_BOARD_READ)
def show_coverage() -> ResponseReturnValue:
    """Show which suppliers published a CDP score or have a target, narrowed as the address says."""
    scope = Scope.of(request.args, portal().moment(), portal().config.zone)
    wanted, asked = Wanted.of(request.args), asked_page()
    cdp = cdp_of_year(reading(), scope)
    year = cdp.year if cdp else None
    counted = count_covered(reading(), scope, year, wanted)
    page = Page(asked.number, asked.size, counted.suppliers)
    return render_template(
        "dashboard/suppliers.html",
        rows=covered_suppliers(reading(), scope, year, wanted, page.first, page.size),
        counted=counted,
        page=page,
        scope=scope,
        year=year,
        narrowed=wanted != Wanted() or scope.category,
        levels=[(code, speech().word(f"cdp_level.{code}")) for code in ("published", *LEVELS)],
        statuses=[(code, speech().word(f"target_status.{code}")) for code in STATUSES],
        categories=_categories(),
    )


def _categories() -> list[tuple[str, str]]:
    return [(code, speech().word(f"supplier_category.{code}")) for code in CATEGORIES]
