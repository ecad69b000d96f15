"""Both sides' clocks: what counts, what stands still, what is due when, and what is above people's heads."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from supplier_portal.domain.calendars import MONDAY_TO_FRIDAY, Calendar, DaySet, Span
from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.findings.clock import Course, clock_of
from supplier_portal.domain.findings.clock_bar import WIDTH, bar_of
from supplier_portal.domain.findings.escalation import escalates_on, escalations_of
from supplier_portal.domain.findings.policy import rules_from
from supplier_portal.domain.findings.reminding import next_reminder, reminder_days
from supplier_portal.shipped import PACKAGE
from tests.clock_story import CHINA, DOCUMENT, MOVES, RULES, asked, clock, day

SCHEMA = json.loads((PACKAGE / "findings" / "schema" / "clocks.schema.json").read_text(encoding="utf-8"))


def test_the_story_of_a_finding_over_spring_festival():
    now = clock()
    assert (now.turn, now.since, now.owed) == ("supplier", day(3, 6), "close")
    assert (now.supplier.used, now.supplier.allowed, now.supplier.left) == (37, 60, 23)
    assert (now.turn_due_on, now.half_on, now.overdue) == (day(4, 26), day(3, 30), False)
    assert [(span.holder, span.days, span.counted) for span in now.spans] == [
        ("supplier", 17, 9), ("buyer", 5, 5), ("supplier", 3, 3), ("buyer", 5, 5), ("supplier", 25, 25),
    ]  # fmt: skip
    assert now.spans[0].still == (Span(day(2, 10), day(2, 17)),)
    assert (now.days_with("supplier"), now.days_with("buyer")) == (37, 10)


def test_ten_more_days_end_after_labour_day():
    assert clock(asked=[asked(day(3, 29), granted=10, decided_on=day(4, 1))]).turn_due_on == day(5, 11)
    assert clock(asked=[asked(day(3, 29))]).turn_due_on == day(4, 26)
    plan = clock(asked=[asked(day(3, 29), clock="plan", granted=10, decided_on=day(4, 1))])
    assert plan.turn_due_on == day(4, 26)


@pytest.mark.parametrize(
    ("decided_on", "today", "due"),
    [
        (day(4, 2), day(4, 20), day(4, 26)),
        (day(4, 3), day(4, 20), day(4, 27)),
        (day(4, 7), day(4, 20), day(4, 28)),
        (None, day(4, 2), day(4, 26)),
        (None, day(4, 3), day(4, 27)),
        (None, day(4, 8), day(4, 29)),
    ],
)
def test_days_by_which_the_buyer_answers_late_do_not_count(decided_on, today, due):
    """Asked on Friday 29 March, to be answered on Tuesday 2 April; 4 to 6 April stand still anyway."""
    assert clock(today=today, asked=[asked(day(3, 29), decided_on=decided_on)]).turn_due_on == due


@pytest.mark.parametrize(
    ("severity", "close_days", "expected"),
    [
        ("critical", None, (day(2, 8), day(2, 20), day(3, 14))),
        ("major", None, (None, day(2, 27), day(4, 16))),
        ("minor", None, (None, day(3, 14), day(5, 21))),
        ("observation", None, (None, None, day(8, 19))),
        ("minor", 270, (None, day(3, 14), day(11, 17))),
        ("observation", 90, (None, None, day(5, 21))),
    ],
)
def test_due_days_follow_the_severity_or_the_checkpoints_own_time_and_are_no_holidays(severity, close_days, expected):
    now = clock([("open", day(2, 5))], day(2, 6), severity, close_days=close_days)
    assert tuple(now.due_on(code) for code in ("containment", "plan", "close")) == expected


def test_nothing_is_asked_of_a_draft_and_of_a_strength():
    for severity, moves in (("major", ()), ("none", [("open", day(2, 5))])):
        assert clock_of(Course(severity, moves), RULES, CHINA, CHINA, day(3, 1)) is None


@pytest.mark.parametrize(
    ("moves", "today", "turn", "due", "buyer_days"),
    [
        ([("disputed", day(2, 8))], day(2, 9), "buyer", day(2, 28), (1, 10)),
        ([("disputed", day(2, 8))], day(2, 18), "buyer", day(2, 28), (2, 10)),
        ([("cap_proposed", day(2, 8))], day(2, 19), "buyer", day(2, 23), (3, 7)),
        ([("cap_proposed", day(2, 8)), ("accepted", day(2, 9)), ("implemented", day(2, 9))], day(2, 19), "buyer",
         day(3, 3), (2, 15)),
        ([("cap_proposed", day(2, 8)), ("waived", day(2, 20)), ("cap_proposed", day(3, 20))], day(3, 21), "buyer",
         day(3, 23), (5, 7)),
    ],
)  # fmt: skip
def test_the_buyer_has_clocks_too_that_stand_still_on_its_own_holidays(moves, today, turn, due, buyer_days):
    now = clock([("open", day(2, 5)), *moves], today, supplier=MONDAY_TO_FRIDAY)
    assert (now.turn, now.turn_due_on) == (turn, due)
    assert (now.buyer.used, now.buyer.allowed) == buyer_days


def test_no_clock_of_the_buyers_runs_once_it_verified():
    verified = clock([*MOVES, ("implemented", day(3, 20)), ("verified", day(3, 25))])
    assert (verified.turn, verified.turn_due_on, verified.buyer) == ("buyer", None, None)


def test_a_waiver_is_nobodys_time():
    moves = [("open", day(3, 1)), ("waived", day(3, 4)), ("open", day(3, 20))]
    now = clock(moves, day(3, 25))
    assert [(span.holder, span.counted) for span in now.spans] == [("supplier", 3), ("nobody", 0), ("supplier", 5)]
    assert (now.since, now.supplier.used, now.due_on("plan")) == (day(3, 20), 8, day(3, 31))


def test_a_reopened_finding_begins_anew_that_day():
    now = clock([*MOVES, ("implemented", day(3, 20)), ("verified", day(3, 25)), ("closed", day(3, 25)),
                 ("reopened", day(6, 3))], day(6, 5))  # fmt: skip
    assert (now.since, now.owed, now.supplier.used) == (day(6, 3), "plan", 2)
    assert (now.due_on("plan"), now.due_on("close")) == (day(6, 17), day(8, 2))


def test_the_plan_clock_ends_with_the_plan_that_was_accepted():
    assert clock(today=day(3, 7)).due_on("plan") == clock(today=day(5, 30)).due_on("plan") == day(3, 3)


def test_containment_is_owed_first_until_it_is_told_or_a_plan_says_it():
    notice = [("open", day(3, 1))]
    for given, owed, due in (
        ({}, "containment", day(3, 4)),
        ({"contained_on": day(3, 2)}, "plan", day(3, 8)),
        ({"moves": [*notice, ("cap_proposed", day(3, 2)), ("rejected", day(3, 3))]}, "plan", day(3, 9)),
    ):
        now = clock(**{"moves": notice, "today": day(3, 3), "severity": "critical"} | given)
        assert (now.owed, now.turn_due_on) == (owed, due)
    contained = clock(notice, day(3, 20), "critical", contained_on=day(3, 2))
    assert (contained.readings["containment"].used, contained.due_on("containment")) == (1, day(3, 4))


@pytest.mark.parametrize(
    ("today", "late", "left", "overdue"),
    [(day(4, 26), 0, 0, False), (day(4, 27), 1, 0, True), (day(5, 5), 4, 0, True), (day(5, 6), 5, 0, True)],
)
def test_late_days_are_counted_days_too(today, late, left, overdue):
    now = clock(today=today)
    assert (now.supplier.late_days, now.supplier.left, now.overdue) == (late, left, overdue)
    assert now.turn_due_on == day(4, 26)


@pytest.mark.parametrize(
    ("today", "until"),
    [(day(4, 3), None), (day(4, 4), day(4, 6)), (day(4, 6), day(4, 6)), (day(4, 7), None)],
)
def test_a_standstill_is_told_with_its_last_day(today, until):
    assert clock(today=today).stands_still_until == until


def test_what_comes_back_late_leaves_no_half_time():
    moves = [("open", day(3, 1)), ("cap_proposed", day(3, 20)), ("rejected", day(3, 22))]
    now = clock(moves, day(3, 22))
    assert (now.turn_due_on, now.half_on, now.overdue) == (day(3, 15), None, True)


def test_an_observation_is_optional():
    now = clock([("open", day(3, 1))], date(2025, 3, 1), "observation")
    assert (now.turn_due_on, now.half_on, now.overdue, now.due_on("close")) == (None, None, False, day(9, 5))


def test_a_clock_set_back_at_midnight_takes_no_day_back():
    now = clock([("open", day(3, 2)), ("cap_proposed", day(3, 1)), ("rejected", day(3, 5))], day(3, 6))
    assert [(span.since, span.until) for span in now.spans] == [
        (day(3, 2), day(3, 2)), (day(3, 2), day(3, 5)), (day(3, 5), day(3, 6)),
    ]  # fmt: skip


def test_the_bar_tells_what_ran_stood_still_was_paused_and_is_left():
    bar = bar_of(clock())
    assert [(part.kind, part.days) for part in bar.parts] == [
        ("supplier", 4), ("still", 8), ("supplier", 5), ("buyer", 5), ("supplier", 3), ("buyer", 5), ("supplier", 25),
        ("left", 3), ("still", 3), ("left", 20),
    ]  # fmt: skip
    assert [mark.state for mark in bar.marks] == ["open", "cap_proposed", "rejected", "cap_proposed", "accepted"]
    assert (bar.parts[0].x, bar.parts[-1].x + bar.parts[-1].width, bar.due) == (0, WIDTH, WIDTH)
    assert bar.today == 55 * WIDTH // 81


def test_a_bar_past_its_day_ends_today_and_one_of_the_first_day_is_not_drawn():
    notice = [("open", day(6, 3))]
    late = bar_of(clock(notice, day(8, 12)))
    assert [(part.kind, part.days) for part in late.parts] == [("supplier", 60), ("late", 10)]
    assert (late.today, late.due) == (WIDTH, 60 * WIDTH // 70)
    closed = bar_of(clock([*notice, ("closed", day(6, 13))], day(8, 12)))
    assert ([(part.kind, part.days) for part in closed.parts], closed.due) == ([("supplier", 10), ("nobody", 60)], None)
    again = bar_of(clock([*notice, ("cap_proposed", day(8, 10)), ("rejected", day(8, 12))], day(8, 13)))
    assert [(part.kind, part.days) for part in again.parts] == [
        ("supplier", 60), ("late", 8), ("buyer", 2), ("late", 1),
    ]  # fmt: skip
    assert [part.kind for part in bar_of(clock(notice, day(6, 3))).parts] == ["left"]
    assert bar_of(clock([*notice, ("withdrawn", day(6, 3))], day(6, 3))) is None


REJECTED_TWICE = [*MOVES[:4], ("rejected", day(3, 6))]


@pytest.mark.parametrize(
    ("moves", "today", "reasons", "from_on"),
    [
        (MOVES, day(3, 31), [], day(5, 16)),
        (MOVES, day(5, 15), [], day(5, 16)),
        (MOVES, day(5, 16), [("late", day(5, 16))], day(5, 16)),
        (REJECTED_TWICE, day(3, 6), [("plan_rejected", day(3, 6))], day(3, 6)),
        ([*MOVES, ("implemented", day(3, 7)), ("insufficient", day(3, 8)), ("implemented", day(3, 9)),
          ("insufficient", day(3, 10))], day(3, 31), [("insufficient", day(3, 10))], day(3, 10)),
        ([*MOVES, ("closed", day(3, 7)), ("reopened", day(3, 8))], day(3, 31), [("reopened", day(3, 8))], day(3, 8)),
        ([*REJECTED_TWICE, ("waived", day(3, 10))], day(3, 31), [], None),
        ([*REJECTED_TWICE, ("closed", day(3, 10))], day(3, 31), [], None),
        ([("open", day(3, 1)), ("cap_proposed", day(4, 10))], day(6, 30), [], None),
    ],
)  # fmt: skip
def test_what_goes_on_too_long_or_comes_back_is_escalated(moves, today, reasons, from_on):
    now = clock(moves, today)
    run = Course("major", moves).run
    assert escalations_of(run, now, RULES, today) == reasons
    assert escalates_on(run, now, RULES) == from_on


def test_reminders_come_at_half_time_before_on_the_day_and_weekly_after():
    told = list(reminder_days(day(4, 26), day(3, 30), RULES.reminders, day(5, 11)))
    assert told == [
        ("half", day(3, 30)), ("before", day(4, 23)), ("due", day(4, 26)), ("late", day(5, 3)), ("late", day(5, 10)),
    ]  # fmt: skip
    assert list(reminder_days(day(4, 26), day(4, 23), RULES.reminders, day(4, 25))) == [("before", day(4, 23))]
    for today, following in ((day(3, 31), day(4, 23)), (day(4, 26), day(5, 3)), (day(5, 11), day(5, 17))):
        assert next_reminder(day(4, 26), day(3, 30), RULES.reminders, today) == following


def changed(**parts):
    return {
        name: DOCUMENT[name] | part if isinstance(part, dict) else part for name, part in (DOCUMENT | parts).items()
    }


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (DOCUMENT | {"more": 1}, ["more"]),
        (changed(buyer={"dispute_days": 3}), ["buyer.dispute_days"]),
        (changed(severities={"critical": {"containment": 3, "plan": 7}}), ["severities.critical.close"]),
        (
            changed(severities={"major": {"plan": 0, "close": "60"}}),
            ["severities.major.plan", "severities.major.close"],
        ),
        (changed(severities={"major": {"plan": 14, "close": 60, "optional": True}}), ["severities.major.optional"]),
        (changed(severities={"none": {}}), ["severities.none"]),
        (DOCUMENT | {"version": "x" * 33}, ["version"]),
        (DOCUMENT | {"version": ""}, ["version"]),
        (
            changed(reminders={"then_every_days": 0, "half_time": 1}),
            ["reminders.half_time", "reminders.then_every_days"],
        ),
        (changed(escalation={"late_days": -1}), ["escalation.late_days"]),
        ([], [""]),
    ],
)
def test_a_policy_says_all_that_is_wrong_with_it_and_takes_no_unknown_key(document, places):
    with pytest.raises(Invalid) as refused:
        rules_from(document)
    assert set(places) <= {fault.place for fault in refused.value.faults}
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_the_shipped_policy_is_the_one_of_the_table():
    assert Draft202012Validator(SCHEMA).is_valid(DOCUMENT)
    table = {name: (one.containment, one.plan, one.close, one.optional) for name, one in RULES.allowed.items()}
    assert table == {
        "critical": (3, 7, 30, False), "major": (None, 14, 60, False), "minor": (None, 30, 90, False),
        "observation": (None, None, 180, True), "none": (None, None, None, True),
    }  # fmt: skip
    buyer = RULES.buyer
    assert (buyer.dispute, buyer.plan_review, buyer.verification, buyer.extension) == (10, 7, 15, 2)


def test_shutdowns_stand_still_as_holidays_do():
    shut = Calendar(CHINA.standing | DaySet.of(Span(day(3, 20), day(3, 24))), CHINA.worked)
    assert clock(supplier=shut).turn_due_on == day(5, 6)
