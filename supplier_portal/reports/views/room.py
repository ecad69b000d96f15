"""The blueprint of the room, and its links within the page of an audit."""

from flask import Blueprint

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import may_read_answers
from supplier_portal.reports.queries import DRAFT_SHOWN, REVIEWED
from supplier_portal.web import panels
from supplier_portal.web.door import actor
from supplier_portal.web.panels import Panel

blueprint = Blueprint("reports", __name__)


def report_of_audit(audit: Audit, **_: object) -> Panel | None:
    """The way to the review, and to the draft report once it was sent."""
    review = decide(actor(), Permission.REPORTS_AUDIT_REVIEW).allowed and audit.state in REVIEWED
    reads = decide(actor(), Permission.REPORTS_REPORT_READ).allowed and may_read_answers(actor(), audit)
    draft = reads and audit.state in DRAFT_SHOWN
    return (
        Panel("reports/of_audit.html", {"audit": audit, "review": review, "draft": draft}) if review or draft else None
    )


blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", report_of_audit))
