"""Pages of visits."""

from supplier_portal.visits.views import agenda, ahead, assessment, attendance, document, documents, insets, meetings
from supplier_portal.visits.views.room import blueprint

__all__ = ["agenda", "ahead", "assessment", "attendance", "blueprint", "document", "documents", "insets", "meetings"]
