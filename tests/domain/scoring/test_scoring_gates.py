"""Which gates hold, where, and what they do (scoring.md 3)."""

from typing import Any

import pytest
from scoring_documents import audit, changed, finding, flat, policy, rated, rating

MAJOR, CRITICAL = finding("major"), finding("critical")
LATE = finding("major", overdue=True)
ANYWHERE = {"site": None}


@pytest.mark.parametrize(
    ("findings", "gates", "gated", "grade", "blocked"),
    [
        ([], [], "100.00", "A", False),
        ([CRITICAL], ["G1"], "49.99", "D", True),
        ([finding("critical", still_open=False)], [], "100.00", "A", False),
        ([finding("critical", overdue=True)], ["G1"], "49.99", "D", True),  # G3 counts majors alone
        ([finding("minor", overdue=True)] * 9, [], "100.00", "A", False),
        ([MAJOR] * 2, [], "100.00", "A", False),
        ([MAJOR] * 3, ["G2"], "69.99", "A", False),
        ([MAJOR] * 2 + [finding("major", still_open=False)], [], "100.00", "A", False),
        ([MAJOR] * 2 + [CRITICAL], ["G1"], "49.99", "D", True),  # a critical is no major
        ([MAJOR] * 2 + [MAJOR | ANYWHERE], ["G2"], "69.99", "A", False),
        ([LATE], ["G3"], "100.00", "B", False),
        ([finding("major", still_open=False, overdue=True)], [], "100.00", "A", False),
        ([LATE | ANYWHERE], ["G3"], "100.00", "B", False),
        ([CRITICAL | ANYWHERE], ["G1"], "49.99", "D", True),
        ([CRITICAL, LATE, MAJOR, MAJOR], ["G1", "G2", "G3"], "49.99", "D", True),
        ([finding("critical", "Elsewhere")], ["G1"], "100.00", "D", True),  # a site without audit: no cap here
        ([finding("major", "Elsewhere")] * 2 + [MAJOR], [], "100.00", "A", False),  # no site has three
        ([finding("major", "Elsewhere")] * 2 + [MAJOR | ANYWHERE], ["G2"], "100.00", "A", False),
    ],
)
def test_findings_of_one_site_make_gates_hold(
    findings: list[dict[str, Any]], gates: list[Any], gated: str, grade: str, blocked: bool
) -> None:
    modules = {"quality": "100", "cost": "100", "delivery": "100", "technology": "100"}
    published = rated(rating(audits=[audit(checkpoints=flat(4))], nonconformities=findings, modules=modules))
    assert published["gates"] == gates
    assert published["sites"][0]["audit_gated"] == gated
    assert (published["grade"], published["bid_blocked"]) == (grade, blocked)


def test_a_cap_acts_only_on_the_site_where_its_gate_holds() -> None:
    audits = [audit("A", checkpoints=flat(4)), audit("B", checkpoints=flat(4))]
    published = rated(rating(audits=audits, nonconformities=[finding("critical", "B")]))
    assert [site["audit_gated"] for site in published["sites"]] == ["100.00", "49.99"]
    assert [site["audit_grade"] for site in published["sites"]] == ["A", "D"]
    assert published["effective_audit"] == "75.00"  # (100 + 49.99) / 2 = 74.995


def test_the_lowest_of_mode_and_gates_caps() -> None:
    document = rating(audits=[audit(checkpoints=flat(4), mode="desktop")], nonconformities=[MAJOR] * 3)
    assert rated(document)["sites"][0]["audit_gated"] == "69.99"
    assert rated(changed(document, "policy/gates/1/cap_audit", "70.01"))["sites"][0]["audit_gated"] == "70.00"


def test_a_cap_grade_leaves_the_audits_own_grade() -> None:
    published = rated(rating(audits=[audit(checkpoints=flat(4))], nonconformities=[LATE]))
    assert published["sites"][0]["audit_grade"] == "A"


def test_a_cap_never_lifts_a_grade() -> None:
    modules = {"quality": "0", "cost": "0", "delivery": "0", "technology": "0"}
    published = rated(rating(nonconformities=[LATE], modules=modules))
    assert published["grade"] == "D"


