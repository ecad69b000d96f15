"""Pages of checklist versions and of their drafts."""

from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.views import checkpoints, drafts, handing_over, head, reading_versions
from supplier_portal.checklists.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = ["MENU", "blueprint", "checkpoints", "drafts", "handing_over", "head", "reading_versions"]

MENU = [MenuEntry("Checklists", "checklists.list_versions", Permission.CHECKLISTS_VERSION_READ, 70, icon="audits")]
