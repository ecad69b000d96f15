"""Days on which clocks stand still, working days, and how both are counted.

A span from day `since` to day `until` counts the days (since, until]: the day it began counts for who gave the ball.
Counting is by search in sorted days, not day by day: a hundred thousand findings are looked at in a list's time.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """Days from first to last, both among them."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=passed) for passed in range(len(self)))

    def __len__(self) -> int:
        return max((self.last - self.first).days + 1, 0)

    def overlaps(self, other: "Span") -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class DaySet:
    """A set of days. ordinals: as of date.toordinal, sorted, each once; made by `of`."""

    ordinals: tuple[int, ...] = ()

    @classmethod
    def of(cls, days: Iterable[date]) -> Self:
        """The set of these days, in any order, doubles among them."""
        return cls(tuple(sorted({day.toordinal() for day in days})))

    def __contains__(self, day: date) -> bool:
        return day.toordinal() in self._quick

    def __iter__(self) -> Iterator[date]:
        return map(date.fromordinal, self.ordinals)

    def __len__(self) -> int:
        return len(self.ordinals)

    def __or__(self, other: Self) -> Self:
        if not other.ordinals or self is other:
            return self
        return type(self)(tuple(sorted(self._quick | other._quick)))

    def count(self, since: date, until: date) -> int:
        """How many of its days lie in (since, until]; 0 where `until` is not after `since`."""
        return max(self._up_to(until.toordinal()) - self._up_to(since.toordinal()), 0)

    def nth_other(self, since: date, number: int) -> date:
        """The `number`th day after `since` that is none of its days; `since` itself for 0."""
        after = since.toordinal()
        passed = self._up_to(after)
        skipped = bisect_right(self._others_before, after + number - passed, lo=passed) - passed
        return date.fromordinal(after + number + skipped)

    def spans(self) -> tuple[Span, ...]:
        """Its days as stretches without a gap, in order."""
        found: list[Span] = []
        for day in self:
            if found and (day - found[-1].last).days == 1:
                found[-1] = Span(found[-1].first, day)
            else:
                found.append(Span(day, day))
        return tuple(found)

    def _up_to(self, ordinal: int) -> int:
        return bisect_right(self.ordinals, ordinal)

    @cached_property
    def _quick(self) -> frozenset[int]:
        return frozenset(self.ordinals)

    @cached_property
    def _others_before(self) -> tuple[int, ...]:
        """For each of its days, its ordinal less how many of its days come before: it never falls."""
        return tuple(ordinal - place for place, ordinal in enumerate(self.ordinals))


NO_DAYS = DaySet()


@dataclass(frozen=True)
class Calendar:
    """Whose days count. standing: days on which clocks stand still; worked: weekend days worked instead of others.

    For a supplier, standing are the public holidays of its country, the weekends in an announced stretch among
    them, and its agreed shutdowns; for the buyer the public holidays.
    """

    standing: DaySet = NO_DAYS
    worked: DaySet = NO_DAYS

    def stands_still(self, day: date) -> bool:
        """Whether no clock runs on `day`."""
        return day in self.standing

    def counted_days(self, since: date, until: date) -> int:
        """Days of (since, until] on which a clock runs; 0 where `until` is not after `since`."""
        return max((until - since).days, 0) - self.standing.count(since, until)

    def nth_counted_day(self, from_day: date, number: int) -> date:
        """The `number`th day after `from_day` on which a clock runs; `from_day` itself for 0."""
        return self.standing.nth_other(from_day, number)

    def is_working(self, day: date) -> bool:
        """Monday to Friday and swapped weekend days, unless the day stands still."""
        return (day.weekday() < SATURDAY or day in self.worked) and day not in self.standing

    def working_days(self, since: date, until: date) -> int:
        """Working days of (since, until]; 0 where `until` is not after `since`."""
        return sum(map(self.is_working, Span(since + timedelta(days=1), until)))

    def working_days_after(self, day: date, number: int) -> date:
        """The `number`th working day after `day`; `day` itself for 0."""
        last = day
        while number > 0:
            last += timedelta(days=1)
            number -= self.is_working(last)
        return last

    def also_standing(self, days: DaySet) -> "Calendar":
        """Return it with further days on which clocks stand still, such as those by which the buyer was late."""
        return Calendar(self.standing | days, self.worked) if days else self


MONDAY_TO_FRIDAY = Calendar()
"""The calendar of which nothing is known: no holiday, and only weekends are not worked."""
