"""What a page offers its reader: acts by permission, and the frame by who reads."""

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.web.door import actor


def may(permission: Permission) -> bool:
    """Whether the reader has the permission at all; how far it reaches is the operation's to check."""
    return decide(actor(), permission).allowed


def frame() -> str:
    """The template a page extends: suppliers use their thumbs."""
    return "frame/touch.html" if actor().role in SUPPLIER_ROLES else "frame/page.html"
