"""Pages of suppliers: the list, one supplier with all that stands beside it, and merging duplicates."""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.suppliers.views import contacts, details, listing, merging, profile, sites
from supplier_portal.suppliers.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

BUYER = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.REVIEWER, Role.PROCUREMENT, Role.MANAGEMENT})
MENU = [MenuEntry("Suppliers", "suppliers.list_suppliers", Permission.SUPPLIERS_SUPPLIER_READ, 40, roles=BUYER)]

__all__ = ["MENU", "blueprint", "contacts", "details", "listing", "merging", "profile", "sites"]
