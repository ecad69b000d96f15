"""How many days a finding may take, and which clock runs (domain.md, severities and clocks).

The supplier's clock stands still while anybody else holds the ball: when the ball comes back, its due days move on by
as many days. Overdue is worked out from the due day and the day asked, never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, turn
from supplier_portal.domain.working_days import working_days_after


@dataclass(frozen=True)
class Allowed:
    """Calendar days from the notice; None where nothing is asked. optional: closing late is no offence."""

    containment: int | None
    plan: int | None
    close: int | None
    optional: bool = False


ALLOWED: Mapping[str, Allowed] = {
    "critical": Allowed(containment=3, plan=7, close=30),
    "major": Allowed(containment=None, plan=14, close=60),
    "minor": Allowed(containment=None, plan=30, close=90),
    "observation": Allowed(containment=None, plan=None, close=180, optional=True),
    "none": Allowed(containment=None, plan=None, close=None, optional=True),
}

NEEDS_PLAN = frozenset({"open", "rejected", "reopened"})
DISPUTE_WORKING_DAYS = 10
BUYER_DAYS: Mapping[str, int] = {"cap_proposed": 7, "implemented": 15}  # calendar days to review a plan, to verify


@dataclass(frozen=True)
class DueDays:
    """The days on which containment, plan and closing are due; None where nothing is asked."""

    containment: date | None
    plan: date | None
    close: date | None


def due_days(severity: str, notified_on: date, close_days: int | None = None) -> DueDays:
    """Due days of a finding from its notice.

    notified_on: in the supplier's time zone; close_days: the checkpoint's own time to close, where it has one.
    """
    allowed = ALLOWED[severity]
    close = close_days if close_days is not None and allowed.close is not None else allowed.close
    return DueDays(*(_later(notified_on, days) for days in (allowed.containment, allowed.plan, close)))


def moved_on(due_on: date | None, given_on: date, back_on: date) -> date | None:
    """A due day after the ball was with others from `given_on` to `back_on`."""
    return None if due_on is None else due_on + (back_on - given_on)


def buyer_due_on(state: str, since: date) -> date | None:
    """The day by which the buyer acts in a state it came to on `since`; None where no clock of the buyer's runs."""
    if state == "disputed":
        return working_days_after(since, DISPUTE_WORKING_DAYS)
    return _later(since, BUYER_DAYS.get(state))


@dataclass(frozen=True)
class Standing:
    """What clocks need to know of a finding. turn_on: the day the ball came to who holds it, None for a draft."""

    severity: str
    state: str
    plan_due_on: date | None
    close_due_on: date | None
    turn_on: date | None

    @property
    def turn(self) -> str:
        """`supplier`, `buyer` or `nobody`; nobody is to act on a strength."""
        return "nobody" if self.severity == "none" else turn(self.state)

    @property
    def due_on(self) -> date | None:
        """The next day something is due from the supplier, were the ball there."""
        return self.plan_due_on if self.state in NEEDS_PLAN and self.plan_due_on else self.close_due_on

    def late(self, day: date) -> bool:
        """Whether what the supplier does next is late on `day`."""
        return self._passed(self.due_on, day)

    def overdue(self, day: date) -> bool:
        """Whether its closing day passed while the ball was with the supplier (scoring.md 3)."""
        return self.state in COUNTS_AS_OPEN and self._passed(self.close_due_on, day)

    def counts(self, day: date) -> bool:
        """Whether gates count it (scoring.md 3): a disputed critical only until the dispute's time is over."""
        if self.state == "disputed" and self.severity == "critical" and self.turn_on is not None:
            return day <= working_days_after(self.turn_on, DISPUTE_WORKING_DAYS)
        return self.state in COUNTS_AS_OPEN and self.severity != "none"

    def buyer_late(self, day: date) -> bool:
        """Whether the buyer is behind its own clock; that never counts against a supplier."""
        due = buyer_due_on(self.state, self.turn_on) if self.turn_on else None
        return due is not None and day > due

    def _passed(self, due_on: date | None, day: date) -> bool:
        if due_on is None or ALLOWED[self.severity].optional:
            return False
        stopped_on = self.turn_on if self.turn != "supplier" else None
        return (stopped_on or day) > due_on


def _later(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)
