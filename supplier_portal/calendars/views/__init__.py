"""Pages of calendars and of shutdowns."""

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.calendars.views import shutdowns, yearbook
from supplier_portal.web.menu import MenuEntry

BLUEPRINTS = [yearbook.blueprint, shutdowns.blueprint]
_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PLANNER})
MENU = [
    MenuEntry("Calendars", "calendars.list_years", Permission.CALENDARS_CALENDAR_READ, 72, _KEEPERS),
    MenuEntry("Shutdowns", "shutdowns.show_list", Permission.CALENDARS_SHUTDOWN_READ, 32, frozenset({Role.PLANNER})),
    MenuEntry("Shutdowns", "shutdowns.show_list", Permission.CALENDARS_SHUTDOWN_READ, 65, SUPPLIER_ROLES, "calendar"),
]
