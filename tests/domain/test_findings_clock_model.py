"""The clocks against a model that walks through the days one by one: two years of moves, holidays and time zones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count, islice
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from supplier_portal.domain.calendars import Calendar, DaySet
from supplier_portal.domain.findings.clock import Asked, Course, clock_of
from supplier_portal.domain.findings.escalation import escalates_on, escalations_of
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING, TURN_OF_BUYER, TURN_OF_SUPPLIER
from tests.clock_story import RULES

BEGIN = datetime(2023, 6, 1, tzinfo=UTC)
"""Two years from here hold 29 February 2024, and every zone's clock changes four times."""
HOURS = 2 * 366 * 24
ZONES = (
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Havana", "Asia/Beirut", "Pacific/Auckland",
    "America/Los_Angeles", "Atlantic/Azores",
)  # fmt: skip
"""Havana, Beirut and the Azores set their clocks at midnight."""
ONE_DAY = timedelta(days=1)
PLANNING, CONTAINING = {"open", "rejected", "reopened"}, {"open", "reopened"}
ALLOWED = {"critical": (3, 7, 30), "major": (None, 14, 60), "minor": (None, 30, 90), "observation": (None, None, 180)}
BUYER = {"disputed": 10, "cap_proposed": 7, "implemented": 15}


@dataclass(frozen=True)
class Life:
    """What happened, in instants and the days they were where the supplier is."""

    severity: str
    moves: list[tuple[str, date]]
    own: Calendar
    buyer: Calendar
    asked: list[Asked]
    contained_on: date | None
    close_days: int | None
    today: date


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    starts = draw(st.lists(st.tuples(st.integers(0, 760), st.integers(1, 9)), max_size=12))
    off = {BEGIN.date() + timedelta(days=start + more) for start, length in starts for more in range(length)}
    weekends = draw(st.sets(st.integers(0, 100), max_size=6))
    saturday = date(2023, 6, 3)
    return Calendar(DaySet.of(off), DaySet.of({saturday + timedelta(weeks=one) for one in weekends} - off))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    at, state, before = BEGIN + timedelta(hours=draw(st.integers(0, 3000))), "open", "open"
    instants = [(state, at)]
    for gap, choice in draw(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 9)), max_size=14)):
        at += timedelta(hours=gap)
        targets = [row.target for row in FINDING.possible(state)]
        if state == "waived":
            targets = [before]
        if not targets or at > BEGIN + timedelta(hours=HOURS):
            break
        before, state = state, targets[choice % len(targets)]
        instants.append((state, at))
    moves = [(target, instant.astimezone(zone).date()) for target, instant in instants]
    today = moves[-1][1] + timedelta(days=draw(st.integers(0, 200)))
    start = moves[begun_in(moves)][1]
    days = st.integers(0, max((today - start).days, 0)).map(lambda passed: start + timedelta(days=passed))
    asked = []
    for clock in draw(st.lists(st.sampled_from(("containment", "plan", "close")), max_size=3)):
        asked_on = draw(days)
        decided = draw(st.none() | st.integers(0, 15))
        decided_on = None if decided is None else min(asked_on + timedelta(days=decided), today)
        granted = draw(st.integers(0, 90)) if decided_on else 0
        asked.append(Asked(clock, asked_on, granted, decided_on))
    return Life(
        severity=draw(st.sampled_from(tuple(ALLOWED))),
        moves=moves,
        own=draw(calendars()),
        buyer=draw(calendars()),
        asked=asked,
        contained_on=draw(st.none() | days),
        close_days=draw(st.none() | st.integers(1, 300)),
        today=today,
    )


def begun_in(moves: list[tuple[str, date]]) -> int:
    """Where the clocks began: they go on after a waiver, of a reopened finding too."""
    begun = 0
    for place, (target, _) in enumerate(moves):
        if target == "reopened" and moves[place - 1][0] != "waived":
            begun = place
    return begun


class Model:
    """Day after day: a day belongs to whoever held the finding when the day before ended."""

    def __init__(self, life: Life) -> None:
        self.life = life
        run, latest = [], date.min
        for target, day in life.moves[begun_in(life.moves) :]:
            latest = max(latest, day)
            run.append((target, latest))
        self.run, self.start, self.state = run, run[0][1], run[-1][0]
        self.late_answers = set()
        for one in life.asked:
            day, left = one.asked_on, 2
            while day < (one.decided_on or life.today):
                day += ONE_DAY
                if left == 0:
                    self.late_answers.add(day)
                left -= left > 0 and self.working(day)

    def working(self, day: date) -> bool:
        return (day.weekday() < 5 or day in self.life.buyer.worked) and not self.life.buyer.stands_still(day)

    def state_before(self, day: date) -> str:
        """The state at the end of the day before."""
        return [target for target, moved_on in self.run if moved_on < day][-1]

    def counts(self, day: date) -> bool:
        """Whether a day of the supplier's counts."""
        return not self.life.own.stands_still(day) and day not in self.late_answers

    def days(self):
        """The days from the one after the notice to today."""
        day = self.start
        while day < self.life.today:
            day += ONE_DAY
            yield day

    def used(self, states, counts, until=None) -> int:
        return sum(
            counts(day) for day in self.days() if self.state_before(day) in states and (until is None or day <= until)
        )

    def due(self, allowed, states, counts, until=None) -> date:
        """Walk until the last allowed day; after the last day that ran, as if it had gone on from there."""
        ran = [self.start, *(day for day in self.days() if self.state_before(day) in states)]
        given = [
            moved_on for (target, _), (_, moved_on) in zip(self.run, self.run[1:], strict=False) if target in states
        ]
        stopped = max([*given, ran[-1]]) if self.state not in states else self.life.today
        if until is not None:
            stopped = min(stopped, until)
        days = (self.start + timedelta(days=passed) for passed in count(1))
        ran_on = (day for day in days if day > stopped or self.state_before(day) in states)
        return next(islice(filter(counts, ran_on), allowed - 1, None))

    def allowed(self, clock: str) -> int | None:
        place = ("containment", "plan", "close").index(clock)
        number = ALLOWED[self.life.severity][place]
        if clock == "close":
            number = self.life.close_days or number
        more = sum(one.granted for one in self.life.asked if one.clock == clock)
        return None if number is None else number + more


