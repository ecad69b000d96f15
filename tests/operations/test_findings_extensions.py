"""More days: who asks for them when, and who grants how many."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, DomainError, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.following import follow_calendars
from supplier_portal.findings.models import Extension
from supplier_portal.findings.operations import MoveFinding, end_waivers, move_finding
from supplier_portal.findings.operations.extending import (
    AskExtension,
    DecideExtension,
    ask_extension,
    decide_extension,
)
from supplier_portal.findings.queries.clocking import timed_now
from supplier_portal.findings.queries.lateness import buyer_lateness
from supplier_portal.findings.queries.listing import Filter, list_findings
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests.cast import FANG, HE, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, YAN, ZHOU
from tests.findings_story import brought_to, later, notified


def ask(session, finding, person=TAN, moment=NOW, **given):
    command = {"finding_id": finding.id, "clock": "close", "days": 10, "reason": "meters arrive late"} | given
    return ask_extension(session, person.actor, AskExtension(**command), moment)


def decide(session, extension, person=ZHOU, moment=NOW, **given):
    command = {
        "finding_id": extension.finding_id, "extension_id": extension.id, "decision": "granted", "days": 10,
        "answer": "agreed",
    } | given  # fmt: skip
    return decide_extension(session, person.actor, DecideExtension(**command), moment)


@pytest.mark.parametrize("person", [ZHOU, FANG, PAN])
@pytest.mark.parametrize(("granted", "due"), [(10, date(2024, 6, 9)), (4, date(2024, 6, 3))])
def test_an_extension_granted_moves_its_clock_alone(session, person, granted, due):
    finding, other = notified(session), notified(session)
    extension = ask(session, finding)
    decide(session, extension, person, days=granted)
    assert (extension.decision, extension.granted_days, extension.decided_by) == ("granted", granted, person.number)
    assert (finding.close_due_on, finding.plan_due_on) == (due, date(2024, 4, 14))
    assert other.close_due_on == date(2024, 5, 30)


def test_one_refused_moves_nothing_and_another_may_be_asked_then(session):
    finding = notified(session)
    decide(session, ask(session, finding), decision="refused", days=None, answer="no reason given")
    assert finding.close_due_on == date(2024, 5, 30)
    decide(session, ask(session, finding, HE, clock="plan", days=3), days=3)
    assert (finding.plan_due_on, finding.turn_due_on) == (date(2024, 4, 17), date(2024, 4, 17))


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({"days": 0}, ["days"]),
        ({"days": 91}, ["days"]),
        ({"days": None}, ["days"]),
        ({"clock": "dinner", "days": -1, "reason": "  "}, ["clock", "days", "reason"]),
        ({"reason": "nul\0"}, ["reason"]),
        ({"reason": "x" * 5001}, ["reason"]),
    ],
)
def test_what_is_asked_says_all_that_is_wrong_with_it_and_writes_nothing(session, given, places):
    finding = notified(session)
    with pytest.raises(Invalid) as refused:
        ask(session, finding, **given)
    assert [fault.place for fault in refused.value.faults] == places
    assert session.scalars(select(Extension)).all() == []


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({"days": 11}, ["days"]),
        ({"days": 0}, ["days"]),
        ({"days": None}, ["days"]),
        ({"answer": ""}, ["answer"]),
        ({"decision": "perhaps"}, ["decision"]),
        ({"decision": "refused", "days": None, "answer": " "}, ["answer"]),
    ],
)
def test_an_answer_says_all_that_is_wrong_with_it(session, given, places):
    extension = ask(session, notified(session))
    with pytest.raises(Invalid) as refused:
        decide(session, extension, **given)
    assert [fault.place for fault in refused.value.faults] == places
    assert extension.decision is None


@pytest.mark.parametrize(
    ("state", "severity", "clock", "days", "error"),
    [
        ("open", "major", "plan", 13, None),
        ("open", "major", "plan", 14, None),
        ("open", "major", "plan", 15, "too_late"),
        ("open", "major", "close", 59, None),
        ("open", "major", "close", 60, None),
        ("open", "major", "close", 61, "too_late"),
        ("open", "major", "containment", 0, "not_now"),
        ("open", "critical", "containment", 3, None),
        ("open", "critical", "containment", 4, "too_late"),
        ("accepted", "major", "plan", 0, "not_now"),
        ("accepted", "major", "close", 59, None),
        ("cap_proposed", "major", "close", 0, "not_now"),
        ("closed", "major", "close", 0, "not_now"),
        ("waived", "major", "close", 0, "not_now"),
    ],
)
def test_days_are_asked_while_that_clock_runs_to_the_end_of_its_due_day(session, state, severity, clock, days, error):
    finding = brought_to(session, state) if severity == "major" else notified(session, severity=severity)
    if error is None:
        assert ask(session, finding, clock=clock, moment=later(days)).decision is None
        return
    with pytest.raises(Conflict, match=f"extension_{error}"):
        ask(session, finding, clock=clock, moment=later(days))


def test_one_waits_at_a_time_and_is_answered_once(session):
    finding = notified(session)
    extension = ask(session, finding)
    with pytest.raises(Conflict, match="extension_waits"):
        ask(session, finding, HE, clock="plan")
    decide(session, extension)
    with pytest.raises(Conflict, match="extension_answered"):
        decide(session, extension, FANG, decision="refused", days=None)


@pytest.mark.safety(5)
def test_who_may_ask_and_answer(session):
    finding, rivals = notified(session), notified(session, MINGYAN)
    for person in (ZHOU, FANG, RIVAL, LIN):
        with pytest.raises(Missing):
            ask(session, finding, person)
    extension, other = ask(session, finding), ask(session, rivals, RIVAL)
    for person in (TAN, LUO, YAN, MO, LIN, RIVAL):
        with pytest.raises(Missing):
            decide(session, extension, person)
    with pytest.raises(Missing):
        decide(session, other, ZHOU, finding_id=finding.id)
    with pytest.raises(Missing):
        decide(session, extension, ZHOU, extension_id=2**40)


def test_the_buyers_late_answer_does_not_count_against_the_supplier(session):
    """Asked on Sunday 31 March, so to be answered on Tuesday 2 April."""
    finding = notified(session)
    extension = ask(session, finding)
    follow_calendars(session, later(2))
    session.expire_all()
    assert finding.turn_due_on == date(2024, 4, 14)
    follow_calendars(session, later(5))
    session.expire_all()
    assert (finding.turn_due_on, finding.close_due_on) == (date(2024, 4, 17), date(2024, 6, 2))
    decide(session, extension, moment=later(6), decision="refused", days=None)
    assert (finding.turn_due_on, finding.close_due_on) == (date(2024, 4, 18), date(2024, 6, 3))
    follow_calendars(session, later(20))
    session.expire_all()
    assert finding.close_due_on == date(2024, 6, 3)
    told = {one.kind: one for one in buyer_lateness(session, PAN.actor, TODAY, later(20).day)}["extension"]
    assert (told.count, told.late, told.worst) == (1, 1, 5)


def test_an_extension_of_the_time_before_does_not_lengthen_a_reopened_one(session):
    finding = brought_to(session, "closed")
    before = {"decision": "granted", "granted_days": 10, "decided_by": ZHOU.number, "decided_at": NOW.at}
    asked = {"clock": "close", "days": 10, "reason": "late", "asked_by": TAN.number, "asked_at": NOW.at}
    session.add(Extension(finding_id=finding.id, **asked, **before))
    session.flush()
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "reopened", "it came back"), later(10))
    assert finding.close_due_on == date(2024, 6, 9)
    decide(session, ask(session, finding, moment=later(11)), moment=later(11))
    assert finding.close_due_on == date(2024, 6, 19)


@pytest.mark.safety(36)
def test_the_trail_holds_no_words_of_it(session):
    decide(session, ask(session, notified(session), reason="a secret of ours"), answer="their secret")
    bodies = "\n".join(session.scalars(select(Event.body)))
    assert '"act":"ask_extension"' in bodies
    assert '"act":"decide_extension"' in bodies
    assert "secret" not in bodies


@pytest.mark.safety(25)
@pytest.mark.parametrize("race", ["asked twice", "granted and refused"])
def test_of_two_at_once_one_wins(database, race):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session)
        extension = ask(session, finding) if race != "asked twice" else None
    outcomes: list[str] = []
    start = Barrier(2)

    def act(person, decision):
        try:
            with database.unit_of_work(person.actor) as session:
                session.scalar(select(Extension.id))
                start.wait(5) if database.engine.dialect.name == "postgresql" else None
                if extension is None:
                    ask(session, finding, person)
                else:
                    decide(session, extension, person, decision=decision, days=10 if decision == "granted" else None)
                outcomes.append("won")
        except DomainError as error:
            outcomes.append(error.code)

    pairs = ((TAN, ""), (HE, "")) if extension is None else ((ZHOU, "granted"), (FANG, "refused"))
    threads = [Thread(target=act, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted(
        ["won", "findings.extension_waits" if extension is None else "findings.extension_answered"]
    )


ANGELES = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2024, 4, 14, 4, 0, tzinfo=UTC), True),
        (datetime(2024, 4, 15, 6, 59, tzinfo=UTC), True),
        (datetime(2024, 4, 15, 7, 0, tzinfo=UTC), False),
    ],
)
def test_the_due_day_is_the_supplier_s_to_its_last_minute_where_it_is(session, at, allowed):
    session.get_one(Supplier, HUILING).time_zone = ANGELES
    finding = notified(session)
    assert finding.plan_due_on == date(2024, 4, 14)
    moment = Moment(at, at.astimezone(ZoneInfo("Asia/Shanghai")).date())
    if allowed:
        assert decide(session, ask(session, finding, clock="plan", moment=moment), moment=moment).granted_days == 10
        assert finding.plan_due_on == date(2024, 4, 24)
        return
    with pytest.raises(Conflict, match="extension_too_late"):
        ask(session, finding, clock="plan", moment=moment)


@pytest.mark.parametrize(
    ("at", "left", "late", "age"),
    [
        (datetime(2024, 4, 14, 20, 0, tzinfo=UTC), 0, False, 14),
        (datetime(2024, 4, 15, 6, 59, tzinfo=UTC), 0, False, 14),
        (datetime(2024, 4, 15, 7, 0, tzinfo=UTC), -1, True, 15),
    ],
)
def test_the_list_counts_the_supplier_s_days_as_its_page_does(session, at, left, late, age):
    finding, other = notified(session), notified(session, MINGYAN)
    session.get_one(Supplier, HUILING).time_zone = ANGELES
    session.flush()
    moment = Moment(at, at.astimezone(ZoneInfo("Asia/Shanghai")).date())
    listed = {one.finding.id: one for one in list_findings(session, PAN.actor, Filter(), moment)}
    own = listed[finding.id]
    assert (own.days_left, own.late, own.age) == (left, late, age)
    page = timed_now(session, finding, moment).clock
    assert (page.today, page.overdue) == (own.today, own.late)
    assert listed[other.id].today == moment.day


def test_a_waiver_ends_with_its_last_day_where_the_supplier_is(session):
    session.get_one(Supplier, HUILING).time_zone = ANGELES
    finding, other = notified(session), notified(session, MINGYAN)
    for one in (finding, other):
        move_finding(session, FANG.actor, MoveFinding(one.id, "waived", "plant closes", date(2024, 6, 30)), NOW)
    for at, back in (
        (datetime(2024, 7, 1, 6, 59, tzinfo=UTC), {other.id}),
        (datetime(2024, 7, 1, 7, 0, tzinfo=UTC), {finding.id}),
    ):
        assert {one.id for one in end_waivers(session, Moment(at, date(2024, 7, 1)))} == back


def test_a_reopened_finding_s_clocks_go_on_after_a_waiver(session):
    finding = brought_to(session, "reopened")
    due, begun = finding.close_due_on, finding.clock_from
    waived = MoveFinding(finding.id, "waived", "plant closes", later(20).day)
    move_finding(session, FANG.actor, waived, later(5))
    end_waivers(session, later(22))
    session.refresh(finding)
    assert (finding.state, finding.clock_from) == ("reopened", begun)
    assert finding.close_due_on == due + timedelta(days=17)
