"""Both sides' clocks, worked out from the moves a finding made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from supplier_portal.domain.workflow.finding import turn


@dataclass(frozen=True)
class Span:
    """Days in one hand. holder: `supplier`, `buyer` or `nobody`; days: whole days from `since` to `until`."""

    holder: str
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


def spans_of(moves: Iterable[tuple[str, date]], today: date) -> list[Span]:
    """Who held the ball from when to when, from the notice on.

    moves: (state moved to, day of it) in order; the last span ends today.
    """
    spans: list[Span] = []
    for state, day in moves:
        holder = turn(state)
        if spans:
            spans[-1] = Span(spans[-1].holder, spans[-1].since, day)
        if not spans or spans[-1].holder != holder:
            spans.append(Span(holder, day, day))
    if spans:
        spans[-1] = Span(spans[-1].holder, spans[-1].since, max(today, spans[-1].since))
    return spans


def days_with(spans: Iterable[Span], holder: str) -> int:
    """How many days the finding was with one side."""
    return sum(span.days for span in spans if span.holder == holder)
