"""What lists and gates need to know of a finding's clocks, from the days kept with it (domain.md, scoring.md 3).

The days are worked out by `clock`; overdue is worked out from them and the day asked, never stored.
"""

from dataclasses import dataclass
from datetime import date

from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, turn

NEEDS_PLAN = frozenset({"open", "rejected", "reopened"})
NEEDS_CONTAINMENT = frozenset({"open", "reopened"})
"""Where containment may be told on its own; a plan proposed tells it too."""
NEVER_OVERDUE = frozenset({"observation", "none"})


@dataclass(frozen=True)
class Standing:
    """What clocks need to know of a finding. turn_on: the day the ball came to who holds it, None for a draft.

    turn_due_on: the day by which who holds it is to act, None where nothing is due or closing late is no offence;
    stage_due_on: that of the next milestone, None where it does not close in stages or none is left.
    """

    severity: str
    state: str
    plan_due_on: date | None
    close_due_on: date | None
    turn_on: date | None
    turn_due_on: date | None
    stage_due_on: date | None = None

    @property
    def turn(self) -> str:
        """`supplier`, `buyer` or `nobody`; nobody is to act on a strength."""
        return "nobody" if self.severity == "none" else turn(self.state)

    @property
    def due_on(self) -> date | None:
        """The next day something is due from the supplier, were the ball there."""
        if self.turn == "supplier" and self.turn_due_on:
            return self.turn_due_on
        return self.plan_due_on if self.state in NEEDS_PLAN and self.plan_due_on else self.close_due_on

    def late(self, day: date) -> bool:
        """Whether the supplier holds the ball and what it does next is late on `day`."""
        return self.turn == "supplier" and self.turn_due_on is not None and day > self.turn_due_on

    def overdue(self, day: date) -> bool:
        """Whether its closing day or its milestone passed while the ball was with the supplier (scoring.md 3)."""
        if self.state not in COUNTS_AS_OPEN or self.severity in NEVER_OVERDUE or self.close_due_on is None:
            return False
        stopped_on = self.turn_on if self.turn != "supplier" else None
        return (stopped_on or day) > min(self.close_due_on, self.stage_due_on or self.close_due_on)

    def counts(self, day: date) -> bool:
        """Whether gates count it (scoring.md 3): a disputed critical only until the dispute's time is over."""
        if self.state == "disputed" and self.severity == "critical" and self.turn_due_on is not None:
            return day <= self.turn_due_on
        return self.state in COUNTS_AS_OPEN and self.severity != "none"

    def buyer_late(self, day: date) -> bool:
        """Whether the buyer is behind its own clock; that never counts against a supplier."""
        return self.turn == "buyer" and self.turn_due_on is not None and day > self.turn_due_on
