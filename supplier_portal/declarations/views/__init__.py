"""Pages of declarations."""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.declarations.views import deciding, declaring, insets, listing
from supplier_portal.declarations.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "blueprint", "deciding", "declaring", "insets", "listing"]
MENU = [
    MenuEntry(
        "Declared data",
        "declarations.list_all",
        Permission.DECLARATIONS_DECLARATION_READ,
        33,
        frozenset({Role.PLANNER}),
    )
]
