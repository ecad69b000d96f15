"""Pages of science-based targets: suppliers in the list, decisions on them, lists imported; and reference data."""

from supplier_portal.carbon.factors import views as factors
from supplier_portal.carbon.views import decisions, lists, targets
from supplier_portal.carbon.views.room import MENU as OWN_MENU
from supplier_portal.carbon.views.room import blueprint

BLUEPRINTS = [blueprint, factors.blueprint]
MENU = [*OWN_MENU, *factors.MENU]

__all__ = ["BLUEPRINTS", "MENU", "decisions", "lists", "targets"]
