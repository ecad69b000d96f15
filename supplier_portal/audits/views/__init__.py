"""Pages of audits."""

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.views import checkpoint, evidence, lists, overview, planning
from supplier_portal.audits.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "blueprint", "checkpoint", "evidence", "lists", "overview", "planning"]

_OFFICE = frozenset({Role.PLANNER, Role.REVIEWER, Role.MANAGEMENT})
MENU = [
    MenuEntry("Today", "audits.show_today", Permission.AUDITS_ANSWER_WRITE, 5, icon="tasks"),
    MenuEntry("Audits", "audits.list_audits", Permission.AUDITS_AUDIT_READ, 20, _OFFICE | SUPPLIER_ROLES, "audits"),
]
