"""The days of the demonstration: when it stands, and how long each part of an audit takes."""

from datetime import date, timedelta
from functools import cache

from supplier_portal.audits.operations.moves import COMMENT_DAYS
from supplier_portal.calendars.loading import FOLDER, read_years
from supplier_portal.calendars.models import HOLIDAY
from supplier_portal.domain.calendars import Calendar, DaySet

TODAY = date(2024, 3, 31)

VISIT_DAYS = 2
PLANNED_BEFORE, CONFIRMED_BEFORE = 45, 20  # days before the visit
CRITICAL_NOTICE_AFTER, IN_REVIEW_AFTER, DRAFT_AFTER, RELEASED_AFTER, ISSUED_AFTER = 2, 3, 8, 12, 17  # after its begin
CLOSED_AFTER = 6  # days after the last finding was settled

# Days between which nobody visits: the new year and the long holidays in China, the turn of the year elsewhere.
HOLIDAYS = (
    *(
        (date(2022, 1, 28), date(2022, 2, 9)),
        (date(2022, 4, 29), date(2022, 5, 5)),
        (date(2022, 9, 29), date(2022, 10, 8)),
    ),
    *(
        (date(2022, 12, 23), date(2023, 1, 3)),
        (date(2023, 1, 18), date(2023, 1, 29)),
        (date(2023, 4, 28), date(2023, 5, 4)),
    ),
    *(
        (date(2023, 9, 28), date(2023, 10, 7)),
        (date(2023, 12, 22), date(2024, 1, 2)),
        (date(2024, 2, 7), date(2024, 2, 18)),
    ),
    *((date(2024, 4, 3), date(2024, 4, 6)), (date(2024, 4, 30), date(2024, 5, 6))),
)
LAST_WEEKDAY = 3  # Thursday: a visit is over before the weekend


@cache
def buyer_days() -> Calendar:
    """The calendar of the demo's buyer, as it ships."""
    days = [day for year in read_years(FOLDER / "CN.csv") for day in year.days]
    off, worked = ({day.day for day in days if (day.kind == HOLIDAY) is kind} for kind in (True, False))
    return Calendar(DaySet.of(off), DaySet.of(worked))


def comments_until(drafted_on: date) -> date:
    """The last day on which a draft sent on this day may be commented on."""
    return buyer_days().working_days_after(drafted_on, COMMENT_DAYS)


def visit_days(since: date, until: date) -> list[date]:
    """Days from the first to the last on which a visit may begin."""
    days = (since + timedelta(days=day) for day in range((until - since).days + 1))
    return [
        day
        for day in days
        if day.weekday() <= LAST_WEEKDAY and not any(first <= day <= last for first, last in HOLIDAYS)
    ]
