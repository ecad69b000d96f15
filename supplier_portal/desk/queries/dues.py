"""One thing that is due, and how many days are left for it by the buyer's calendar."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from supplier_portal.domain.calendars import Calendar
from supplier_portal.domain.findings.clock import buyer_allowance
from supplier_portal.domain.findings.lateness import KIND_OF
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.queries.clocking import shipped_rules

CLOSING, EXTENSION, NOTICE, EFFECTIVENESS, APPEAL = "closing", "extension", "notice", "effectiveness", "appeal"
SHUTDOWN, DECLARATION = "shutdown", "declaration"
KINDS = (NOTICE, *KIND_OF.values(), EXTENSION, APPEAL, SHUTDOWN, CLOSING, EFFECTIVENESS, DECLARATION)
"""What is due, the most pressing kind first where days are alike."""
MOST = 50
"""Of one sort that are read at most, the most urgent ones; the lists hold all of them."""
FAR = 10**6


@dataclass(frozen=True)
class Due:
    """One thing to do. about: the finding's row, or the appeal's; days_left: None where nothing is due, below 0 late.

    Days are those of the buyer's clock for this act: working days (`working`), or all but public holidays.
    """

    kind: str
    about: Any
    due_on: date | None
    days_left: int | None
    working: bool = False

    @property
    def order(self) -> tuple[int, int]:
        return FAR if self.days_left is None else self.days_left, KINDS.index(self.kind)


@dataclass(frozen=True)
class Days:
    """Days left by the buyer's calendar."""

    buyer: Calendar
    moment: Moment

    def until(self, kind: str, about: Any, due_on: date | None, *, working: bool = False) -> Due:
        if due_on is None:
            return Due(kind, about, None, None)
        count = self.buyer.working_days if working else self.buyer.counted_days
        today = self.moment.day
        return Due(kind, about, due_on, count(today, due_on) if due_on >= today else -count(due_on, today), working)

    def review(self, row: Any) -> Due:
        known = buyer_allowance(row.state, shipped_rules().buyer)  # which days count is the same in every policy
        return self.until(KIND_OF.get(row.state, CLOSING), row, row.turn_due_on, working=known is not None and known[1])
