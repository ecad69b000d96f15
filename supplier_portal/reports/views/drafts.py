"""The draft report, as the supplier, the team and the offices read it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.reports.queries import draft_of
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal


@blueprint.get("/audits/<int:audit_id>/draft")
@guard(Permission.REPORTS_REPORT_READ)
def show_draft(audit_id: int) -> ResponseReturnValue:
    report = draft_of(reading(), actor(), audit_id, portal().moment().day)
    own = actor().role in SUPPLIER_ROLES
    waits = report.audit.state == "draft_sent" and report.audit.draft_released_at is None
    return render_template("reports/draft.html", report=report, releasable=own and waits, own=own)
