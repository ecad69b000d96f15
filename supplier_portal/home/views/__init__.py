"""Pages of a supplier's start: to do, what lifts the score, the company, its data."""

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.home.views import company, data, lifts, start
from supplier_portal.home.views.room import blueprint
from supplier_portal.web import menu, panels
from supplier_portal.web.menu import MenuEntry

__all__ = ["BLUEPRINTS", "MENU", "blueprint", "company", "data", "lifts", "start"]
BLUEPRINTS = [blueprint, company.blueprint, data.blueprint]
MENU = [
    MenuEntry("To do", "home.show_start", Permission.HOME_PAGE_READ, 1, SUPPLIER_ROLES, "tasks"),
    MenuEntry("Company", "company.show_company", Permission.HOME_PAGE_READ, 31, SUPPLIER_ROLES, "company"),
    MenuEntry("Data", "own_data.show_data", Permission.HOME_PAGE_READ, 32, SUPPLIER_ROLES, "data"),
]
TABS = {
    "home.show_start": frozenset({"home", "audits", "visits", "reports", "tenders"}),
    "findings.show_list": frozenset({"findings"}),
    "scores.list_scorecards": frozenset({"scores", "appeals"}),
    "company.show_company": frozenset(
        {
            "company",
            "suppliers",
            "people",
            "colleagues",
            "shutdowns",
            "calendars",
            "notices",
            "webhooks",
            "checklists",
            "declarations",
        }
    ),
    "own_data.show_data": frozenset({"own_data"}),
}
blueprint.record_once(lambda state: menu.declare_tabs(state.app, TABS))
blueprint.record_once(lambda state: panels.declare(state.app, "frame.tab", start.count))
