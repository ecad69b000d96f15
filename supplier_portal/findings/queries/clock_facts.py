"""What the page of a finding shows of its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.domain.findings.clock import Clock
from supplier_portal.domain.findings.clock_bar import ClockBar, Part, bar_of
from supplier_portal.domain.findings.escalation import escalations_of
from supplier_portal.domain.findings.policy import ClockRules
from supplier_portal.domain.findings.reminding import next_reminder
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Extension, Finding, FindingMove
from supplier_portal.findings.queries.clocking import Timed, timed_one
from supplier_portal.findings.queries.extending import WaitingExtension, askable, foreseen
from supplier_portal.findings.queries.standstills import Standstill, standstills_of
from supplier_portal.suppliers.models import Supplier


@dataclass(frozen=True)
class ClockFacts:
    """clock: None before the notice, and where nothing is asked; standstills: of the days the bar shows.

    waiting: the extension that waits for an answer.
    """

    timed: Timed
    standstills: Sequence[Standstill]
    waiting: WaitingExtension | None

    @property
    def clock(self) -> Clock | None:
        return self.timed.clock

    @property
    def rules(self) -> ClockRules:
        return self.timed.rules

    @property
    def bar(self) -> ClockBar | None:
        """Both sides' days drawn to scale; None where there is no day yet."""
        return bar_of(self.clock) if self.clock else None

    @property
    def askable(self) -> list[str]:
        """The clocks for which more days may be asked now."""
        return [] if self.waiting else askable(self.clock)

    @property
    def next_reminder(self) -> date | None:
        """The next day on which who holds the ball is reminded; None where nothing is due."""
        clock, due = self.clock, self.clock.turn_due_on if self.clock else None
        return next_reminder(due, clock.half_on, self.rules.reminders, clock.today) if clock and due else None

    @property
    def escalations(self) -> list[tuple[str, date]]:
        """Why it is escalated, each reason with the day since which it holds."""
        clock, run = self.clock, self.timed.course.run
        return escalations_of(run, clock, self.rules, clock.today) if clock else []

    def names(self, first: date, last: date, language: str) -> list[str]:
        """What stands still between two days is called, each name once; empty names are shutdowns."""
        found = (one.name(language) for one in self.standstills if one.first <= last and one.last >= first)
        return list(dict.fromkeys(found))

    def names_of(self, part: Part, language: str) -> list[str]:
        return self.names(part.first, part.until, language)


def clock_facts(
    session: Session,
    finding: Finding,
    supplier: Supplier,
    told: tuple[Sequence[FindingMove], Sequence[Extension]],
    moment: Moment,
) -> ClockFacts:
    """The clocks of a finding the reader was seen to read, in a fixed number of statements."""
    found = timed_one(session, finding, supplier, told, moment)
    clock = found.clock
    asked = next((one for one in told[1] if one.decision is None), None)
    waiting = foreseen(asked, clock, found.rules, supplier.time_zone) if asked and clock else None
    standstills: Sequence[Standstill] = ()
    if clock is not None and clock.supplier_days.standing:
        last = max(day for day in (clock.today, clock.due_on("close"), waiting and waiting.to_day) if day)
        standstills = standstills_of(session, supplier, clock.spans[0].since, last)
    return ClockFacts(found, standstills, waiting)
