"""Pages of scorecards: the table with its saved views, one supplier's page, its waivers, and what the worker makes."""

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.scores.views import exports, inset, saved_views, scorecard, table, waivers
from supplier_portal.scores.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "blueprint", "exports", "inset", "saved_views", "scorecard", "table", "waivers"]

OFFICE = frozenset({Role.PLANNER, Role.REVIEWER, Role.PROCUREMENT, Role.MANAGEMENT})
MENU = [
    MenuEntry("Scorecards", "scores.list_scorecards", Permission.SCORES_RATING_READ, 10, roles=OFFICE, icon="score"),
    MenuEntry("Score", "scores.list_scorecards", Permission.SCORES_RATING_READ, 30, roles=SUPPLIER_ROLES, icon="score"),
]
