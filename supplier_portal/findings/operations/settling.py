"""What closing an audit asks of its findings."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations.moves import declare_need
from supplier_portal.audits.revisions import revision_ids
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import Finding


def refuse_open_findings(session: Session, audit: Audit) -> None:
    """Raises Conflict while a non-conformity of the audit, or of a revision before it, is open."""
    standing = select(func.count()).where(
        Finding.audit_id.in_(revision_ids(session, audit)),
        Finding.kind == NONCONFORMITY,
        Finding.state.in_(COUNTS_AS_OPEN),
    )
    if count := session.scalar(standing):
        raise Conflict("findings.still_open", count=count)


declare_need("findings_settled", refuse_open_findings)
