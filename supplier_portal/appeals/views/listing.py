"""The list of appeals: a supplier's own, all of them for the buyer."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.queries.listing import count_visible, listed, of_actor
from supplier_portal.appeals.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import frame, may
from supplier_portal.web.paging import asked_page
from supplier_portal.web.portal import portal


@blueprint.get("")
@guard(Permission.APPEALS_APPEAL_READ)
def list_appeals() -> ResponseReturnValue:
    """Show those to be decided first, the oldest before others."""
    page = replace(asked_page(), total=count_visible(reading(), actor()))
    asked = of_actor(actor()).limit(page.size).offset(page.first)
    return render_template(
        "appeals/list.html",
        frame=frame(),
        rows=listed(reading(), actor(), asked, portal().moment()),
        page=page,
        may_file=may(Permission.APPEALS_APPEAL_FILE),
    )
