"""What the seal of a report stands for: its content in one canonical form, none of which changes after the issue."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import stored_version
from supplier_portal.audits.models import Audit
from supplier_portal.audits.revisions import revision_ids
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import AddOnResult, AuditResult
from supplier_portal.suppliers.models import Site, Supplier

FINDING_FIELDS = ("number", "kind", "severity", "title", "requirement", "seen")


def sealed_document(session: Session, audit: Audit) -> dict[str, object]:
    """The report's content as JSON: what was audited, how it is scored, and its findings, of a revision those too."""
    result = session.execute(
        select(AuditResult.checkpoints, AuditResult.issued_on).where(AuditResult.audit_id == audit.id)
    ).one()
    stored = stored_version(session, audit)
    return {
        "kind": "audit_report",
        "number": audit.number,
        "revision": audit.revision,
        "supplier": session.get_one(Supplier, audit.supplier_id).number,
        "site": session.get_one(Site, audit.site_id).name_en,
        "type": audit.type,
        "mode": audit.mode,
        "starts_on": audit.starts_on.isoformat(),
        "ends_on": audit.ends_on.isoformat(),
        "issued_on": result.issued_on.isoformat(),
        "checklist": {"code": stored.code, "version": stored.version, "sha256": stored.sha256},
        "checkpoints": result.checkpoints,
        "add_ons": _add_ons(session, audit),
        "findings": _findings(session, audit),
    }


def _add_ons(session: Session, audit: Audit) -> list[dict[str, object]]:
    asked = select(AddOnResult).where(AddOnResult.audit_id == audit.id).order_by(AddOnResult.checklist_version_id)
    return [
        {
            "title": one.title,
            "version": one.version,
            "score": None if one.score is None else str(one.score),
            "checkpoints": one.checkpoints,
        }
        for one in session.scalars(asked)
    ]


def _findings(session: Session, audit: Audit) -> list[dict[str, object]]:
    asked = select(Finding).where(Finding.audit_id.in_(revision_ids(session, audit))).order_by(Finding.id)
    return [
        {"checkpoints": list(finding.checkpoints), **{name: getattr(finding, name) for name in FINDING_FIELDS}}
        for finding in session.scalars(asked)
    ]