@pytest.mark.parametrize(
    ("waived", "gates", "gated", "blocked"),
    [
        ([], ["G1", "G2"], "49.99", True),
        (["G1"], ["G2"], "69.99", False),
        (["G1", "G2"], [], "100.00", False),
        (["G3", "G3"], ["G1", "G2"], "49.99", True),
    ],
)
def test_a_waived_gate_does_not_act_and_is_not_listed(
    waived: list[str], gates: list[Any], gated: str, blocked: bool
) -> None:
    document = rating(audits=[audit(checkpoints=flat(4))], nonconformities=[CRITICAL, MAJOR, MAJOR, MAJOR])
    published = rated(document | {"waived": waived})
    assert (published["gates"], published["bid_blocked"]) == (gates, blocked)
    assert published["sites"][0]["audit_gated"] == gated


@pytest.mark.parametrize(
    ("changes", "effective", "gates"),
    [
        ({}, "40.00", ["G4"]),
        ({"audit_refused": True}, "0.00", ["G4", "G6"]),
        ({"nonconformities": [finding("critical", None)]}, "40.00", ["G1", "G4"]),  # 49.99 caps nothing at 40
        ({"nonconformities": [finding("major", None)] * 3}, "40.00", ["G2", "G4"]),
        ({"nonconformities": [finding("major", "A"), finding("major", "B"), finding("major", "B")]}, "40.00", ["G4"]),
        ({"audit_refused": True, "waived": ["G6"]}, "40.00", ["G4"]),
    ],
)
def test_a_supplier_without_audit_gets_no_audit_unless_a_gate_caps_lower(
    changes: dict[str, Any], effective: str, gates: list[Any]
) -> None:
    published = rated(rating(audits=[], **changes))
    assert (published["sites"], published["effective_audit"], published["gates"]) == ([], effective, gates)
    assert published["provisional"]


def test_a_gate_caps_the_figure_of_a_supplier_without_audit() -> None:
    document = changed(
        rating(audits=[], nonconformities=[finding("critical", "A")]), "policy/gates/0/cap_audit", "12.5"
    )
    assert rated(document)["effective_audit"] == "12.50"


def test_a_refused_audit_caps_every_site_and_blocks() -> None:
    published = rated(rating(audits=[audit("A"), audit("B")], audit_refused=True))
    assert [site["effective_audit"] for site in published["sites"]] == ["0.00", "0.00"]
    assert (published["gates"], published["grade"], published["bid_blocked"]) == (["G6"], "D", True)


def test_one_unexpired_audit_is_enough() -> None:
    audits = [audit("A", issued_on="2020-01-01"), audit("B")]
    published = rated(rating(audits=audits))
    assert (published["gates"], published["provisional"]) == ([], False)


@pytest.mark.parametrize("technology", [{"technology": None}, {}])
def test_a_missing_module_leaves_the_mean_and_caps_the_grade(technology: dict[str, None]) -> None:
    modules = {"quality": "100", "cost": "100", "delivery": "100"} | technology
    published = rated(rating(modules=modules, audits=[audit(checkpoints=flat(4))]))
    assert published["sustainability"] == "88.84"
    assert published["rating"] == "98.14"  # (75 · 100 + 15 · 88.84) / 90
    assert (published["grade"], published["gates"], published["provisional"]) == ("C", ["G5"], True)


@pytest.mark.parametrize("waived", [["G4", "G5"], []])
@pytest.mark.parametrize("gates", [policy()["gates"], []])
@pytest.mark.parametrize("changes", [{"audits": []}, {"modules": {"quality": "90"}}])
def test_provisional_follows_the_condition_whatever_is_waived_or_gated(
    changes: dict[str, Any], gates: list[Any], waived: list[str]
) -> None:
    document = changed(rating(waived=waived if gates else []), "policy/gates", gates) | changes
    assert rated(document | {"policy": policy() | {"gates": gates}})["provisional"]


def test_gates_stand_in_the_order_of_the_policy() -> None:
    document = rating(nonconformities=[CRITICAL, LATE], audit_refused=True)
    backwards = changed(document, "policy/gates", policy()["gates"][::-1])
    assert rated(backwards)["gates"] == ["G6", "G3", "G1"]


def test_a_gate_without_effect_is_listed_too() -> None:
    gates = [{"code": "N1", "when": "open_major", "at_least": 2}, {"code": "N2", "when": "open_major"}]
    document = changed(rating(nonconformities=[MAJOR]), "policy/gates", gates)
    assert rated(document)["gates"] == ["N2"]
    assert rated(changed(document, "nonconformities", [MAJOR] * 2))["gates"] == ["N1", "N2"]


def test_a_condition_of_the_supplier_can_cap_every_site() -> None:
    gates = [{"code": "M", "when": "missing_module", "cap_audit": "10"}]
    document = changed(rating(modules={}), "policy/gates", gates)
    assert rated(document)["sites"][0]["audit_gated"] == "10.00"
