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


def working_days_until(day: date, last: date) -> int:
    """How many working days there are from `day` to `last`, both among them; 0 where `last` is before."""
    days = (last - day).days + 1
    return sum((day + timedelta(days=passed)).weekday() < SATURDAY for passed in range(max(days, 0)))
