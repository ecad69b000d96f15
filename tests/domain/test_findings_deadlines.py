"""Which day is due, and whose clock runs."""

from datetime import date

import pytest

from supplier_portal.domain.findings.clock import days_with, spans_of
from supplier_portal.domain.findings.deadlines import DueDays, Standing, buyer_due_on, due_days, moved_on
from supplier_portal.domain.findings.rules import Action, Plan, finding_faults, plan_faults
from supplier_portal.domain.working_days import working_days_after

NOTICE = date(2024, 2, 5)


@pytest.mark.parametrize(
    ("severity", "close_days", "expected"),
    [
        ("critical", None, (date(2024, 2, 8), date(2024, 2, 12), date(2024, 3, 6))),
        ("major", None, (None, date(2024, 2, 19), date(2024, 4, 5))),
        ("minor", None, (None, date(2024, 3, 6), date(2024, 5, 5))),
        ("observation", None, (None, None, date(2024, 8, 3))),
        ("none", None, (None, None, None)),
        ("minor", 270, (None, date(2024, 3, 6), date(2024, 11, 1))),
        ("major", 730, (None, date(2024, 2, 19), date(2026, 2, 4))),
        ("none", 270, (None, None, None)),
    ],
)
def test_due_days_follow_the_severity_or_the_checkpoints_own_time_to_close(severity, close_days, expected):
    assert due_days(severity, NOTICE, close_days) == DueDays(*expected)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2024, 2, 5), 5, date(2024, 2, 12)),
        (date(2024, 2, 9), 1, date(2024, 2, 12)),
        (date(2024, 2, 10), 1, date(2024, 2, 12)),
        (date(2024, 2, 11), 10, date(2024, 2, 23)),
        (date(2024, 2, 9), 0, date(2024, 2, 9)),
    ],
)
def test_working_days_run_from_monday_to_friday(day, number, expected):
    assert working_days_after(day, number) == expected


def test_due_days_move_on_by_the_days_the_ball_was_with_others():
    assert moved_on(date(2024, 4, 5), date(2024, 2, 22), date(2024, 2, 27)) == date(2024, 4, 10)
    assert moved_on(None, date(2024, 2, 22), date(2024, 2, 27)) is None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("disputed", date(2024, 2, 19)),
        ("cap_proposed", date(2024, 2, 12)),
        ("implemented", date(2024, 2, 20)),
        ("verified", None),
        ("open", None),
    ],
)
def test_the_buyer_has_clocks_too(state, expected):
    assert buyer_due_on(state, NOTICE) == expected


def standing(state="open", severity="major", turn_on=NOTICE, plan=date(2024, 2, 19), close=date(2024, 4, 5)):
    return Standing(severity, state, plan, close, turn_on)


@pytest.mark.parametrize(
    ("case", "day", "late", "overdue"),
    [
        (standing(), date(2024, 2, 19), False, False),
        (standing(), date(2024, 2, 20), True, False),
        (standing(), date(2024, 4, 6), True, True),
        (standing("accepted"), date(2024, 4, 5), False, False),
        (standing("accepted"), date(2024, 4, 6), True, True),
        (standing("implemented", turn_on=date(2024, 4, 5)), date(2024, 6, 1), False, False),
        (standing("implemented", turn_on=date(2024, 4, 6)), date(2024, 6, 1), True, True),
        (standing("closed", turn_on=date(2024, 4, 6)), date(2024, 6, 1), True, False),
        (standing("open", "observation", plan=None), date(2025, 6, 1), False, False),
        (standing("open", "none", plan=None, close=None), date(2025, 6, 1), False, False),
    ],
)
def test_overdue_is_when_the_day_passed_while_the_ball_was_with_the_supplier(case, day, late, overdue):
    assert (case.late(day), case.overdue(day)) == (late, overdue)


