"""Both sides' clocks, worked out from the moves a finding made (domain.md, severities and clocks).

A span in which one side holds the ball, from local day `since` to local day `until`, counts the days (since, until]:
the day it was given counts for who gave it. A day of the supplier's counts unless its clock stands still on it. The
clocks begin with the notice, and anew with a reopening.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from supplier_portal.domain.calendars import Calendar, DaySet
from supplier_portal.domain.calendars import Span as Days
from supplier_portal.domain.findings.deadlines import NEEDS_CONTAINMENT, NEEDS_PLAN
from supplier_portal.domain.findings.policy import BuyerDays, ClockRules
from supplier_portal.domain.findings.reading import Reading, Stretch, standing_within, stretches_of
from supplier_portal.domain.workflow.finding import turn

CONTAINMENT, PLAN, CLOSE = CLOCKS = ("containment", "plan", "close")
SUPPLIER, BUYER, NOBODY = "supplier", "buyer", "nobody"


@dataclass(frozen=True)
class Asked:
    """An extension that was asked for in time. granted: days, 0 while it waits or where it was refused."""

    clock: str
    asked_on: date
    granted: int = 0
    decided_on: date | None = None


def begun_with(states: Sequence[str]) -> int:
    """The place of the move the clocks began with: the notice or the last reopening, but no end of a waiver."""
    reopened = (place for place, state in enumerate(states) if state == "reopened" and states[place - 1] != "waived")
    return max(reopened, default=0)


@dataclass(frozen=True)
class Course:
    """What a finding went through, in the supplier's local days.

    moves: (state moved to, day of it) from the notice on, in order; contained_on: None until containment was told in
    this run; close_days: the checkpoint's own time to close; asked: extensions of this run.
    """

    severity: str
    moves: Sequence[tuple[str, date]]
    contained_on: date | None = None
    close_days: int | None = None
    asked: Sequence[Asked] = ()

    @cached_property
    def run(self) -> Sequence[tuple[str, date]]:
        """The moves since the clocks began; a clock that was set back at midnight takes no day back."""
        begun = begun_with([state for state, _ in self.moves])
        run: list[tuple[str, date]] = []
        for state, day in self.moves[begun:]:
            run.append((state, max(day, run[-1][1]) if run else day))
        return run


@dataclass(frozen=True)
class Span:
    """Days in one hand. holder: `supplier`, `buyer` or `nobody`; state: the one it began with.

    still: standstills of the holder's clock in it.
    """

    holder: str
    state: str
    since: date
    until: date
    still: tuple[Days, ...] = ()

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def counted(self) -> int:
        """Days that were counted; nobody's days are nobody's."""
        return 0 if self.holder == NOBODY else self.days - sum(map(len, self.still))


@dataclass(frozen=True)
class Clock:
    """Where both clocks stand at the end of `today`.

    readings: the supplier's clocks by code; owed: the one of what the supplier owes next; buyer: the one the buyer's
    act in this state is measured by; supplier_days: the supplier's calendar, with what stood still for this finding.
    """

    severity: str
    today: date
    stretches: Sequence[Stretch]
    readings: Mapping[str, Reading]
    owed: str | None
    buyer: Reading | None
    optional: bool
    supplier_days: Calendar
    buyer_days: Calendar

    @property
    def state(self) -> str:
        return self.stretches[-1].state

    @property
    def turn(self) -> str:
        """`supplier`, `buyer` or `nobody`."""
        return turn(self.state)

    @cached_property
    def since(self) -> date:
        """The day the ball came to who holds it."""
        return _held(self.stretches)[-1].since

    @property
    def supplier(self) -> Reading | None:
        """The clock of what the supplier owes next."""
        return self.readings[self.owed] if self.owed else None

    @property
    def running(self) -> Reading | None:
        """The clock of who holds the ball; None where nothing is owed by a day."""
        if self.turn == SUPPLIER:
            return None if self.optional else self.supplier
        return self.buyer if self.turn == BUYER else None

    @property
    def turn_due_on(self) -> date | None:
        """The day by which who holds the ball is to act."""
        return self.running.due_on if self.running else None

    @property
    def half_on(self) -> date | None:
        """When half of the counted days from getting the ball to its due day are over; None where it came too late."""
        running = self.running
        left = running.days(self.since, running.due_on) if running else 0
        return running.nth(self.since, (left + 1) // 2) if running and left else None

    @property
    def overdue(self) -> bool:
        """Whether the due day of who holds the ball has passed."""
        return self.turn_due_on is not None and self.today > self.turn_due_on

    @property
    def stands_still_until(self) -> date | None:
        """The last day of the standstill that the supplier's clock is in today; None where it runs or is paused."""
        if self.turn != SUPPLIER or not self.supplier_days.stands_still(self.today):
            return None
        return self.supplier_days.nth_counted_day(self.today, 1) - timedelta(days=1)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Who held the ball from when to when, since the clocks began."""
        return tuple(self._span(one) for one in _held(self.stretches))

    def due_on(self, clock: str) -> date | None:
        """The day by which one of CLOCKS is due, as it stood where it does not run; None where nothing is asked."""
        return self.readings[clock].due_on if clock in self.readings else None

    def days_with(self, holder: str) -> int:
        """Counted days of one side since the clocks began."""
        return sum(span.counted for span in self.spans if span.holder == holder)

    def _span(self, held: Stretch) -> Span:
        days = {SUPPLIER: self.supplier_days, BUYER: self.buyer_days}
        holder = turn(held.state)
        still = standing_within(days[holder], held.since, held.until) if holder in days else ()
        return Span(holder, held.state, held.since, held.until, still)


def clock_of(course: Course, rules: ClockRules, supplier: Calendar, buyer: Calendar, today: date) -> Clock | None:
    """Work out the clocks as they stand at the end of `today`; None before the notice, and where nothing is asked."""
    if not course.moves or course.severity == "none":
        return None
    stretches = stretches_of(course.run, today)
    today = stretches[-1].until
    days = supplier.also_standing(late_answers(course.asked, rules.buyer, buyer, today))
    readings = dict(_readings(course, rules, days, stretches))
    return Clock(
        severity=course.severity,
        today=today,
        stretches=stretches,
        readings=readings,
        owed=_owed(stretches[-1].state, course.contained_on, readings),
        buyer=_buyer_reading(stretches, rules.buyer, buyer),
        optional=rules.allowed[course.severity].optional,
        supplier_days=days,
        buyer_days=buyer,
    )


def late_answers(asked: Sequence[Asked], allowed: BuyerDays, buyer: Calendar, today: date) -> DaySet:
    """The days by which the buyer was late to answer extensions: they do not count against the supplier."""
    days: set[date] = set()
    for one in asked:
        due = buyer.working_days_after(one.asked_on, allowed.extension)
        days.update(Days(due + timedelta(days=1), one.decided_on or today))
    return DaySet.of(days)


def buyer_allowance(state: str, allowed: BuyerDays) -> tuple[int, bool] | None:
    """Days the buyer has in a state, and whether they are working days; None where no clock of the buyer's runs."""
    return {
        "disputed": (allowed.dispute, True),
        "cap_proposed": (allowed.plan_review, False),
        "implemented": (allowed.verification, False),
    }.get(state)


