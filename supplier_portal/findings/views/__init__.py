"""Pages of findings."""

from supplier_portal.access.actor import PEOPLE, SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.findings.views import (
    answering,
    clocks,
    deciding,
    eight_d,
    extending,
    inset,
    listing,
    messaging,
    noticing,
    planning,
    proposing,
    raising,
    redacting,
    showing,
    workbooks,
)
from supplier_portal.findings.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = [
    "MENU", "answering", "blueprint", "clocks", "deciding", "eight_d", "extending", "inset", "listing", "messaging",
    "noticing", "planning", "proposing", "raising", "redacting", "showing", "workbooks",
]  # fmt: skip

_OFFICES = frozenset(PEOPLE) - SUPPLIER_ROLES
MENU = [
    MenuEntry("Findings", "findings.show_list", Permission.FINDINGS_FINDING_READ, 4, SUPPLIER_ROLES, "findings"),
    MenuEntry("Findings", "findings.show_list", Permission.FINDINGS_FINDING_READ, 30, _OFFICES, "findings"),
]
