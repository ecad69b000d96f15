"""Within the pages of audits: how far the preparation is, and the supplier's own level beside the auditors'."""

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.progress import progress_of
from supplier_portal.audits.queries import SHOWN_TO_SUPPLIER, may_read_answers
from supplier_portal.audits.wording import rating_word
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.visits.operations.agenda import PREPARED_WHILE
from supplier_portal.visits.queries.ahead import preparation_of
from supplier_portal.visits.queries.assessments import compared, entry_of
from supplier_portal.visits.views.room import blueprint
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import may
from supplier_portal.web.panels import Panel
from supplier_portal.web.reader import speech

CLOSING_EXPECTED = ("in_progress", "closing_held", "in_review", "draft_sent")


def preparation(audit: Audit, **_: object) -> Panel | None:
    """How far agenda, documents, self-assessment and meetings are, and plainly where a closing record is lacking."""
    if not may(Permission.VISITS_AGENDA_READ):
        return None
    facts: dict[str, object] = {
        "audit": audit,
        "own": actor().role in SUPPLIER_ROLES,
        "ahead": audit.state in PREPARED_WHILE,
        "preparation": preparation_of(reading(), actor(), audit.id),
        "reads_documents": may(Permission.VISITS_DOCUMENT_READ),
        "reads_meetings": may(Permission.VISITS_MEETING_READ),
        "closing_expected": audit.state in CLOSING_EXPECTED and audit.mode != "desktop",
    }
    return Panel("visits/of_audit.html", facts)


def comparison(audit: Audit, **_: object) -> Panel | None:
    """Both sides' levels by step, from the day the supplier may see the auditors'."""
    if audit.state not in SHOWN_TO_SUPPLIER or not may_read_answers(actor(), audit):
        return None
    steps = progress_of(audit, checklists_of(reading(), audit), {}).steps
    rows = compared(reading(), actor(), audit.id, steps)
    if not rows:
        return None
    return Panel(
        "visits/comparison.html", {"rows": rows, "word": lambda one, rating: rating_word(one, rating, speech())}
    )


def own_level(audit: Audit, checkpoint: Checkpoint, **_: object) -> Panel | None:
    """What the supplier said of itself at this checkpoint, once it was handed in: never scored."""
    if not may(Permission.VISITS_SELF_ASSESSMENT_READ):
        return None
    entry = entry_of(reading(), actor(), audit.id, checkpoint.code)
    if entry is None or entry.rating is None:
        return None
    return Panel("visits/own_level.html", {"entry": entry, "said": rating_word(checkpoint, entry.rating, speech())})


blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", preparation))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", comparison))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint", own_level))