@pytest.mark.parametrize(
    ("case", "day", "counts"),
    [
        (standing("open"), date(2024, 3, 1), True),
        (standing("verified"), date(2024, 3, 1), True),
        (standing("draft", turn_on=None), date(2024, 3, 1), False),
        (standing("closed"), date(2024, 3, 1), False),
        (standing("withdrawn"), date(2024, 3, 1), False),
        (standing("waived"), date(2024, 3, 1), False),
        (standing("disputed", "critical"), date(2024, 2, 19), True),
        (standing("disputed", "critical"), date(2024, 2, 20), False),
        (standing("disputed", "major"), date(2024, 2, 20), True),
        (standing("open", "none"), date(2024, 2, 20), False),
    ],
)
def test_a_finding_counts_until_closed_and_a_disputed_critical_until_its_decision_is_due(case, day, counts):
    assert case.counts(day) is counts


@pytest.mark.parametrize(
    ("case", "turn"),
    [(standing(), "supplier"), (standing("implemented"), "buyer"), (standing("open", "none"), "nobody")],
)
def test_nobody_is_to_act_on_a_strength(case, turn):
    assert case.turn == turn


def test_both_sides_days_come_from_the_moves():
    moves = [
        ("open", date(2024, 2, 5)),
        ("cap_proposed", date(2024, 2, 22)),
        ("rejected", date(2024, 2, 27)),
        ("cap_proposed", date(2024, 3, 1)),
        ("accepted", date(2024, 3, 6)),
    ]
    spans = spans_of(moves, date(2024, 3, 31))
    assert [(span.holder, span.days) for span in spans] == [
        ("supplier", 17),
        ("buyer", 5),
        ("supplier", 3),
        ("buyer", 5),
        ("supplier", 25),
    ]
    assert (days_with(spans, "supplier"), days_with(spans, "buyer")) == (45, 10)
    assert spans_of([], date(2024, 3, 31)) == []


TEXTS = {"title": "t", "requirement": "r", "seen": "s"}


@pytest.mark.parametrize(
    ("kind", "severity", "texts", "places"),
    [
        ("nonconformity", "major", TEXTS, []),
        ("strength", "none", TEXTS, []),
        ("nonconformity", "observation", TEXTS, ["severity"]),
        ("observation", "minor", TEXTS, ["severity"]),
        ("rumour", "major", TEXTS, ["kind"]),
        ("nonconformity", "major", TEXTS | {"seen": "  ", "title": "x" * 201}, ["title", "seen"]),
        ("nonconformity", "major", TEXTS | {"seen": "nul\0"}, ["seen"]),
    ],
)
def test_a_finding_says_all_that_is_wrong_with_it_at_once(kind, severity, texts, places):
    assert [fault.place for fault in finding_faults(kind, severity, texts)] == places


GOOD = Action("Calibrate", "Tan", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("severity", "plan", "faults"),
    [
        ("major", Plan("", "cause", (GOOD,)), []),
        ("critical", Plan("", "cause", (GOOD,)), [("form.required", "containment")]),
        ("critical", Plan("stopped", "cause", (GOOD,)), []),
        ("minor", Plan("", " ", ()), [("form.required", "root_cause"), ("findings.action_needed", "actions-0-action")]),
        ("minor", Plan("", "cause", (GOOD,) * 6), [("findings.too_many_actions", "actions")]),
        (
            "minor",
            Plan("", "cause", (GOOD, Action("x", "", date(2024, 2, 4)), Action("", "Tan", None))),
            [
                ("findings.owner_needed", "actions-1-owner"),
                ("findings.due_before_finding", "actions-1-due_on"),
                ("form.required", "actions-2-action"),
                ("form.date", "actions-2-due_on"),
            ],
        ),
    ],
)
def test_a_plan_says_all_that_is_wrong_with_it_at_once(severity, plan, faults):
    assert [(fault.code, fault.place) for fault in plan_faults(plan, severity, NOTICE)] == faults
