"""Random courses of findings through the real operations: the days kept with each are those of walking by day.

Two years in a zone that sets its clocks four times in them, with holidays, agreed shutdowns, extensions and waivers.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.models import AGREED, HOLIDAY, WORKING, CalendarDay, Shutdown
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.years import Year
from supplier_portal.domain.calendars import Calendar, DaySet
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.findings.clock import Asked
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.following import follow_calendars
from supplier_portal.findings.operations import MoveFinding, end_waivers, move_finding, notify_findings, propose_plan
from supplier_portal.findings.operations.containing import ReportContainment, report_containment
from supplier_portal.findings.operations.extending import (
    AskExtension,
    DecideExtension,
    ask_extension,
    decide_extension,
)
from supplier_portal.suppliers.models import Supplier
from tests.cast import FANG, HUILING, MINGYAN, NOW, PAN, TAN, ZHOU
from tests.domain.test_findings_clock_model import CONTAINING, PLANNING, Life, Model
from tests.findings_story import A_PLAN, TANS, accept_files, add_audit, do_all, plan_for, proof_for, raise_one
from tests.findings_story import add_finding_evidence as add_evidence

ZONE = ZoneInfo("America/New_York")
LAST = NOW.at + timedelta(days=730)
COURSES, STEPS = 25, 12
"""Courses of each of the seeds, and moves of each course at most."""
LEADS = dict.fromkeys(("accepted", "rejected", "verified", "insufficient", "closed", "reopened"), ZHOU)


FOLLOWING = {
    "open": ("cap_proposed", "cap_proposed", "disputed", "waived"),
    "disputed": ("open", "open", "withdrawn", "waived"),
    "cap_proposed": ("accepted", "accepted", "rejected", "rejected", "waived"),
    "rejected": ("cap_proposed", "cap_proposed", "waived"),
    "accepted": ("implemented", "implemented", "waived"),
    "implemented": ("verified", "verified", "insufficient", "insufficient", "waived"),
    "insufficient": ("implemented", "implemented", "waived"),
    "verified": ("closed",),
    "closed": ("reopened",),
    "reopened": ("cap_proposed", "cap_proposed", "waived"),
}
"""What may happen next, the likelier ones twice; of a state that is not named, nothing."""


def local(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def at(instant: datetime) -> Moment:
    return Moment(instant, instant.astimezone(ZoneInfo("Asia/Shanghai")).date())


def days_off(chance: Random) -> set[date]:
    starts = [(chance.randrange(760), chance.randrange(1, 9)) for _ in range(10)]
    return {NOW.day + timedelta(days=first + more) for first, length in starts for more in range(length)}


class World:
    """Huiling in New York with the calendars of both sides, as rows and as plain sets of days."""

    def __init__(self, session, chance: Random) -> None:
        self.session, self.chance = session, chance
        own, bought, shut = days_off(chance), days_off(chance), days_off(chance)
        saturday = date(2024, 4, 6)
        worked = {saturday + timedelta(weeks=chance.randrange(100)) for _ in range(5)} - bought
        supplier = session.get_one(Supplier, HUILING)
        supplier.time_zone, supplier.country = ZONE.key, "US"
        for calendar, days, kind in (("US", own, HOLIDAY), ("CN", bought, HOLIDAY), ("CN", worked, WORKING)):
            years = [Year(calendar, year, (), announced=True, source="") for year in (2024, 2025, 2026)]
            take_in_years(session, SYSTEM, years, NOW) if kind == HOLIDAY else None
            session.add_all(CalendarDay(calendar=calendar, day=day, kind=kind, name_en="", name_zh="") for day in days)
        for company, days in ((HUILING, shut), (MINGYAN, days_off(chance))):
            session.add_all(
                Shutdown(
                    supplier_id=company, first_on=day, last_on=day, reason="x", declared_by=TAN.number,
                    declared_at=NOW.at, decision=AGREED, decided_by=PAN.number, decided_at=NOW.at,
                )
                for day in days
            )  # fmt: skip
        session.flush()
        self.own, self.buyer = (
            Calendar(DaySet.of(own | shut), DaySet.of(())),
            Calendar(DaySet.of(bought), DaySet.of(worked)),
        )


class Course:
    """One finding and what happened to it, in instants."""

    def __init__(self, world: World) -> None:
        self.world, self.session, self.chance = world, world.session, world.chance
        self.now = NOW.at + timedelta(hours=self.chance.randrange(24 * 300))
        audit = add_audit(self.session)
        self.finding = raise_one(self.session, audit, severity=self.chance.choice(("critical", "major", "minor")))
        audit.state, audit.issued_on = "issued", local(self.now)
        self.session.flush()
        notify_findings(self.session, FANG.actor, audit.id, at(self.now))
        self.moves, self.asked, self.contained, self.until = [("open", local(self.now))], [], None, None
        self.waiting, self.before = None, "open"

    def go(self) -> None:
        for _ in range(STEPS):
            self.now += timedelta(hours=self.chance.choice((0, 1, 5, 24, 100, 300, 700)) + self.chance.randrange(24))
            if self.now > LAST or not self.step():
                return
            follow_calendars(self.session, at(self.now))
            self.compare()

    def step(self) -> bool:
        """One thing that happens; False where nothing can any more."""
        if self.finding.state == "waived":
            self.now = max(self.now, datetime.combine(self.until + timedelta(days=2), datetime.min.time(), UTC))
            end_waivers(self.session, at(self.now))
            self.session.refresh(self.finding)
            self.moves.append((self.finding.state, local(self.now)))
            return True
        if self.chance.random() < 0.4 and (self.contain() or self.extend()):
            return True
        targets = FOLLOWING.get(self.finding.state)
        return targets is not None and self.move(self.chance.choice(targets))

    def move(self, target: str) -> bool:
        moment, finding = at(self.now), self.finding
        if target == "cap_proposed":
            actions = (A_PLAN[0]._replace(due_on=moment.day + timedelta(days=20), owner=TANS),)
            propose_plan(self.session, TAN.actor, plan_for(finding, actions=actions), moment)
        else:
            if target == "implemented":
                add_evidence(self.session, TAN.actor, proof_for(finding), moment)
                do_all(self.session, finding, TAN, Moment(moment.at, local(self.now)))
            if target == "verified":
                accept_files(self.session, finding, ZHOU, moment)
            who = FANG if finding.state == "disputed" or target == "waived" else LEADS.get(target, TAN)
            self.until = local(self.now) + timedelta(days=self.chance.randrange(2, 60)) if target == "waived" else None
            move_finding(self.session, who.actor, MoveFinding(finding.id, target, "so it is", self.until), moment)
        assert finding.state == target
        self.moves.append((target, local(self.now)))
        if target == "reopened":
            self.asked, self.contained = [], None
        elif target == "cap_proposed" and finding.severity == "critical":
            self.contained = self.contained or local(self.now)
        return True

    def contain(self) -> bool:
        if self.finding.state not in CONTAINING or self.contained:
            return False
        command = ReportContainment(self.finding.id, "Read by hand", local(self.now))
        report_containment(self.session, TAN.actor, command, at(self.now))
        self.contained = local(self.now)
        return True

    def extend(self) -> bool:
        """Ask for more days where none wait, else answer."""
        if self.waiting is not None:
            granted = self.chance.choice((None, 1, 5))
            decision = ("granted", granted) if granted else ("refused", None)
            command = DecideExtension(self.finding.id, self.waiting.id, *decision, "so it is")
            decide_extension(self.session, ZHOU.actor, command, at(self.now))
            self.asked = [
                Asked(one.clock, one.asked_on, granted or 0, local(self.now)) if one.decided_on is None else one
                for one in self.asked
            ]
            self.waiting = None
            return True
        clock = self.chance.choice(("containment", "plan", "close"))
        command = AskExtension(self.finding.id, clock, 5, "meters arrive late")
        allowed = self.may_ask(clock)
        try:
            self.waiting = ask_extension(self.session, TAN.actor, command, at(self.now))
        except Conflict:
            assert not allowed, (clock, self.moves)
            return False
        assert allowed, (clock, self.moves)
        self.asked.append(Asked(clock, local(self.now)))
        return True

    def may_ask(self, clock: str) -> bool:
        """To the end of the due day, while the clock runs or is to run next."""
        due, state = self.expected(), self.finding.state
        if state not in PLANNING | {"accepted", "insufficient"} or due[clock] is None:
            return False
        stopped = (clock == "plan" and state not in PLANNING) or (
            clock == "containment" and (state not in CONTAINING or self.contained is not None)
        )
        return not stopped and local(self.now) <= due[clock]

    def life(self) -> Life:
        world, finding = self.world, self.finding
        return Life(
            finding.severity, self.moves, world.own, world.buyer, self.asked, self.contained, None, local(self.now)
        )

    def expected(self) -> dict[str, date | None]:
        """The due days by the model that walks from day to day."""
        life = self.life()
        model = Model(life)
        asked = {"containment": (CONTAINING, life.contained_on), "plan": (PLANNING, None)}
        asked["close"] = (PLANNING | {"accepted", "insufficient"}, None)
        return {
            code: None if model.allowed(code) is None else model.due(model.allowed(code), states, model.counts, until)
            for code, (states, until) in asked.items()
        }

    def compare(self) -> None:
        self.session.refresh(self.finding)
        finding = self.finding
        kept = {"containment": finding.contain_due_on, "plan": finding.plan_due_on, "close": finding.close_due_on}
        assert kept == self.expected(), (finding.severity, self.moves, self.asked)


@pytest.mark.one_engine
@pytest.mark.parametrize("seed", range(8))
def test_kept_due_days_are_those_of_walking_through_the_days(session, seed):
    world = World(session, Random(seed))  # noqa: S311 the same courses in every run
    seen = set()
    for _ in range(COURSES):
        course = Course(world)
        course.compare()
        course.go()
        seen |= {state for state, _ in course.moves}
    assert seen >= {"cap_proposed", "rejected", "accepted", "implemented", "closed", "reopened", "waived"}
