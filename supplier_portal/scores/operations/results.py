"""Keeping the scoring inputs of an issued audit."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import AddOnResult, AuditResult


def store_audit_result(
    session: Session, audit: Audit, checkpoints: Sequence[dict[str, object]], moment: Moment
) -> AuditResult:
    """Freeze what the audit is scored by, in the act that issues it: {"code", "step", "weight", "rating"} each.

    Only initial and periodic audits are read by ratings (scoring.md 1); the others are kept alike.
    """
    result = AuditResult(
        audit_id=audit.id,
        supplier_id=audit.supplier_id,
        site_id=audit.site_id,
        issued_on=audit.issued_on or moment.day,
        mode=audit.mode,
        extension_days=audit.extension_days,
        revision=audit.revision,
        checkpoints=list(checkpoints),
    )
    session.add(result)
    session.flush()
    return result


def store_add_on_result(
    session: Session,
    audit: Audit,
    stored: ChecklistVersion,
    checkpoints: Sequence[dict[str, object]],
    score: Decimal | None,
    moment: Moment,
) -> AddOnResult:
    """Freeze what an add-on of the audit scores, in the act that issues it. score: 0 to 100, None where none."""
    result = AddOnResult(
        audit_id=audit.id,
        supplier_id=audit.supplier_id,
        checklist_version_id=stored.id,
        title=asdict(checklist_of(stored).title),
        version=stored.version,
        issued_on=audit.issued_on or moment.day,
        score=score,
        checkpoints=list(checkpoints),
    )
    session.add(result)
    session.flush()
    return result