def half_of(since: date, due: date, counts) -> date | None:
    """The day on which half of the days from `since` to `due` are over."""
    days = [since + timedelta(days=passed) for passed in range(1, (due - since).days + 1)]
    counted = [day for day in days if counts(day)]
    return counted[(len(counted) + 1) // 2 - 1] if counted else None


@settings(max_examples=400)
@given(lives())
def test_the_clocks_are_those_of_walking_through_the_days(life: Life) -> None:
    course = Course(life.severity, life.moves, life.contained_on, life.close_days, life.asked)
    clock = clock_of(course, RULES, life.own, life.buyer, life.today)
    model = Model(life)
    readings = {}
    for code, states, until in (
        ("containment", CONTAINING, life.contained_on),
        ("plan", PLANNING, None),
        ("close", TURN_OF_SUPPLIER, None),
    ):
        allowed = model.allowed(code)
        if allowed is None:
            assert clock.due_on(code) is None
            continue
        used, due = model.used(states, model.counts, until), model.due(allowed, states, model.counts, until)
        readings[code] = (allowed, used, due)
        found = clock.readings[code]
        assert (found.allowed, found.used, found.due_on) == readings[code], code
        assert model.counts(due) or due <= model.start
    assert course.run == model.run
    _same_turn(life, model, clock, readings)


def _same_turn(life, model, clock, readings) -> None:
    side = {**dict.fromkeys(TURN_OF_SUPPLIER, "supplier"), **dict.fromkeys(TURN_OF_BUYER, "buyer")}
    sides = [(side.get(state, "nobody"), day) for state, day in model.run]
    since = next(
        day for place, (turn, day) in enumerate(sides) if all(other == sides[-1][0] for other, _ in sides[place:])
    )
    assert (clock.turn, clock.since) == (sides[-1][0], since)
    owed = "close"
    if model.state in PLANNING and "plan" in readings:
        owed = "plan"
    if model.state in CONTAINING and "containment" in readings and life.contained_on is None:
        owed = "containment"
    assert clock.owed == owed
    due, counts = None, model.counts
    if clock.turn == "supplier" and life.severity != "observation":
        due = readings[owed][2]
    elif model.state in BUYER:
        counts = model.working if model.state == "disputed" else lambda day: not life.buyer.stands_still(day)
        used, due = _buyers(model, counts)
        assert (clock.buyer.used, clock.buyer.due_on) == (used, due)
    assert clock.turn_due_on == due
    assert clock.half_on == (half_of(since, due, counts) if due else None)
    assert clock.overdue == (due is not None and life.today > due)
    _same_standstill(life, model, clock)
    _same_escalation(life, model, clock, readings[owed])


def _buyers(model, counts):
    """Days in the present state, counted back over waivers alone."""
    run = model.run
    first = next(place for place in range(len(run)) if {state for state, _ in run[place:]} <= {model.state, "waived"})
    first = next(place for place in range(first, len(run)) if run[place][0] == model.state)
    mine = [day for day in model.days() if day > run[first][1] and model.state_before(day) == model.state]
    ahead = (model.life.today + timedelta(days=passed) for passed in count(1))
    used = list(filter(counts, mine))
    return len(used), next(islice(chain(used, filter(counts, ahead)), BUYER[model.state] - 1, None))


def _same_standstill(life, model, clock) -> None:
    until = None
    if clock.turn == "supplier" and not model.counts(life.today):
        until = life.today
        while not model.counts(until + ONE_DAY):
            until += ONE_DAY
    assert clock.stands_still_until == until


def _same_escalation(life, model, clock, owed) -> None:
    expected = {}
    if model.state in COUNTS_AS_OPEN:
        for reason, state in (("plan_rejected", "rejected"), ("insufficient", "insufficient")):
            days = [day for target, day in model.run if target == state]
            if len(days) > 1:
                expected[reason] = days[1]
        if owed[1] - owed[0] > 14 and life.severity != "observation":
            expected["late"] = None
        if model.run[0][0] == "reopened":
            expected["reopened"] = model.start
    found = dict(escalations_of(model.run, clock, RULES, life.today))
    assert found.keys() == expected.keys()
    assert all(found[reason] == day for reason, day in expected.items() if day)
    first = escalates_on(model.run, clock, RULES)
    assert (first is not None and first <= life.today) == bool(expected)
