"""What the room puts into the pages of an audit and of its checkpoints."""

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import is_member, may_read_answers
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.reports.comments import comment_days, standing_comments
from supplier_portal.reports.forms import ReplyForm
from supplier_portal.reports.operations.reviewing import REPLIED_WHILE
from supplier_portal.reports.queries import DRAFT_SHOWN, REVIEWED, may_print
from supplier_portal.reports.queries.amendments import history_of
from supplier_portal.reports.queries.comments import may_read_review, review_comments_of
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal


def report_of_audit(audit: Audit, **_: object) -> Panel | None:
    """The way to the review, the report, its comments, its PDF and its amendment; whose turn a draft is."""
    person = actor()
    review = decide(person, Permission.REPORTS_AUDIT_REVIEW).allowed and audit.state in REVIEWED
    reads = decide(person, Permission.REPORTS_REPORT_READ).allowed and may_read_answers(person, audit)
    draft = reads and audit.state in DRAFT_SHOWN
    own = person.role in SUPPLIER_ROLES
    standing = standing_comments(reading(), audit)
    comments = (reads or own) and standing.written > 0
    amends = decide(person, Permission.REPORTS_AUDIT_AMEND).allowed and bool(
        [row for row in AUDIT.possible(audit.state, person.role) if row.target == "amended"]
    )
    if not (review or draft or comments):
        return None
    facts = {
        "audit": audit,
        "review": review,
        "draft": draft,
        "comments": comments or (draft and audit.state == "draft_sent"),
        "prints": may_print(person, audit),
        "amends": amends and not is_member(reading(), audit.id, person.account_id),
        "days": comment_days(reading(), audit, portal().moment()),
        "standing": standing,
        "own": own,
    }
    return Panel("reports/of_audit.html", facts)


def revisions_of_audit(audit: Audit, **_: object) -> Panel | None:
    """The revisions of an amended audit, with what made them."""
    history = history_of(reading(), audit)
    return Panel("reports/revisions.html", {"audit": audit, "history": history}) if history else None


def review_of_checkpoint(audit: Audit, checkpoint: Checkpoint, **_: object) -> Panel | None:
    """What a reviewer asks of the team here, until it is answered; what was answered, while the review goes on."""
    if not may_read_review(actor()) or audit.state not in REPLIED_WHILE:
        return None
    asked = review_comments_of(reading(), actor(), audit.id, checkpoint.code)
    if not asked:
        return None
    writes = decide(actor(), Permission.AUDITS_ANSWER_WRITE).allowed
    facts = {"audit": audit, "asked": asked, "form": ReplyForm(formdata=None) if writes else None}
    return Panel("reports/of_checkpoint.html", facts)


blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", report_of_audit))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", revisions_of_audit))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint", review_of_checkpoint))
