"""Both sides' clocks as one bar of days, placed for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supplier_portal.domain.findings.clock import Span

WIDTH = 720
LEFT, LATE = "left", "late"


@dataclass(frozen=True)
class Part:
    """Days in one hand, `left` to the supplier or used by it when `late`; x and width in units of WIDTH."""

    holder: str
    since: date
    until: date
    x: int
    width: int

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class ClockBar:
    """today, due: where these days stand; due is None where none is set, or where the finding is done."""

    parts: tuple[Part, ...]
    today: int
    due: int | None


def bar_of(spans: Sequence[Span], due_on: date | None, today: date) -> ClockBar | None:
    """Place the spans from the notice to today, and what is left of them; None before the notice and on its day.

    due_on: the day by which the finding is to be closed, None where it no longer runs.
    """
    if not spans:
        return None
    first, last = spans[0].since, max(today, due_on or today)
    days = (last - first).days
    if not days:
        return None

    def place(day: date) -> int:
        return (day - first).days * WIDTH // days

    drawn = [part for span in spans if span.days for part in _parts(span, due_on)]
    if due_on is not None and due_on > today:
        drawn.append((LEFT, today, due_on))
    parts = tuple(
        Part(holder, since, until, place(since), place(until) - place(since)) for holder, since, until in drawn
    )
    return ClockBar(parts, place(today), None if due_on is None else place(due_on))


def _parts(span: Span, due_on: date | None) -> list[tuple[str, date, date]]:
    """A span of the supplier's is cut where it became late."""
    if span.holder != "supplier" or due_on is None or due_on >= span.until:
        return [(span.holder, span.since, span.until)]
    if due_on <= span.since:
        return [(LATE, span.since, span.until)]
    return [(span.holder, span.since, due_on), (LATE, due_on, span.until)]
