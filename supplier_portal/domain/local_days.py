"""Which day it is where: at any instant two days, and for an hour a day three, are under way on earth."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

QUARTER = 15
"""Minutes: days begin and zones change at full quarters of an hour alone."""


def quarter_of(at: datetime) -> datetime:
    """The beginning of the quarter of an hour, within which no day begins anywhere."""
    return at.replace(minute=at.minute - at.minute % QUARTER, second=0, microsecond=0)


def zones_by_day(at: datetime) -> Mapping[date, frozenset[str]]:
    """The days under way at an aware instant, the earliest first, each with the time zones where it is that day."""
    return _by_day(quarter_of(at))


@lru_cache(maxsize=8)
def _by_day(at: datetime) -> Mapping[date, frozenset[str]]:
    days: dict[date, set[str]] = {}
    for zone in available_timezones():
        days.setdefault(at.astimezone(ZoneInfo(zone)).date(), set()).add(zone)
    return {day: frozenset(days[day]) for day in sorted(days)}
