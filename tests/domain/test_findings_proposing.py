"""Which findings answers propose, and which of them fail together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.domain.checklist.profile import Profile
from supplier_portal.domain.evidence import faults_of_day, long_before
from supplier_portal.domain.findings.notice import NoticeClock
from supplier_portal.domain.findings.proposing import one_graver, proposals_for, root_of
from supplier_portal.domain.findings.rules import finding_faults
from tests.shipped import MAIN

CORE = Profile(manufacturer=True, large=True, core=True)
SMALL = Profile(manufacturer=False, large=False, core=False)
CHECKPOINTS = read_checklist(MAIN.read_bytes())[0].checkpoints
BY_CODE = {one.code: one for one in CHECKPOINTS}


def told(ratings, covered=(), profile=CORE, checkpoints=CHECKPOINTS):
    found = proposals_for(checkpoints, ratings, profile, covered)
    raised = [(one.checkpoint.code, one.severity, [other.code for other in one.follows]) for one in found.raised]
    return raised, {root: [one.code for one in follows] for root, follows in found.carried.items()}


@pytest.mark.parametrize(
    ("ratings", "covered", "profile", "raised", "carried"),
    [
        ({}, (), CORE, [], {}),
        ({"S1.1": 2, "S1.2": "NA", "S1.5": 4}, (), CORE, [], {}),
        ({"S1.1": 0, "S1.2": 1}, (), CORE, [("S1.1", "major", []), ("S1.2", "minor", [])], {}),
        ({"S2.2": 1}, (), CORE, [("S2.2", "observation", [])], {}),
        ({"S6.5": 1}, (), CORE, [], {}),
        ({"S1.1": 0}, {"S1.1"}, CORE, [], {}),
        ({"S1.4": 0}, (), SMALL, [], {}),
        ({"S5.1": 0, "S8.1": 0, "S8.2": 0}, (), CORE, [("S5.1", "major", ["S8.1", "S8.2"])], {}),
        ({"S5.1": 1, "S8.1": 0}, (), CORE, [("S5.1", "minor", []), ("S8.1", "major", [])], {}),
        ({"S5.1": 0, "S8.1": 0}, {"S5.1"}, CORE, [], {"S5.1": ["S8.1"]}),
        ({"S5.1": 0, "S8.1": 0}, {"S8.1"}, CORE, [("S5.1", "major", [])], {}),
        ({"S8.1": 0}, (), SMALL, [("S8.1", "minor", [])], {}),
    ],
)  # fmt: skip
def test_weak_answers_without_a_finding_are_proposed_in_groups(ratings, covered, profile, raised, carried):
    assert told(ratings, covered, profile) == (raised, carried)


def test_a_chain_of_checkpoints_is_carried_by_its_first_and_a_ring_ends():
    known = {code: replace(BY_CODE[code], follows_from=origin) for code, origin in
             (("S1.1", None), ("S1.2", "S1.1"), ("S1.3", "S1.2"))}  # fmt: skip
    assert root_of("S1.3", known, dict.fromkeys(known, 0)) == "S1.1"
    assert root_of("S1.3", known, {"S1.1": 2, "S1.2": 0, "S1.3": 0}) == "S1.2"
    ring = known | {"S1.1": replace(known["S1.1"], follows_from="S1.3")}
    assert root_of("S1.3", ring, dict.fromkeys(ring, 0)) in ring


@pytest.mark.parametrize(
    ("severity", "graver"), [("observation", "minor"), ("minor", "major"), ("major", "critical"), ("critical", None)]
)
def test_what_comes_again_may_be_held_one_severity_higher(severity, graver):
    assert one_graver(severity) == graver


@pytest.mark.parametrize(
    ("minutes", "late", "hours"),
    [(0, False, 24), (30, False, 23), (24 * 60, False, 0), (24 * 60 + 1, True, 1), (26 * 60 + 30, True, 3)],
)
def test_a_notice_is_due_within_a_day_of_being_found(minutes, late, hours):
    found = datetime(2024, 3, 30, 8, tzinfo=UTC)
    clock, at = NoticeClock(found), found + timedelta(minutes=minutes)
    assert (clock.late(at), clock.hours(at)) == (late, hours)


@pytest.mark.parametrize(
    ("kind", "severity", "requirement", "codes"),
    [
        ("nonconformity", "major", " ", ["form.required"]),
        ("observation", "observation", "", []),
        ("strength", "none", "", []),
        ("strength", "minor", "", ["findings.severity_of_kind"]),
    ],
)
def test_only_a_non_conformity_must_name_its_requirement(kind, severity, requirement, codes):
    texts = {"title": "t", "requirement": requirement, "seen": "s"}
    assert [fault.code for fault in finding_faults(kind, severity, texts)] == codes


ENDS, TODAY = date(2024, 3, 26), date(2024, 3, 31)


@pytest.mark.parametrize(
    ("about_on", "code"),
    [
        (None, "form.required"),
        (date(1989, 12, 31), "audits.about_too_early"),
        (date(1990, 1, 1), None),
        (ENDS, None),
        (date(2024, 3, 27), "audits.about_after_audit"),
        (TODAY, "audits.about_after_audit"),
        (date(2024, 4, 1), "audits.about_in_future"),
    ],
)
def test_evidence_is_about_a_day_up_to_the_audits_last(about_on, code):
    assert [fault.code for fault in faults_of_day(about_on, ENDS, TODAY)] == ([code] if code else [])


def test_evidence_of_a_running_audit_is_about_no_day_to_come():
    assert faults_of_day(date(2024, 4, 1), date(2024, 4, 2), TODAY)[0].code == "audits.about_in_future"


@pytest.mark.parametrize(("about_on", "long"), [(date(2022, 3, 26), False), (date(2022, 3, 25), True)])
def test_evidence_two_years_older_than_the_audit_is_marked(about_on, long):
    assert long_before(about_on, date(2024, 3, 25)) is long