def _readings(
    course: Course, rules: ClockRules, days: Calendar, stretches: Sequence[Stretch]
) -> Iterator[tuple[str, Reading]]:
    allowed = rules.allowed[course.severity]
    held = [one for one in stretches if turn(one.state) == SUPPLIER]
    planning = [one for one in held if one.state in NEEDS_PLAN]
    containing = [one.cut(course.contained_on) for one in planning if one.state in NEEDS_CONTAINMENT]
    close = course.close_days if course.close_days is not None and allowed.close is not None else allowed.close
    for clock, number, counted in (
        (CONTAINMENT, allowed.containment, containing),
        (PLAN, allowed.plan, planning),
        (CLOSE, close, held),
    ):
        if number is not None:
            more = sum(one.granted for one in course.asked if one.clock == clock)
            yield clock, Reading(number + more, tuple(counted), days)


def _owed(state: str, contained_on: date | None, readings: Mapping[str, Reading]) -> str | None:
    if state in NEEDS_CONTAINMENT and CONTAINMENT in readings and contained_on is None:
        return CONTAINMENT
    if state in NEEDS_PLAN and PLAN in readings:
        return PLAN
    return CLOSE if CLOSE in readings else None


def _buyer_reading(stretches: Sequence[Stretch], allowed: BuyerDays, calendar: Calendar) -> Reading | None:
    """How long the buyer has had what it holds now; a waiver in between is nobody's time."""
    state, mine = stretches[-1].state, list[Stretch]()
    known = buyer_allowance(state, allowed)
    if known is None:
        return None
    for one in reversed(stretches):
        if one.state == state:
            mine.insert(0, one)
        elif one.state != "waived":
            break
    number, working = known
    return Reading(number, tuple(mine), calendar, working)


def _held(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches of one holder put together, under the state each began with."""
    held: list[Stretch] = []
    for one in stretches:
        if held and turn(held[-1].state) == turn(one.state):
            held[-1] = Stretch(held[-1].state, held[-1].since, one.until)
        else:
            held.append(one)
    return held
