"""A supplier's own data: the figures its score is worked out from, and the reports that were issued."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.home.queries import company_of, reports_of
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading

blueprint = Blueprint("own_data", __name__, url_prefix="/home")


@blueprint.get("/data")
@guard(Permission.HOME_PAGE_READ)
def show_data() -> ResponseReturnValue:
    return render_template(
        "home/data.html", company=company_of(reading(), actor()), reports=reports_of(reading(), actor())
    )
