"""The blueprint of the room, and the programme and line of an address."""

from flask import Blueprint

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.programme.models import Programme
from supplier_portal.programme.queries import Entry, entry_of, find_programme
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal

blueprint = Blueprint("programme", __name__, url_prefix="/programmes")


def reach(programme_id: int) -> Programme:
    """Give the programme of an address. Raises Missing."""
    return find_programme(reading(), actor(), programme_id)


def reach_line(programme_id: int, line_id: int) -> tuple[Programme, Entry]:
    """Give a line with its programme. Raises Missing where it is another's line."""
    programme = reach(programme_id)
    return programme, entry_of(reading(), actor(), programme, line_id, portal().moment().day)


def writes() -> bool:
    """Whether the reader changes programmes."""
    return decide(actor(), Permission.PROGRAMME_PLAN_WRITE).allowed
