"""When a person's daily mail goes out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

CLOSES_BEFORE = timedelta(minutes=5)  # an act that began before may still be under way when the mail goes out


def next_daily(after: datetime, at: time, time_zone: str) -> datetime:
    """The first daily mail that a notice given `after` (UTC) can join: at `at` of a local day, told in UTC."""
    zone = ZoneInfo(time_zone)
    day = (after + CLOSES_BEFORE).astimezone(zone).date()
    while (due := datetime.combine(day, at, zone)) <= after + CLOSES_BEFORE:
        day += timedelta(days=1)
    return due.astimezone(after.tzinfo)
