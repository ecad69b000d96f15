"""The event log as an administrator reads it."""

import json

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.trail.models import Event
from supplier_portal.trail.queries import count_events, visible
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page

blueprint = Blueprint("trail", __name__, url_prefix="/events")
MENU = [MenuEntry("Event log", "trail.list_events", Permission.TRAIL_EVENT_READ, 96)]


@blueprint.get("")
@guard(Permission.TRAIL_EVENT_READ)
def list_events() -> ResponseReturnValue:
    asked = asked_page()
    found = reading().execute(visible(actor()).order_by(Event.id.desc()).offset(asked.first).limit(asked.size)).all()
    rows = [(event, json.loads(event.body), seal) for event, seal in found]
    total = count_events(reading(), actor())
    return render_template("trail/list.html", rows=rows, page=Page(asked.number, asked.size, total))
