"""A supplier's own company: what the buyer knows of it, and where its people, days and tenders are kept."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.home.queries import company_of
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading

blueprint = Blueprint("company", __name__, url_prefix="/home")


@blueprint.get("/company")
@guard(Permission.HOME_PAGE_READ)
def show_company() -> ResponseReturnValue:
    return render_template(
        "home/company.html",
        company=company_of(reading(), actor()),
        invites=decide(actor(), Permission.ACCOUNTS_COLLEAGUE_INVITE).allowed,
        hooks=decide(actor(), Permission.NOTICES_WEBHOOK_MANAGE).allowed,
    )
