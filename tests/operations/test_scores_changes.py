"""What changed between two published ratings, told from the inputs of their receipts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.scores.changes import (
    Change,
    FindingStep,
    History,
    IssuedAudit,
    JudgedLift,
    PublishedInputs,
    changes_between,
)
from supplier_portal.scores.operations import publish_policy, publish_rating
from supplier_portal.scores.queries.scorecard import scorecard_of
from supplier_portal.suppliers.models import Supplier
from tests import scored
from tests.cast import HUILING, HUIZHOU_SITE, LIN, NOW, PAN, TODAY

THEN, LATER = datetime(2024, 1, 31, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)
AUDIT = {
    "site": "Huizhou", "weight": "1", "issued_on": "2024-01-10", "mode": "on_site", "extension_days": 0,
    "checkpoints": [{"code": "S1.1", "step": 1, "weight": "3", "rating": 2}], "re_rated": {},
}  # fmt: skip
MAJOR = {"site": "Huizhou", "severity": "major", "open": True, "overdue": False}
BEFORE = {
    "audits": [AUDIT], "audit_refused": False, "nonconformities": [MAJOR], "waived": [], "cdp": "B", "sbt": "none",
    "data": {"primary_share": "0.62", "verified": True}, "modules": {"quality": "88", "cost": None},
}  # fmt: skip
KNOWN = [IssuedAudit("A-2024-0003", "Huizhou", "2024-02-20", 1), IssuedAudit("A-2024-0001", "Huizhou", "2024-01-10", 1)]


def changes(after=None, policy="1.0.0", effective="59.87", steps=(), lifts=()):
    before = PublishedInputs(BEFORE, "1.0.0", "59.87", THEN)
    later = PublishedInputs(BEFORE | (after or {}), policy, effective, LATER)
    return changes_between(before, later, History(KNOWN, steps, lifts))


def step(number, target, at=LATER, severity="major"):
    return FindingStep(number, severity, target, at)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({}, []),
        ({"cdp": "A-"}, [("cdp", {"before": "B", "after": "A-"})]),
        ({"sbt": "committed"}, [("target", {"before": "none", "after": "committed"})]),
        (
            {"data": {"primary_share": "0.7", "verified": False}},
            [("share", {"before": "0.62", "after": "0.7"}), ("verified", {"now": False})],
        ),
        (
            {"modules": {"quality": None, "cost": None}},
            [("module", {"module": "quality", "before": "88", "after": None})],
        ),
        (
            {"modules": {"quality": "88", "cost": "75"}},
            [("module", {"module": "cost", "before": None, "after": "75"})],
        ),
        ({"waived": ["G1"]}, [("waived", {"gate": "G1"})]),
        ({"audit_refused": True}, [("refused", {})]),
        (
            {"audits": [AUDIT | {"issued_on": "2024-02-20", "mode": "remote"}]},
            [("audit", {"number": "A-2024-0003", "site": "Huizhou", "mode": "remote"})],
        ),
        (
            {"audits": [AUDIT, AUDIT | {"site": "Dongguan", "issued_on": "2024-02-01"}]},
            [("audit", {"number": "", "site": "Dongguan", "mode": "on_site"})],
        ),
        (
            {"audits": [AUDIT | {"checkpoints": [], "extension_days": 180, "weight": "0.5"}]},
            [
                ("revision", {"number": "A-2024-0001", "site": "Huizhou"}),
                ("extension", {"number": "A-2024-0001", "days": 180}),
                ("site", {"site": "Huizhou", "before": "1", "after": "0.5"}),
            ],
        ),
        ({"nonconformities": []}, [("open", {"severity": "major", "before": 1, "after": 0})]),
        (
            {"nonconformities": [MAJOR | {"overdue": True}]},
            [("overdue", {"severity": "major", "before": 0, "after": 1})],
        ),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_an_input_that_changed_is_named_with_both_values(after, told):
    assert changes(after) == [Change(code, facts) for code, facts in told]


LIFTED = {"audits": [AUDIT | {"re_rated": {"S1.1": 3}}]}
JUDGED = JudgedLift(7, "NC-7", "Huizhou", "S1.1", 3, LATER, None, "New labels")


def test_a_lift_is_told_with_the_finding_that_was_verified():
    rival = replace(JUDGED, number="NC-8", site="Kunshan")
    told = {"checkpoint": "S1.1", "number": "NC-7", "level": 3}
    assert changes(LIFTED, lifts=[JUDGED, rival]) == [Change("lifted", told)]
    assert changes(LIFTED) == [Change("lifted", told | {"number": ""})]


@pytest.mark.parametrize(("undone_at", "reopened"), [(LATER, True), (LATER + timedelta(days=1), False), (None, False)])
def test_a_lift_that_is_gone_is_told_with_its_reason(undone_at, reopened):
    before = PublishedInputs(BEFORE | LIFTED, "1.0.0", "59.87", THEN)
    after = PublishedInputs(BEFORE, "1.0.0", "59.87", LATER)
    known = History(lifts=[replace(JUDGED, judged_at=THEN, undone_at=undone_at)])
    assert changes_between(before, after, known) == [
        Change("lift_back", {"checkpoint": "S1.1", "number": "NC-7", "reopened": reopened})
    ]


def test_findings_are_named_by_number_where_their_moves_explain_the_count():
    steps = [
        step("NC-1", "closed"),
        step("NC-2", "closed", THEN),
        step("NC-3", "closed", LATER + timedelta(days=1)),
    ]
    assert changes({"nonconformities": []}, steps=steps) == [
        Change("finding", {"number": "NC-1", "severity": "major", "state": "closed"})
    ]


def test_a_move_that_changed_no_count_is_not_told():
    assert changes(steps=[step("NC-1", "closed"), step("NC-2", "open")]) == []


def test_another_policy_is_named_by_its_version():
    assert changes(policy="1.1.0") == [Change("policy", {"before": "1.0.0", "after": "1.1.0"})]


def test_where_only_time_went_by_the_age_is_told():
    assert changes(effective="54.92") == [Change("aged", {"before": "59.87", "after": "54.92"})]
    assert changes({"cdp": "A"}, effective="54.92") == [Change("cdp", {"before": "B", "after": "A"})]


def test_a_scorecard_tells_what_changed_from_one_published_day_to_the_next(session):
    scored.add_scored_world(session)
    days = [TODAY + timedelta(days=number) for number in range(4)]
    moments = [Moment(NOW.at + timedelta(days=number), day) for number, day in enumerate(days)]
    publish_rating(session, SYSTEM, HUILING, moments[0], "input")
    finding = session.query(Finding).filter_by(supplier_id=HUILING).one()
    finding.state = "closed"
    session.add(
        FindingMove(
            finding_id=finding.id,
            origin="verified",
            target="closed",
            account_id=PAN.number,
            at=moments[1].at,
            reason="",
        )
    )
    session.flush()
    publish_rating(session, SYSTEM, HUILING, moments[1], "input")
    publish_policy(session, SYSTEM, scored.policy_document() | {"version": "1.1.0"}, days[2], moments[2])
    audit = scored.add_audit(session, HUILING, HUIZHOU_SITE, issued_on=days[2], number="A-2024-0900")
    scored.store_audit_result(session, audit, scored.checkpoints(scored.add_checklist(session), 4, {}), moments[2])
    publish_rating(session, SYSTEM, HUILING, moments[2], "input")
    publish_rating(session, SYSTEM, HUILING, moments[3], "month_end")
    history = scorecard_of(session, LIN.actor, session.get_one(Supplier, HUILING)).history
    assert [[change.code for change in entry.changes] for entry in history] == [
        [], ["finding"], ["policy", "audit"], [],
    ]  # fmt: skip
    assert history[1].changes[0].facts["number"] == finding.number
    assert history[2].changes[1].facts["number"] == "A-2024-0900"
    assert [entry.mark for entry in history] == [None, 1, 2, None]
    assert history[2].gain == history[2].published.rating - history[1].published.rating
