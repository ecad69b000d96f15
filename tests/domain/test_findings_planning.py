"""What a plan must say: causes by one of two methods, actions in the company's own hands."""

from datetime import date
from decimal import Decimal

import pytest

from supplier_portal.domain.findings.causes import BRANCHES, FISHBONE, FIVE_WHYS, CauseLine, whys
from supplier_portal.domain.findings.effects import Effect, Measured, review_faults, total
from supplier_portal.domain.findings.lifting import Lifted, lift_faults
from supplier_portal.domain.findings.planning import Action, Company, Plan, plan_faults
from supplier_portal.domain.findings.texts import day_faults

NOTICE = date(2024, 3, 31)
COMPANY = Company({"account-9", "contact-3"}, {41})
WHYS = whys(["No meter", "", "Built without one"])
ACTION = Action("Buy meters", "account-9", date(2024, 5, 1))


def faults_of(severity="major", **given):
    parts = {"containment": "", "method": FIVE_WHYS, "causes": WHYS, "root_cause": "Procedure", "actions": (ACTION,)}
    return [(one.code, one.place) for one in plan_faults(Plan(**(parts | given)), severity, NOTICE, COMPANY)]


def test_whys_left_empty_are_passed_over_and_the_last_one_is_the_root():
    assert (CauseLine("1", "No meter"), CauseLine("2", "Built without one", root=True)) == WHYS


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, []),
        ({"severity": "critical"}, [("form.required", "containment")]),
        ({"severity": "critical", "containment_told": True}, []),
        ({"method": ""}, [("findings.method_needed", "method")]),
        ({"causes": WHYS[:1]}, [("findings.number_of_whys", "method")]),
        ({"causes": whys(["x"] * 7)}, []),
        ({"causes": whys(["x"] * 8)}, [("findings.number_of_whys", "method")]),
        ({"causes": (*WHYS, CauseLine("people", "x"))}, [("findings.causes_of_two_methods", "method")]),
        ({"causes": whys(["x" * 1001, "y"])}, [("form.too_long", "causes-0")]),
        ({"method": FISHBONE}, [("findings.causes_of_two_methods", "method")]),
        ({"method": FISHBONE, "causes": (CauseLine("people", "x"),)}, [("findings.root_needed", "method")]),
        ({"method": FISHBONE, "causes": tuple(CauseLine(one, "x", root=True) for one in BRANCHES)}, []),
        (
            {"method": FISHBONE, "causes": (CauseLine("people", "x", root=True),) * 7},
            [("findings.branch_full", "method")],
        ),
        ({"root_cause": " "}, [("form.required", "root_cause")]),
        ({"actions": ()}, [("findings.action_needed", "actions-0-action")]),
        ({"actions": (ACTION,) * 11}, [("findings.too_many_actions", "actions")]),
        ({"actions": (ACTION._replace(owner=""),)}, [("findings.owner_needed", "actions-0-owner")]),
        ({"actions": (ACTION._replace(owner="account-7"),)}, [("findings.owner_outside", "actions-0-owner")]),
        ({"actions": (ACTION, ACTION._replace(due_on=None))}, [("form.date", "actions-1-due_on")]),
        (
            {"actions": (ACTION._replace(due_on=date(2024, 3, 30)),)},
            [("findings.due_before_finding", "actions-0-due_on")],
        ),
        ({"actions": (ACTION._replace(due_on=date(2030, 1, 1)),)}, []),
        ({"actions": (ACTION._replace(kwh=Decimal(-1)),)}, [("findings.effect_figure", "actions-0-kwh")]),
        ({"actions": (ACTION._replace(tonnes=Decimal("0.0001")),)}, [("findings.effect_figure", "actions-0-tonnes")]),
        ({"actions": (ACTION._replace(kwh=Decimal(0), tonnes=Decimal("1.234")),)}, []),
        ({"actions": (ACTION._replace(same_as=41),)}, []),
        ({"actions": (ACTION._replace(same_as=42),)}, [("findings.no_such_measure", "actions-0-same_as")]),
        (
            {"actions": (ACTION._replace(same_as=41, kwh=Decimal(5)),)},
            [("findings.effect_counted_there", "actions-0-same_as")],
        ),
    ],
)
def test_a_plan_says_what_is_asked_and_each_fault_has_its_place(given, faults):
    assert faults_of(**given) == faults


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, "form.date"),
        (date(2024, 4, 2), "findings.day_in_future"),
        (date(2024, 3, 30), "findings.day_too_early"),
        (date(2024, 3, 31), None),
        (date(2024, 4, 1), None),
    ],
)
def test_what_happened_did_so_between_the_finding_and_today(day, code):
    assert [one.code for one in day_faults("on", day, NOTICE, date(2024, 4, 1))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("lift", "codes"),
    [
        (Lifted("S3.4", 3, "seen"), []),
        (Lifted("S3.4", 4, "seen"), ["findings.lift_level"]),
        (Lifted("S3.4", -1, ""), ["findings.lift_level", "workflow.needs_reason"]),
        (Lifted("S1.1", 3, "seen"), ["findings.lift_not_rated"]),
    ],
)
def test_a_level_is_lifted_to_three_at_most_and_with_a_reason(lift, codes):
    assert [one.code for one in lift_faults([lift], {"S3.4"})] == codes


def test_a_review_says_how_each_figure_was_measured():
    measured = [Measured(1, Decimal(5), None, ""), Measured(2, None, None, ""), Measured(3, None, Decimal(-1), "meter")]
    found = [(one.code, one.place) for one in review_faults(" ", measured, {1, 2})]
    assert found == [
        ("form.required", "conclusion"),
        ("form.required", "effect-1-how"),
        ("findings.effect_not_counted_here", "effect-3-kwh"),
        ("findings.effect_figure", "effect-3-tonnes"),
    ]


def test_effects_are_added_up_as_far_as_they_are_said():
    assert total([]) == Effect(None, None)
    assert total([Effect(Decimal(5), None), Effect(Decimal("0.5"), None)]) == Effect(Decimal("5.5"), None)
