"""The page a day at the buyer's begins with: what waits for me, and what stands open."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.desk.pictures import ages_of
from supplier_portal.desk.queries.due import waiting_for
from supplier_portal.desk.queries.standing import HOLDERS, standing_findings
from supplier_portal.desk.views.room import blueprint
from supplier_portal.findings.queries.narrowing import BANDS
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

LOOK_ON = frozenset({Role.PLANNER, Role.MANAGEMENT})
"""They decide next to nothing themselves: their page begins with everybody's."""


@blueprint.get("")
@guard(Permission.DESK_PAGE_READ)
def show_start() -> ResponseReturnValue:
    moment = portal().moment()
    everybody = request.args.get("whose", "all" if actor().role in LOOK_ON else "") == "all"
    standing = standing_findings(reading(), actor(), moment, portal().config.zone)
    return render_template(
        "desk/start.html",
        waiting=waiting_for(reading(), actor(), moment, everybody=everybody),
        everybody=everybody,
        standing=standing,
        ages=ages_of(standing, speech()),
        bands=BANDS,
        holders=HOLDERS,
        steers=decide(actor(), Permission.DESK_FINDING_STEER).allowed,
    )
