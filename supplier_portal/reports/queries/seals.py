"""What a stranger may learn of a printed report, and the seal it is printed with."""

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.reports.models import ReportSeal

CODE = re.compile(r"[0-9a-f]{32}")


def issued_under(session: Session, code: str) -> date | None:
    """The day the report with this code was issued; None where there is no such report."""
    asked = code.lower()
    known = select(ReportSeal.issued_on).where(ReportSeal.code == (asked if CODE.fullmatch(asked) else ""))
    return session.scalar(known)


def seal_of(session: Session, audit: Audit) -> ReportSeal | None:
    """The seal of an issued audit, where it has one."""
    return session.get(ReportSeal, audit.id)
