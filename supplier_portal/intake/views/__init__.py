"""Pages of the intake: what can be imported, the batches, and one batch from preview to undo."""

from supplier_portal.intake.views import acts, batch
from supplier_portal.intake.views.room import MENU, blueprint

__all__ = ["MENU", "acts", "batch", "blueprint"]
