"""Pages of the buyer's desk: what waits, how findings go, what they save, and acts on many of them."""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.desk.views import acts, figures, start, table
from supplier_portal.desk.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "acts", "blueprint", "figures", "start", "table"]
_FIRST = frozenset({Role.REVIEWER, Role.LEAD_AUDITOR})
_LATER = frozenset({Role.AUDITOR, Role.PLANNER, Role.MANAGEMENT})
MENU = [
    MenuEntry("Desk", "desk.show_start", Permission.DESK_PAGE_READ, 2, _FIRST, "tasks"),
    MenuEntry("Desk", "desk.show_start", Permission.DESK_PAGE_READ, 7, _LATER, "tasks"),
]
