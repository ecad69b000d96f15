"""Shutdowns a supplier declares ahead of time: which days it may ask for, and how many may be agreed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from supplier_portal.domain.calendars import Span
from supplier_portal.domain.errors import Fault

MOST_AT_ONCE, MOST_A_YEAR = 30, 45
"""Days of one shutdown; days agreed in a calendar year."""
FURTHEST_YEARS = 2


@dataclass(frozen=True)
class Standing:
    """A supplier's shutdowns that were not refused or withdrawn; agreed: those among them the buyer agreed to."""

    spans: Sequence[Span] = ()
    agreed: Sequence[Span] = ()


def shutdown_faults(asked: Span, today: date, standing: Standing) -> Iterator[Fault]:
    """Every fault of a shutdown declared on `today`, the supplier's own day, at `first_on` or `last_on`."""
    if asked.first <= today:
        yield Fault("calendars.begun_already", "first_on", facts={"day": today.isoformat()})
    if asked.first.year > today.year + FURTHEST_YEARS:
        yield Fault("calendars.too_far_ahead", "first_on", facts={"year": today.year + FURTHEST_YEARS})
    if asked.last < asked.first:
        yield Fault("calendars.not_in_order", "last_on", facts={"day": asked.first.isoformat()})
        return
    if len(asked) > MOST_AT_ONCE:
        yield Fault("calendars.too_long", "last_on", facts={"most": MOST_AT_ONCE, "days": len(asked)})
        return
    for other in sorted(standing.spans, key=lambda span: span.first):
        if other.overlaps(asked):
            yield Fault("calendars.overlaps", "first_on", facts=_told(other))
    for year, days in exceeded(asked, standing.agreed):
        yield Fault("calendars.too_many_days", "last_on", facts={"year": year, "days": days, "most": MOST_A_YEAR})


def exceeded(asked: Span, agreed: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The years in which more days would be agreed than may be, with the days left before this one."""
    others = tuple(agreed)
    for year in range(asked.first.year, asked.last.year + 1):
        before = sum(days_in(other, year) for other in others)
        if before + days_in(asked, year) > MOST_A_YEAR:
            yield year, max(MOST_A_YEAR - before, 0)


def days_in(span: Span, year: int) -> int:
    """How many days of a span lie in a year."""
    return len(Span(max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31))))


def _told(span: Span) -> dict[str, object]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}
