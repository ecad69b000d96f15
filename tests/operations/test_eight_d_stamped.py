"""Prints and their stamped scans: which plan was printed, and which one was stamped."""

import pytest

from supplier_portal.domain.errors import Conflict
from supplier_portal.findings.eight_d.fingerprint import fingerprint
from supplier_portal.findings.eight_d.stamping import add_stamped, stamped_plans
from supplier_portal.findings.operations import WriteMessage, add_finding_evidence, propose_plan, write_message
from supplier_portal.findings.operations.moving import MoveFinding, move_finding
from supplier_portal.findings.queries.story import story_of
from tests.cast import NOW, TAN, ZHOU
from tests.findings_story import brought_to, do_all, plan_for, proof_for


def test_a_stamped_plan_is_no_evidence_that_it_was_carried_out(session):
    finding = brought_to(session, "accepted")
    do_all(session, finding, TAN)
    scan = add_stamped(session, TAN.actor, proof_for(finding), NOW)
    assert (scan.stamped, scan.cycle) == (True, 1)
    with pytest.raises(Conflict, match="evidence_first"):
        move_finding(session, TAN.actor, MoveFinding(finding.id, "implemented", "", None), NOW)
    add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)
    move_finding(session, TAN.actor, MoveFinding(finding.id, "implemented", "", None), NOW)


def test_scans_stand_with_the_plan_they_stamp(session):
    finding = brought_to(session, "cap_proposed")
    first = add_stamped(session, TAN.actor, proof_for(finding, name="first.pdf"), NOW)
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "rejected", "too short", None), NOW)
    propose_plan(session, TAN.actor, plan_for(finding), NOW)
    second = add_stamped(session, TAN.actor, proof_for(finding, name="second.pdf"), NOW)
    plain_file = add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)
    shown = stamped_plans([plain_file, second, first])
    assert [(one.cycle, [scan.name for scan in one.scans]) for one in shown] == [
        (2, ["second.pdf"]),
        (1, ["first.pdf"]),
    ]


def test_the_fingerprint_changes_with_the_plan_and_with_nothing_else(session):
    finding = brought_to(session, "cap_proposed")
    before = fingerprint(story_of(session, TAN.actor, finding.id, NOW))
    write_message(session, TAN.actor, WriteMessage(finding.id, "See the plan", ()), NOW)
    assert fingerprint(story_of(session, ZHOU.actor, finding.id, NOW)) == before
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "rejected", "too short", None), NOW)
    assert fingerprint(story_of(session, TAN.actor, finding.id, NOW)) == before
    propose_plan(session, TAN.actor, plan_for(finding, preventive_measure="No extension without a meter"), NOW)
    assert fingerprint(story_of(session, TAN.actor, finding.id, NOW)) != before
