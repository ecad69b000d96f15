"""Pages of the audit programme."""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.programme.views import adding, inset, lines, planning, years
from supplier_portal.programme.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "adding", "blueprint", "inset", "lines", "planning", "years"]

_READERS = frozenset({Role.PLANNER, Role.REVIEWER, Role.MANAGEMENT, Role.LEAD_AUDITOR, Role.AUDITOR})
MENU = [MenuEntry("Programme", "programme.show_current", Permission.PROGRAMME_PLAN_READ, 15, _READERS)]
