"""Keeping the scoring inputs of an issued audit."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import AuditResult


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
