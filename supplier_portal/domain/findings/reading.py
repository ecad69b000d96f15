"""One clock as it reads: counted days allowed and used, over the stretches in which it ran."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from supplier_portal.domain.calendars import Calendar, DaySet
from supplier_portal.domain.calendars import Span as Days


@dataclass(frozen=True)
class Stretch:
    """A state from the day a finding came to it until the day it left: (since, until] are its days."""

    state: str
    since: date
    until: date

    def cut(self, day: date | None) -> "Stretch":
        """End it on `day` where that comes before."""
        return self if day is None else Stretch(self.state, min(self.since, day), min(self.until, day))


def stretches_of(moves: Sequence[tuple[str, date]], today: date) -> list[Stretch]:
    """The states in order, the last one until today."""
    ended = [*moves, ("", max(today, moves[-1][1]))]
    return [Stretch(state, since, until) for (state, since), (_, until) in pairwise(ended)]


@dataclass(frozen=True)
class Reading:
    """allowed: days; stretches: those in which it ran, in order; working: whether working days are counted."""

    allowed: int
    stretches: tuple[Stretch, ...]
    calendar: Calendar
    working: bool = False

    @cached_property
    def used(self) -> int:
        return sum(self.days(one.since, one.until) for one in self.stretches)

    @property
    def left(self) -> int:
        """Days left, 0 when late."""
        return max(self.allowed - self.used, 0)

    @property
    def late_days(self) -> int:
        """Counted days beyond those allowed."""
        return max(self.used - self.allowed, 0)

    @cached_property
    def due_on(self) -> date:
        """The day on which the last allowed day falls."""
        return self.day_of(self.allowed)

    def day_of(self, number: int) -> date:
        """The day on which the `number`th day was counted, or would be were the clock to run on from where it stood."""
        for one in self.stretches[:-1]:
            counted = self.days(one.since, one.until)
            if number <= counted:
                return self.nth(one.since, number)
            number -= counted
        last = self.stretches[-1]
        counted = self.days(last.since, last.until)
        return self.nth(last.since, number) if number <= counted else self.nth(last.until, number - counted)

    def days(self, since: date, until: date) -> int:
        """Days of (since, until] that count."""
        counted = self.calendar.working_days if self.working else self.calendar.counted_days
        return counted(since, until)

    def nth(self, since: date, number: int) -> date:
        """The `number`th day after `since` that counts."""
        after = self.calendar.working_days_after if self.working else self.calendar.nth_counted_day
        return after(since, number)


def standing_within(calendar: Calendar, since: date, until: date) -> tuple[Days, ...]:
    """The standstills of a calendar in (since, until], as stretches without a gap."""
    ordinals = calendar.standing.ordinals
    first, last = (bisect_right(ordinals, day.toordinal()) for day in (since, until))
    return DaySet(ordinals[first : max(first, last)]).spans()
