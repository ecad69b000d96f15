"""Pages of the review, of the draft report and its comments, of amendments and of the check of a printed report."""

from supplier_portal.access.permissions import Permission
from supplier_portal.reports.views import (
    amending,
    changing,
    checking,
    commenting,
    drafts,
    insets,
    printing,
    reviewing,
)
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = [
    "MENU",
    "amending",
    "blueprint",
    "changing",
    "checking",
    "commenting",
    "drafts",
    "insets",
    "printing",
    "reviewing",
]

MENU = [MenuEntry("Reviews", "reports.list_reviews", Permission.REPORTS_AUDIT_REVIEW, 6, icon="tasks")]
