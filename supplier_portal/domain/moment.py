"""The instant at which something is done, and the business day it belongs to.

An operation is told both: `at` for the record, `day` for rules that count days. Where the demo pins its business
day, `at` lies on that day too, so that the record reads in order.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo


@dataclass(frozen=True)
class Moment:
    """at: aware UTC datetime; day: the business day in the buyer's time zone."""

    at: datetime
    day: date

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            raise ValueError("a moment is told in UTC")


def moment_of(at: datetime, zone: tzinfo, pinned: date | None = None) -> Moment:
    """The moment of an aware `at`; on the `pinned` business day, keeping the time of day, where one is pinned."""
    local = at.astimezone(zone)
    if pinned is not None:
        local = local.replace(year=pinned.year, month=pinned.month, day=pinned.day)
    return Moment(local.astimezone(UTC), local.date())
