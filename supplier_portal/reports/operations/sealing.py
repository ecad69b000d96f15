"""The seal of an issued report: a public code, and the SHA-256 of what the report says."""

from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.domain.scoring import sha256_of
from supplier_portal.reports.models import ReportSeal
from supplier_portal.reports.sealed import sealed_document


def seal_report(session: Session, audit: Audit, code: str, day: date) -> ReportSeal:
    """Seal an issued audit under `code`, 128 random bits in hexadecimal; one that is sealed keeps its seal.

    A step inside an act that was permitted itself. day: on which this revision was issued.
    """
    seal = session.get(ReportSeal, audit.id)
    if seal is None:
        sha256 = sha256_of(sealed_document(session, audit))
        seal = ReportSeal(audit_id=audit.id, revision=audit.revision, code=code, sha256=sha256, issued_on=day)
        session.add(seal)
        session.flush()
    return seal
