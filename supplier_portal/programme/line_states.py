"""What a line of the programme stands at, told from its audit and the day; never set."""

from datetime import date, timedelta

UNPLANNED, PLANNED, CONFIRMED, UNDER_WAY, REPORTING, DONE, BEHIND, REFUSED = LINE_STATES = (
    *("unplanned", "planned", "confirmed", "under_way", "reporting", "done", "behind", "refused"),
)
FELL_THROUGH = ("cancelled", "refused", "aborted")
"""Audits after which a line may be planned anew."""
_OF_AUDIT = {
    "planned": PLANNED,
    "confirmed": CONFIRMED,
    "in_progress": UNDER_WAY,
    "closing_held": REPORTING,
    "in_review": REPORTING,
    "draft_sent": REPORTING,
    "issued": DONE,
    "closed": DONE,
    "amended": DONE,
    "cancelled": UNPLANNED,
    "refused": REFUSED,
    "aborted": REFUSED,
}
_NOT_VISITED = frozenset({UNPLANNED, PLANNED, CONFIRMED, UNDER_WAY})


def line_state(year: int, month: int, audit_state: str | None, day: date) -> str:
    """One of LINE_STATES. audit_state: None while no audit is planned.

    A line whose month ends before its visit does is behind plan, whatever its audit stands at.
    """
    state = UNPLANNED if audit_state is None else _OF_AUDIT[audit_state]
    return BEHIND if state in _NOT_VISITED and month_is_due(year, month, day) else state


def month_is_over(year: int, month: int, day: date) -> bool:
    """Whether the last day of the month has passed."""
    return (year, month) < (day.year, day.month)


def month_is_due(year: int, month: int, day: date) -> bool:
    """Whether the last day of the month has come: figures of a month's end tell of that month."""
    return month_is_over(year, month, day + timedelta(days=1))
