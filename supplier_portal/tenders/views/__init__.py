"""Pages of tenders: the list, setting one up, letting the bids in, ranking them, the award."""

from supplier_portal.access.permissions import Permission
from supplier_portal.tenders.views import (
    asking,
    awarding,
    correcting,
    deciding,
    invited,
    listing,
    opening,
    setting_up,
)
from supplier_portal.tenders.views.reaching import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = [
    "MENU",
    "asking",
    "awarding",
    "blueprint",
    "correcting",
    "deciding",
    "invited",
    "listing",
    "opening",
    "setting_up",
]

MENU = [
    MenuEntry("Tenders", "tenders.list_tenders", Permission.TENDERS_TENDER_READ, 30),
    MenuEntry("Tenders", "tenders.list_invitations", Permission.TENDERS_FIGURE_READ, 40, icon="tasks"),
]
