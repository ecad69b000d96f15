"""Pages of the review and of the draft report."""

from supplier_portal.access.permissions import Permission
from supplier_portal.reports.views import changing, drafts, reviewing
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "blueprint", "changing", "drafts", "reviewing"]

MENU = [MenuEntry("Reviews", "reports.list_reviews", Permission.REPORTS_AUDIT_REVIEW, 6, icon="tasks")]
