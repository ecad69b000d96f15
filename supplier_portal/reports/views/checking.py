"""The public check of a printed report: genuine or not, and the day of issue, and nothing else."""

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.reports.queries.seals import issued_under
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web.authorize import open_to_all
from supplier_portal.web.door import reading


@blueprint.get("/check/<code>")
@open_to_all
def check_report(code: str) -> ResponseReturnValue:
    return render_template("reports/check.html", issued_on=issued_under(reading(), code))
