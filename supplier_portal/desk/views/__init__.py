"""Pages of the buyer's desk: what waits, how findings go, what they save, and acts on many of them."""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.desk.views import acts, figures, start, table
from supplier_portal.desk.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "acts", "blueprint", "figures", "start", "table"]
_FIRST = frozenset({Role.REVIEWER})
_LATER = frozenset({Role.LEAD_AUDITOR, Role.AUDITOR, Role.PLANNER, Role.MANAGEMENT})  # who audits starts with today
MENU = [
    MenuEntry("Desk", "desk.show_start", Permission.DESK_PAGE_READ, 2, _FIRST, "tasks"),
    MenuEntry("Desk", "desk.show_start", Permission.DESK_PAGE_READ, 7, _LATER, "tasks"),
]
