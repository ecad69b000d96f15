"""Rules, calendars and the story of one finding, as the clock's tests count by."""

import json
from datetime import date, timedelta
from typing import Any

from supplier_portal.domain.calendars import Calendar, DaySet, Span
from supplier_portal.domain.findings.clock import Asked, Clock, Course, clock_of
from supplier_portal.domain.findings.policy import rules_from
from supplier_portal.shipped import SEED

DOCUMENT: dict[str, Any] = json.loads((SEED / "clocks" / "1.0.0.json").read_text(encoding="utf-8"))
RULES = rules_from(DOCUMENT)


def day(month: int, number: int) -> date:
    return date(2024, month, number)


HOLIDAYS = DaySet.of(
    one
    for first, last in ((day(2, 10), day(2, 17)), (day(4, 4), day(4, 6)), (day(5, 1), day(5, 5)))
    for one in Span(first, last)
)
CHINA = Calendar(HOLIDAYS, DaySet.of([day(2, 4), day(2, 18), day(4, 7), day(4, 28), day(5, 11)]))
"""Spring Festival, Qingming and Labour Day of 2024 with the weekends worked for them."""
MOVES = (
    ("open", day(2, 5)),
    ("cap_proposed", day(2, 22)),
    ("rejected", day(2, 27)),
    ("cap_proposed", day(3, 1)),
    ("accepted", day(3, 6)),
)


def clock(moves: Any = MOVES, today: date = date(2024, 3, 31), severity: str = "major", **given: Any) -> Clock:
    """The clocks of a finding in China, major unless said otherwise, of the mock-up's story."""
    supplier, buyer = given.pop("supplier", CHINA), given.pop("buyer", CHINA)
    found = clock_of(Course(severity, moves, **given), RULES, supplier, buyer, today)
    assert found is not None
    return found


def asked(day_asked: date, **given: Any) -> Asked:
    return Asked(**{"clock": "close", "asked_on": day_asked} | given)


def after(start: date, days: int) -> date:
    return start + timedelta(days=days)
