"""What the demonstration holds, counted in its database."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.audits.models import Audit
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Tender


def counted(session: Session, column: InstrumentedAttribute[str]) -> dict[str, int]:
    """How many rows have each value of a column."""
    return dict(session.execute(select(column, func.count()).group_by(column)).all())


def summary(session: Session) -> Iterator[str]:
    """One line for each kind of thing, states in their own order."""
    suppliers = session.scalar(select(func.count()).select_from(Supplier))
    ratings = session.scalar(select(func.count()).select_from(Rating))
    issued = session.scalar(select(func.count()).where(Audit.issued_on.is_not(None)))
    yield f"suppliers  {suppliers}"
    yield f"audits     {_told(counted(session, Audit.state), AUDIT.states)}; issued so far: {issued}"
    yield f"findings   {_told(counted(session, Finding.state), FINDING.states)}"
    yield f"tenders    {_told(counted(session, Tender.state), TENDER.states)}"
    grades = counted(session, RatingNow.grade)
    yield f"ratings    {ratings} published; grades now: {_told(grades, tuple(sorted(grades)))}"


def _told(counts: dict[str, int], order: tuple[str, ...]) -> str:
    there = [value for value in order if value in counts]
    return f"{sum(counts.values())} ({', '.join(f'{counts[value]} {value}' for value in there)})"
