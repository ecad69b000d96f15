"""The report, as the supplier, the team and the offices read it from its draft on."""

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.revisions import revision_ids
from supplier_portal.reports.comments import comment_days, standing_comments
from supplier_portal.reports.queries import draft_of
from supplier_portal.reports.queries.amendments import effect_of_revision, history_of
from supplier_portal.reports.queries.comments import comments_of
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal


@blueprint.get("/audits/<int:audit_id>/draft")
@guard(Permission.REPORTS_REPORT_READ)
def show_draft(audit_id: int) -> ResponseReturnValue:
    moment = portal().moment()
    report = draft_of(reading(), actor(), audit_id, moment.day)
    own = actor().role in SUPPLIER_ROLES
    days = comment_days(reading(), report.audit, moment)
    return render_template(
        "reports/draft.html",
        report=report,
        own=own,
        days=days,
        writes=days.open and decide(actor(), Permission.REPORTS_COMMENT_WRITE).allowed,
        standing=standing_comments(reading(), report.audit),
        comments=comments_of(reading(), revision_ids(reading(), report.audit)),
        effect=effect_of_revision(reading(), report),
        history=history_of(reading(), report.audit),
    )
