"""Pages of appeals: the list, filing one, its page with the decision, and panels within other rooms' pages."""

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.views import deciding, filing, insets, listing, showing
from supplier_portal.appeals.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "blueprint", "deciding", "filing", "insets", "listing", "showing"]

_OFFICES = frozenset({Role.PLANNER, Role.REVIEWER, Role.MANAGEMENT, Role.LEAD_AUDITOR})
MENU = [MenuEntry("Appeals", "appeals.list_appeals", Permission.APPEALS_APPEAL_READ, 31, _OFFICES | SUPPLIER_ROLES)]
