"""Keeping how long findings took to be closed."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from supplier_portal.calendars.queries import buyer_calendar, standing_days
from supplier_portal.desk.models import ClosingTime
from supplier_portal.domain.findings.clock import BUYER, SUPPLIER, Course, clock_of
from supplier_portal.findings.models import Extension, Finding, FindingMove
from supplier_portal.findings.queries.clocking import by_finding, course_of, rules_by_policy
from supplier_portal.suppliers.models import Supplier

CLOSED = ("closed", "effective")


def keep_closing_times(session: Session, finding_ids: Collection[int]) -> None:
    """Work out anew the rows of these findings, up to a thousand: of those not closed none is kept."""
    asked = [Finding.id.in_(finding_ids), Finding.state.in_(CLOSED), Finding.severity != "none"]
    columns = select(
        Finding.id, Finding.supplier_id, Finding.severity, Finding.contained_at, Finding.clock_policy,
        Finding.close_days, Supplier.time_zone,
    )  # fmt: skip
    found = session.execute(columns.join(Supplier, Supplier.id == Finding.supplier_id).where(*asked)).all()
    moves, extensions = by_finding(session, asked, FindingMove), by_finding(session, asked, Extension)
    rules = rules_by_policy(session, {row.clock_policy for row in found})
    suppliers, buyer = standing_days(session, {row.supplier_id for row in found}), buyer_calendar(session)
    rows = []
    for row in found:
        course = _until_closed(course_of(row, row.time_zone, moves.get(row.id, ()), extensions.get(row.id, ())))
        closed_on = course.run[-1][1] if course.moves else None
        if closed_on is None:
            continue
        clock = clock_of(course, rules[row.clock_policy], suppliers[row.supplier_id], buyer, closed_on)
        if clock is not None:
            days = sum(span.days for span in clock.spans if span.holder == BUYER)
            whole = (closed_on - course.run[0][1]).days
            told = {"calendar_days": whole, "supplier_days": clock.days_with(SUPPLIER), "buyer_days": days}
            rows.append({"finding_id": row.id, "closed_on": closed_on, **told})
    session.execute(delete(ClosingTime).where(ClosingTime.finding_id.in_(finding_ids)))
    if rows:
        session.execute(insert(ClosingTime), rows)


def _until_closed(course: Course) -> Course:
    """The course up to its last closing."""
    last = max((place for place, (state, _) in enumerate(course.moves) if state == "closed"), default=-1)
    return Course(course.severity, course.moves[: last + 1], course.contained_on, course.close_days, course.asked)
