"""The log of exports, for administrators and planners."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.exports.queries import (
    ExportFilter,
    count_exports,
    counts_by_person,
    kinds_exported,
    list_exports,
)
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
MENU = [MenuEntry("Export log", "exports.list_all", Permission.TRAIL_EXPORT_READ, 95)]


@blueprint.get("")
@guard(Permission.TRAIL_EXPORT_READ)
def list_all() -> ResponseReturnValue:
    """Show which files were made, by whom and of what; what is asked for stands in the address."""
    wanted = ExportFilter.of(request.args).conditions(portal().config.zone)
    asked, session = asked_page(), reading()
    page = Page(asked.number, asked.size, count_exports(session, actor(), wanted))
    return render_template(
        "exports/list.html",
        rows=list_exports(session, actor(), wanted, page.first, page.size),
        people=counts_by_person(session, actor(), wanted),
        kinds=[(code, speech().word(f"job.{code}")) for code in kinds_exported(session, actor())],
        page=page,
    )
