"""The list of declarations, and one of them."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.declarations.queries import count_declarations, list_declarations
from supplier_portal.declarations.views.room import ONE, blueprint, declaration_page
from supplier_portal.declarations.wording import things_of
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import frame, may
from supplier_portal.web.paging import asked_page
from supplier_portal.web.reader import speech


@blueprint.get("")
@guard(Permission.DECLARATIONS_DECLARATION_READ)
def list_all() -> ResponseReturnValue:
    """Show a supplier its own, a planner all of them, those that wait first."""
    total, waiting = count_declarations(reading(), actor())
    page = replace(asked_page(), total=total)
    rows = list_declarations(reading(), actor(), page.first, page.size)
    return render_template(
        "declarations/list.html",
        frame=frame(),
        rows=[(one, things_of(one.declaration, speech())) for one in rows],
        page=page,
        waiting=waiting,
        declares=may(Permission.DECLARATIONS_DECLARATION_MAKE),
    )


@blueprint.get(ONE)
@guard(Permission.DECLARATIONS_DECLARATION_READ)
def show_one(declaration_id: int) -> ResponseReturnValue:
    return declaration_page(declaration_id)
