"""A panel within the pages of a supplier: what it declared and what still waits."""

from supplier_portal.access.permissions import Permission
from supplier_portal.declarations.queries import waiting_of
from supplier_portal.declarations.views.room import blueprint
from supplier_portal.declarations.wording import lines_of
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import may
from supplier_portal.web.panels import Panel
from supplier_portal.web.reader import speech


def waiting_declaration(supplier: Supplier, **_: object) -> Panel | None:
    """One that waits, for who may read it; for the supplier the way to a new one too."""
    if not may(Permission.DECLARATIONS_DECLARATION_READ):
        return None
    waiting, declares = waiting_of(reading(), actor(), supplier.id), may(Permission.DECLARATIONS_DECLARATION_MAKE)
    if waiting is None and not declares:
        return None
    lines = lines_of(reading(), waiting.declaration, supplier, speech()) if waiting else []
    return Panel("declarations/inset.html", {"waiting": waiting, "lines": lines, "declares": declares})


blueprint.record_once(lambda state: panels.declare(state.app, "suppliers.supplier", waiting_declaration))
