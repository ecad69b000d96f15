"""When who holds the ball is reminded: at half time, days before the due one, on it, and at intervals after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from supplier_portal.domain.findings.policy import Reminders


def reminder_days(due_on: date, half_on: date | None, rules: Reminders, last: date) -> Iterator[tuple[str, date]]:
    """Each reminder until `last` with its day, in order: half, before, due, late. Two on one day are one, the later."""
    days: dict[date, str] = {}
    if rules.half_time and half_on is not None and half_on < due_on:
        days[half_on] = "half"
    if rules.before:
        days[due_on - timedelta(days=rules.before)] = "before"
    if rules.on_the_day:
        days[due_on] = "due"
    late = due_on + timedelta(days=rules.then_every)
    while late <= last:
        days[late] = "late"
        late += timedelta(days=rules.then_every)
    yield from ((kind, day) for day, kind in sorted(days.items()) if day <= last)


def next_reminder(due_on: date, half_on: date | None, rules: Reminders, today: date) -> date:
    """The first day after `today` on which a reminder goes out."""
    until = max(due_on, today) + timedelta(days=rules.then_every)
    return next(day for _, day in reminder_days(due_on, half_on, rules, until) if day > today)
