"""Working days: Monday to Friday."""

from datetime import date, timedelta

SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """The day on which the `number`th working day after `day` falls."""
    last = day
    while number:
        last += timedelta(days=1)
        number -= last.weekday() < SATURDAY
    return last
