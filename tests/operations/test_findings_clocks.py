"""The days kept with findings: pinned policies, changed calendars, waivers, and the buyer's own lateness."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.models import AGREED, Calendar, CalendarDay, Shutdown
from supplier_portal.calendars.queries import forget_calendars
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import moment_of
from supplier_portal.findings.following import follow_calendars
from supplier_portal.findings.models import ClockPolicy, Finding
from supplier_portal.findings.operations import MoveFinding, end_waivers, move_finding, propose_plan
from supplier_portal.findings.operations.clocks import recompute_clocks
from supplier_portal.findings.operations.filling import fill_clocks
from supplier_portal.findings.operations.publishing import publish_clock_policy
from supplier_portal.findings.queries.clocking import KEPT, timed
from supplier_portal.findings.queries.lateness import buyer_lateness
from supplier_portal.findings.queries.listing import Filter, list_findings
from supplier_portal.findings.queries.narrowing import Narrowing, buyer_is_late, is_escalated, is_late
from supplier_portal.scores.following import follow_inputs
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from supplier_portal.trail.operations import record_event, seal_new
from tests.cast import FANG, HUILING, LIN, MINGYAN, NOW, PAN, TAN, TODAY, ZHOU
from tests.clock_story import DOCUMENT
from tests.findings_story import brought_to, later, notified, plan_for
from tests.scored import add_policy


def add_holidays(session, first, days, kind="holiday", code="CN"):
    if session.get(Calendar, code) is None:
        session.add(Calendar(code=code, name_en=code, name_zh=code))
    for passed in range(days):
        session.add(
            CalendarDay(calendar=code, day=first + timedelta(days=passed), kind=kind, name_en="Feast", name_zh="节")
        )
    session.flush()
    forget_calendars(session)


def events(session, act):
    return session.scalar(select(func.count()).where(Event.body.contains(f'"act":"{act}"')))


def kept(finding):
    return {name: getattr(finding, name) for name in KEPT}


def move(session, person, finding, target, moment=NOW, **given):
    return move_finding(session, person.actor, MoveFinding(finding.id, target, **given), moment)


def follow(session, moment=NOW):
    seal_new(session)
    changed = follow_calendars(session, moment)
    session.expire_all()
    return changed


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("critical", (date(2024, 4, 3), date(2024, 4, 7), date(2024, 4, 30), date(2024, 4, 3))),
        ("major", (None, date(2024, 4, 14), date(2024, 5, 30), date(2024, 4, 14))),
        ("observation", (None, None, date(2024, 9, 27), None)),
        ("none", (None, None, None, None)),
    ],
)
def test_a_notice_keeps_the_due_days(session, severity, expected):
    kind = {"observation": "observation", "none": "strength"}.get(severity, "nonconformity")
    finding = notified(session, severity=severity, kind=kind)
    found = (finding.contain_due_on, finding.plan_due_on, finding.close_due_on, finding.turn_due_on)
    assert found == expected
    assert finding.clock_from == NOW.at


def test_a_move_hands_the_due_day_to_the_other_side_and_holidays_move_it(session):
    add_holidays(session, date(2024, 4, 4), 3)
    finding = notified(session)
    assert (finding.plan_due_on, finding.turn_due_on, finding.half_on) == (
        date(2024, 4, 17), date(2024, 4, 17), date(2024, 4, 10),
    )  # fmt: skip
    propose_plan(session, TAN.actor, plan_for(finding), later(2))
    assert (finding.turn_due_on, finding.plan_due_on) == (date(2024, 4, 12), date(2024, 4, 17))
    move(session, ZHOU, finding, "rejected", later(9), reason="cause")
    assert (finding.turn_due_on, finding.close_due_on) == (date(2024, 4, 21), date(2024, 6, 6))


def test_a_finding_keeps_the_policy_of_its_notice(session):
    first = notified(session)
    document = DOCUMENT | {"version": "2.0.0"}
    document["severities"] = document["severities"] | {"major": {"plan": 10, "close": 40}}
    published = publish_clock_policy(session, PAN.actor, document, TODAY, NOW)
    publish_clock_policy(session, PAN.actor, document | {"version": "3.0.0"}, date(2024, 4, 1), NOW)
    second = notified(session)
    assert (first.clock_policy, second.clock_policy) == (None, published.sha256)
    assert (first.close_due_on, second.close_due_on) == (date(2024, 5, 30), date(2024, 5, 10))
    recompute_clocks(session, [], NOW)
    session.expire_all()
    assert (first.close_due_on, second.close_due_on) == (date(2024, 5, 30), date(2024, 5, 10))


def test_a_policy_is_published_once_and_never_changes(session):
    stored = publish_clock_policy(session, PAN.actor, DOCUMENT, TODAY, NOW)
    assert publish_clock_policy(session, SYSTEM, dict(reversed(DOCUMENT.items())), TODAY, NOW) is stored
    with pytest.raises(Conflict, match="clock_policy_taken"):
        publish_clock_policy(session, PAN.actor, DOCUMENT | {"effectiveness_review_after_days": 90}, TODAY, NOW)
    with pytest.raises(Invalid):
        publish_clock_policy(session, PAN.actor, DOCUMENT | {"more": 1}, TODAY, NOW)
    with pytest.raises(Missing):
        publish_clock_policy(session, LIN.actor, DOCUMENT | {"version": "2"}, TODAY, NOW)
    assert len(session.scalars(select(ClockPolicy)).all()) == 1


@pytest.mark.parametrize("state", ["cap_proposed", "rejected", "accepted", "implemented", "insufficient", "disputed"])
def test_a_waived_finding_goes_back_to_where_it_stood_and_its_clock_stood_still(session, state):
    finding, other = brought_to(session, state), brought_to(session, "waived", MINGYAN)
    other.waived_until = date(2025, 1, 1)
    before = kept(finding)
    move(session, FANG, finding, "waived", reason="plant closes", until=date(2024, 4, 30))
    assert (finding.turn_due_on, finding.escalates_on) == (None, None)
    assert end_waivers(session, later(30)) == []
    assert end_waivers(session, later(31)) == [finding]
    assert (finding.state, finding.waived_until, other.state) == (state, None, "waived")
    days = timedelta(days=31)
    working_days = date(2024, 5, 15)
    assert finding.turn_due_on == (before["turn_due_on"] + days if state != "disputed" else working_days)
    if finding.turn_since == later(31).at and before["turn_due_on"] == before["plan_due_on"]:
        assert finding.plan_due_on == before["plan_due_on"] + days


def test_a_changed_calendar_moves_the_due_days_of_its_country_and_ratings_follow(session):
    finding, rival = notified(session), notified(session, MINGYAN)
    session.execute(update(Supplier).where(Supplier.id == MINGYAN).values(country="DE"))
    follow(session)
    closed = brought_to(session, "closed")
    stood = closed.close_due_on
    add_policy(session)
    add_holidays(session, date(2024, 5, 1), 5)
    add_holidays(session, date(2024, 5, 1), 1, code="DE")
    record_event(session, PAN.actor, NOW, "calendar_changed", calendar="DE", years=["2024"])
    assert follow(session) == [MINGYAN]
    assert (finding.close_due_on, rival.close_due_on) == (date(2024, 5, 30), date(2024, 5, 31))
    record_event(session, PAN.actor, NOW, "calendar_changed", calendar="CN", years=["2024"])
    assert follow(session) == [HUILING]
    assert (finding.close_due_on, closed.close_due_on) == (date(2024, 6, 4), stood)
    assert follow(session) == []
    seal_new(session)
    assert {HUILING, MINGYAN} <= set(follow_inputs(session, NOW))


def test_an_agreed_shutdown_stands_still_and_one_withdrawn_no_longer(session):
    finding, rival = notified(session), notified(session, MINGYAN)
    follow(session)
    shutdown = Shutdown(
        supplier_id=HUILING, first_on=date(2024, 4, 8), last_on=date(2024, 4, 12), reason="moving", declared_by=9,
        declared_at=NOW.at, decision=AGREED, decided_by=2, decided_at=NOW.at,
    )  # fmt: skip
    session.add(shutdown)
    session.flush()
    record_event(session, PAN.actor, NOW, "shutdown_decided", shutdown=shutdown.id, supplier=HUILING)
    assert follow(session) == [HUILING]
    assert (finding.plan_due_on, rival.plan_due_on) == (date(2024, 4, 19), date(2024, 4, 14))
    shutdown.decision = "withdrawn"
    record_event(session, PAN.actor, NOW, "shutdown_withdrawn", shutdown=shutdown.id, supplier=HUILING)
    assert follow(session) == [HUILING]
    assert finding.plan_due_on == date(2024, 4, 14)


def test_findings_of_a_release_before_are_filled_once(session):
    old, own = notified(session), notified(session, checkpoint="S7.3", severity="minor")
    before = {one.id: kept(one) for one in (old, own)}
    emptied = dict.fromkeys(("clock_from", "close_days", "contain_due_on", "turn_due_on", "half_on", "escalates_on"))
    session.execute(update(Finding).values(**emptied))
    session.expire_all()
    assert fill_clocks(session, NOW) == 2
    session.expire_all()
    assert {one.id: kept(one) for one in (old, own)} == before
    assert (old.clock_from, old.close_days, own.close_days) == (NOW.at, None, 270)
    assert fill_clocks(session, NOW) == 0


def test_lists_say_in_sql_what_the_clocks_say(session):
    made = [
        brought_to(session, state) for state in ("open", "cap_proposed", "rejected", "accepted", "reopened", "closed")
    ]
    propose_plan(session, TAN.actor, plan_for(made[2]), NOW)
    move(session, ZHOU, made[2], "rejected", reason="again")
    for days in (0, 1, 7, 8, 14, 15, 29, 60, 61, 75, 200):
        at = later(days).at
        clocks = {one.row.id: one.clock for one in timed(session, [], later(days))}
        found = {
            name: set(session.scalars(select(Finding.id).where(condition)))
            for name, condition in (("supplier", is_late(at)), ("buyer", buyer_is_late(at)))
        }
        for turn, ids in found.items():
            assert ids == {number for number, clock in clocks.items() if clock.turn == turn and clock.overdue}, days
        escalated = set(session.scalars(select(Finding.id).where(is_escalated(at))))
        open_since = {made[0].id, made[3].id} if days > 74 else {made[0].id} if days > 28 else set()
        assert escalated == {made[2].id, made[4].id} | open_since, days


def test_the_buyers_lateness_is_told_by_kind_and_of_ones_own_audits(session):
    for days in (7, 8, 20):
        finding = notified(session)
        propose_plan(session, TAN.actor, plan_for(finding), NOW)
        move(session, ZHOU, finding, "accepted", later(days))
    waiting, early = brought_to(session, "disputed"), brought_to(session, "implemented")
    brought_to(session, "cap_proposed", MINGYAN)
    told = {one.kind: one for one in buyer_lateness(session, ZHOU.actor, TODAY, later(15).day)}
    review = told["plan_review"]
    assert (review.count, review.on_time, review.late, review.median, review.worst) == (3, 2, 1, 7, 8)
    assert (told["dispute"].count, told["dispute"].late, told["dispute"].worst) == (1, 1, 11)
    assert (told["verification"].count, told["extension"].count, told["extension"].median) == (0, 0, None)
    everywhere = {one.kind: one for one in buyer_lateness(session, PAN.actor, later(16).day, later(30).day)}
    assert (everywhere["plan_review"].count, everywhere["plan_review"].late) == (2, 2)
    assert (waiting.state, early.state, everywhere["verification"].late) == ("disputed", "implemented", 1)
    assert {one.count for one in buyer_lateness(session, LIN.actor, TODAY, later(30).day)} == {0}


@pytest.mark.parametrize(
    ("zone", "hour", "late"),
    [
        ("Asia/Shanghai", 1, True),
        ("America/Mexico_City", 1, False),
        ("America/Mexico_City", 5, False),
        ("America/Mexico_City", 6, True),
        ("Pacific/Kiritimati", -9, True),
        ("Asia/Shanghai", -9, False),
        ("Pacific/Kiritimati", -15, False),
    ],
)
def test_a_list_finds_late_what_is_late_where_the_supplier_is(session, zone, hour, late):
    """hour: after midnight in UTC, of the day after the last one. Mexico is at -6, Kiritimati at +14."""
    held, answered = notified(session), brought_to(session, "cap_proposed")
    session.get_one(Supplier, HUILING).time_zone = zone
    last = date(2024, 5, 14)
    session.execute(update(Finding).values(turn_due_on=last, escalates_on=last + timedelta(days=1)))
    at = datetime(2024, 5, 15, tzinfo=UTC) + timedelta(hours=hour)
    moment = moment_of(at, ZoneInfo("Asia/Shanghai"))
    for one, condition in ((held, is_late(at)), (answered, buyer_is_late(at)), (held, is_escalated(at))):
        assert (one.id in set(session.scalars(select(Finding.id).where(condition)))) is late
    for name, one in (("supplier", held), ("buyer", answered)):
        further = tuple(Narrowing(late=name).conditions(moment, ZoneInfo("Asia/Shanghai")))
        listed = list_findings(session, PAN.actor, Filter(further=further), moment)
        assert [entry.finding.id for entry in listed] == ([one.id] if late else [])
    shown = list_findings(session, PAN.actor, Filter(), moment)
    assert {entry.finding.id: entry.late or entry.standing.buyer_late(entry.today) for entry in shown} == {
        held.id: late, answered.id: late,
    }  # fmt: skip
