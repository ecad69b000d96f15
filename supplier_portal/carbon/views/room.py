"""The room's blueprint and place in the menu, and what its pages share."""

from datetime import date

from flask import Blueprint, request

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.web.door import actor
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.portal import portal

blueprint = Blueprint("carbon", __name__)
READERS = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.PROCUREMENT, Role.MANAGEMENT})
MENU = [MenuEntry("Targets", "carbon.list_targets", Permission.CARBON_SNAPSHOT_READ, 55, roles=READERS)]


def asked_day() -> date:
    """Return the day of the address; nonsense there means today."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return portal().moment().day


def may_decide() -> bool:
    return decide(actor(), Permission.CARBON_MATCH_DECIDE).allowed


def may_import() -> bool:
    return decide(actor(), Permission.CARBON_SNAPSHOT_IMPORT).allowed
