"""Which day is due, and whose clock runs."""

from datetime import date

import pytest

from supplier_portal.domain.findings.deadlines import Standing
from supplier_portal.domain.findings.rules import finding_faults

NOTICE = date(2024, 2, 5)


PLAN, CLOSE = date(2024, 2, 19), date(2024, 4, 5)


def standing(state="open", severity="major", turn_on=NOTICE, plan=PLAN, close=CLOSE, turn_due=PLAN):
    return Standing(severity, state, plan, close, turn_on, turn_due)


@pytest.mark.parametrize(
    ("case", "day", "late", "overdue"),
    [
        (standing(), date(2024, 2, 19), False, False),
        (standing(), date(2024, 2, 20), True, False),
        (standing(), date(2024, 4, 6), True, True),
        (standing("accepted", turn_due=CLOSE), date(2024, 4, 5), False, False),
        (standing("accepted", turn_due=CLOSE), date(2024, 4, 6), True, True),
        (standing("implemented", turn_on=date(2024, 4, 5)), date(2024, 6, 1), False, False),
        (standing("implemented", turn_on=date(2024, 4, 6)), date(2024, 6, 1), False, True),
        (standing("closed", turn_on=date(2024, 4, 6)), date(2024, 6, 1), False, False),
        (standing("open", "observation", plan=None, turn_due=None), date(2025, 6, 1), False, False),
        (standing("open", "none", plan=None, close=None, turn_due=None), date(2025, 6, 1), False, False),
    ],
)
def test_overdue_is_when_the_day_passed_while_the_ball_was_with_the_supplier(case, day, late, overdue):
    assert (case.late(day), case.overdue(day)) == (late, overdue)


@pytest.mark.parametrize(
    ("case", "due"),
    [
        (standing(), PLAN),
        (standing(turn_due=date(2024, 2, 8)), date(2024, 2, 8)),
        (standing("accepted", turn_due=CLOSE), CLOSE),
        (standing("cap_proposed", turn_due=date(2024, 2, 12)), CLOSE),
        (standing("open", "observation", plan=None, turn_due=None), CLOSE),
    ],
)
def test_what_is_due_next_is_the_suppliers_wherever_the_ball_is(case, due):
    assert case.due_on == due


@pytest.mark.parametrize(
    ("case", "day", "late"),
    [
        (standing("cap_proposed", turn_due=date(2024, 2, 12)), date(2024, 2, 12), False),
        (standing("cap_proposed", turn_due=date(2024, 2, 12)), date(2024, 2, 13), True),
        (standing("verified", turn_due=None), date(2025, 2, 13), False),
        (standing("accepted", turn_due=date(2024, 2, 12)), date(2024, 2, 13), False),
    ],
)
def test_the_buyer_is_late_by_its_own_day_alone(case, day, late):
    assert case.buyer_late(day) is late


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
        (standing("disputed", "critical", turn_due=None), date(2024, 2, 20), True),
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
