"""The panel within the audit page that proposes a finding, and the list of an audit's findings."""

from flask import url_for

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import answers_of, profile_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.suggestion import carried_by, proposed_severity
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.findings.deadlines import ALLOWED
from supplier_portal.findings.forms import RaiseForm
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations.raising import RAISED_WHILE
from supplier_portal.findings.queries import visible
from supplier_portal.findings.views.room import blueprint
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.panels import Panel
from supplier_portal.web.reader import language


def proposed_finding(audit: Audit, checkpoint: Checkpoint, **_: object) -> Panel | None:
    """Findings of this checkpoint, and for the team of a running audit a form with what the answer proposes."""
    asked = visible(actor()).where(Finding.audit_id == audit.id, Finding.checkpoint == checkpoint.code)
    known = reading().scalars(asked.order_by(Finding.id)).all()
    may = decide(actor(), Permission.FINDINGS_FINDING_RAISE).allowed and audit.state in RAISED_WHILE
    if not known and not (may and applies(checkpoint, profile_of(audit))):
        return None
    facts: dict[str, object] = {"known": known, "form": None}
    return Panel("findings/inset.html", facts | (_proposal(audit, checkpoint) if may else {}))


def _proposal(audit: Audit, checkpoint: Checkpoint) -> dict[str, object]:
    answers = {code: _level(answer.rating) for code, answer in answers_of(reading(), audit.id).items()}
    severity = proposed_severity(checkpoint, answers.get(checkpoint.code), profile_of(audit))
    kind = "observation" if severity == "observation" else "nonconformity"
    form = RaiseForm(
        formdata=None,
        kind=kind,
        severity=severity if kind == "nonconformity" else None,
        requirement=checkpoint.question.in_language(language()),
    )
    allowed = ALLOWED[severity] if severity else None
    close = checkpoint.close_days or (allowed.close if allowed else None)
    return {
        "form": form.offer(),
        "severity": severity,
        "plan_days": allowed.plan if allowed else None,
        "close_days": close,
        "carried_by": carried_by(checkpoint, answers) if severity else None,
        "address": url_for("findings.raise_on_checkpoint", audit_id=audit.id, checkpoint=checkpoint.code),
    }


def _level(rating: str | None) -> int | str | None:
    return int(rating) if rating is not None and rating.isdecimal() else rating


def findings_of_audit(audit: Audit, **_: object) -> Panel | None:
    """The findings of an audit as far as the reader may see them."""
    known = reading().scalars(visible(actor()).where(Finding.audit_id == audit.id).order_by(Finding.id)).all()
    return Panel("findings/of_audit.html", {"known": known}) if known else None


blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint", proposed_finding))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", findings_of_audit))
