"""A finding from its draft to its close, and who may do what to it."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding, FindingMove
from supplier_portal.findings.operations import (
    Action,
    MoveFinding,
    add_finding_evidence,
    end_waivers,
    move_finding,
    notify_findings,
    propose_plan,
    refuse_open_findings,
)
from supplier_portal.findings.queries import scoring_nonconformities_of, visible
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests.cast import FANG, HE, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import (
    CANARY,
    add_audit,
    brought_to,
    later,
    notified,
    plan_for,
    proof_for,
    raise_one,
)


def seen_by(session, person):
    return set(session.scalars(visible(person.actor).with_only_columns(Finding.id)))


def move(session, person, finding, target, moment=NOW, **given):
    return move_finding(session, person.actor, MoveFinding(finding.id, target, **given), moment)


def test_a_raised_finding_is_a_draft_with_a_number_of_the_year(session):
    audit = add_audit(session)
    first, second = raise_one(session, audit), raise_one(session, audit, kind="strength", severity="none")
    assert (first.number, second.number, first.state) == ("NC-2024-0001", "NC-2024-0002", "draft")
    assert (first.notified_at, first.close_due_on) == (None, None)


@pytest.mark.parametrize("state", ["planned", "confirmed", "draft_sent", "issued", "closed", "cancelled"])
def test_findings_are_raised_from_the_visit_until_the_review_ends(session, state):
    with pytest.raises(Conflict, match="audit_not_open"):
        raise_one(session, add_audit(session, state))


@pytest.mark.safety(5)
@pytest.mark.parametrize("checkpoint", ["X9.9", "S6.5"])
def test_a_finding_stands_on_a_checkpoint_that_applies_to_the_audit(session, checkpoint):
    audit = add_audit(session, profile={"manufacturer": False, "large": True, "core": True})
    with pytest.raises(Missing):
        raise_one(session, audit, checkpoint=checkpoint)


def test_a_finding_on_another_teams_audit_is_not_raised(session):
    mingyan = add_audit(session, supplier=MINGYAN)
    with pytest.raises(Missing):
        raise_one(session, add_audit(session), audit_id=mingyan.id)
    with pytest.raises(Missing):
        raise_one(session, mingyan, audit_id=2**40)


@pytest.mark.safety(2)
def test_who_sees_a_draft_and_who_sees_it_once_notified(session):
    theirs = notified(session, MINGYAN)
    audit = add_audit(session)
    draft = raise_one(session, audit)
    everybody = {"team": (ZHOU, LUO), "office": (FANG, PAN), "others": (TAN, HE, RIVAL, MO, YAN, LIN)}
    assert all(seen_by(session, person) == {draft.id} for person in everybody["team"])
    assert all(seen_by(session, person) == {draft.id, theirs.id} for person in everybody["office"])
    assert all(draft.id not in seen_by(session, person) for person in everybody["others"])
    notify_findings(session, FANG.actor, audit.id, NOW)
    assert seen_by(session, TAN) == seen_by(session, HE) == {draft.id}
    assert seen_by(session, RIVAL) == seen_by(session, YAN) == {theirs.id}
    assert seen_by(session, MO) == {draft.id, theirs.id}
    assert seen_by(session, LIN) == set()


@pytest.mark.parametrize(
    ("severity", "checkpoint", "plan_due", "close_due"),
    [
        ("critical", "S3.4", date(2024, 4, 7), date(2024, 4, 30)),
        ("major", "S3.4", date(2024, 4, 14), date(2024, 5, 30)),
        ("minor", "S3.4", date(2024, 4, 30), date(2024, 6, 29)),
        ("minor", "S7.3", date(2024, 4, 30), date(2024, 12, 26)),
    ],
)
def test_the_notice_starts_the_clocks(session, severity, checkpoint, plan_due, close_due):
    finding = notified(session, severity=severity, checkpoint=checkpoint)
    assert (finding.state, finding.notified_at, finding.turn_since) == ("open", NOW.at, NOW.at)
    assert (finding.plan_due_on, finding.close_due_on) == (plan_due, close_due)


def test_days_are_counted_where_the_supplier_is(session):
    session.execute(update(Supplier).where(Supplier.id == HUILING).values(time_zone="America/Los_Angeles"))
    session.expire_all()
    session.get_one(Supplier, HUILING)
    audit = add_audit(session)
    finding = raise_one(session, audit)
    early = type(NOW)(datetime(2024, 4, 1, 2, 0, tzinfo=UTC), date(2024, 4, 1))
    notify_findings(session, FANG.actor, audit.id, early)
    assert finding.plan_due_on == date(2024, 4, 14)


def test_a_critical_finding_has_a_notice_of_its_own_that_a_reviewer_outside_the_team_gives(session):
    audit = add_audit(session)
    critical, major = raise_one(session, audit, severity="critical"), raise_one(session, audit)
    with pytest.raises(Conflict, match="notified_with_report"):
        move(session, FANG, major, "open")
    with pytest.raises(Conflict, match="not_now"):
        move(session, ZHOU, critical, "open")
    move(session, FANG, critical, "open")
    assert seen_by(session, TAN) == {critical.id}
    assert notify_findings(session, FANG.actor, audit.id, NOW) == [major]


REACHED = [state for state in FINDING.states if state not in {"draft", "open"}]


@pytest.mark.parametrize("state", REACHED)
def test_every_state_of_the_table_is_reached_through_the_operations(session, state):
    finding = brought_to(session, state)
    moves = session.scalars(
        select(FindingMove).where(FindingMove.finding_id == finding.id).order_by(FindingMove.id)
    ).all()
    assert [moves[0].origin, moves[-1].target] == ["draft", state]
    assert all(before.target == after.origin for before, after in pairwise(moves))


def test_a_finding_that_was_returned_twice_gets_a_new_cycle_each_time(session):
    finding = brought_to(session, "rejected")
    propose_plan(session, HE.actor, plan_for(finding, root_cause="second"), NOW)
    move(session, LUO, finding, "accepted")
    plans = session.scalars(select(CorrectiveActionPlan).order_by(CorrectiveActionPlan.cycle)).all()
    told = [(plan.cycle, plan.decision, plan.reason, plan.decided_by, plan.root_cause) for plan in plans]
    assert told == [
        (1, "rejected", "cause stops too early", ZHOU.number, "No meters behind feeder F2"),
        (2, "accepted", "", LUO.number, "second"),
    ]
    assert len(session.scalars(select(CorrectiveAction)).all()) == 2


def test_a_plan_with_faults_writes_nothing_and_names_every_field(session):
    finding = notified(session, severity="critical")
    early = (Action("Stop", "", date(2024, 3, 30)),)
    with pytest.raises(Invalid) as refused:
        propose_plan(session, TAN.actor, plan_for(finding, containment="", root_cause=" ", actions=early), NOW)
    assert {fault.place for fault in refused.value.faults} == {
        "root_cause",
        "containment",
        "actions-0-owner",
        "actions-0-due_on",
    }
    assert finding.state == "open"
    assert session.scalars(select(CorrectiveActionPlan)).all() == []


@pytest.mark.parametrize(
    ("state", "person", "target", "given", "error"),
    [
        ("open", TAN, "cap_proposed", {}, Invalid),
        ("open", TAN, "disputed", {"reason": "  "}, Invalid),
        ("open", TAN, "accepted", {}, Conflict),
        ("open", ZHOU, "disputed", {"reason": "x"}, Conflict),
        ("open", TAN, "nonsense", {}, Conflict),
        ("cap_proposed", ZHOU, "rejected", {}, Invalid),
        ("cap_proposed", TAN, "accepted", {}, Conflict),
        ("cap_proposed", PAN, "accepted", {}, Conflict),
        ("cap_proposed", YAN, "accepted", {}, Missing),
        ("cap_proposed", RIVAL, "accepted", {}, Missing),
        ("cap_proposed", MO, "accepted", {}, Missing),
        ("accepted", TAN, "implemented", {}, Conflict),
        ("implemented", ZHOU, "insufficient", {}, Invalid),
        ("closed", ZHOU, "reopened", {"reason": ""}, Invalid),
        ("disputed", ZHOU, "withdrawn", {"reason": "x"}, Conflict),
        ("disputed", FANG, "open", {"reason": ""}, Invalid),
        ("open", FANG, "waived", {"reason": "x"}, Invalid),
        ("open", FANG, "waived", {"reason": "x", "until": NOW.day}, Invalid),
        ("open", FANG, "waived", {"until": date(2025, 1, 1)}, Invalid),
        ("open", ZHOU, "waived", {"reason": "x", "until": date(2025, 1, 1)}, Conflict),
        ("effective", ZHOU, "reopened", {"reason": "x"}, Conflict),
        ("closed", ZHOU, "effective", {"reason": "x"}, Invalid),
    ],
)
def test_what_the_table_does_not_allow_is_refused(session, state, person, target, given, error):
    finding = brought_to(session, state)
    with pytest.raises(error):
        move(session, person, finding, target, later(1), **given)
    session.refresh(finding)
    assert finding.state == state


def test_a_wrong_state_says_what_is_possible(session):
    finding = brought_to(session, "cap_proposed")
    with pytest.raises(Conflict) as refused:
        move(session, ZHOU, finding, "closed")
    assert refused.value.facts["possible"] == ["finding_state.accepted", "finding_state.rejected"]


def test_a_dispute_is_decided_by_someone_who_was_not_on_the_team(session):
    finding = brought_to(session, "disputed")
    session.execute(update(Audit).values(planned_by=FANG.number))
    from supplier_portal.audits.models import AuditMember  # noqa: PLC0415

    session.add(AuditMember(audit_id=finding.audit_id, account_id=FANG.number, role="auditor"))
    session.flush()
    with pytest.raises(Conflict, match="not_outside_team"):
        move(session, FANG, finding, "withdrawn", reason="x")


def test_what_was_found_insufficient_needs_new_evidence(session):
    finding = brought_to(session, "implemented")
    move(session, ZHOU, finding, "insufficient", later(1), reason="unsigned")
    with pytest.raises(Conflict, match="evidence_first"):
        move(session, TAN, finding, "implemented", later(1))
    add_finding_evidence(session, TAN.actor, proof_for(finding), later(1))
    assert move(session, TAN, finding, "implemented", later(1)).state == "implemented"


def test_evidence_is_about_a_day_that_has_come_and_of_a_finding_in_hand(session):
    finding = brought_to(session, "accepted")
    with pytest.raises(Invalid, match="about_on"):
        add_finding_evidence(session, TAN.actor, proof_for(finding, about_on=date(2024, 4, 1)), NOW)
    with pytest.raises(Invalid, match="about_on"):
        add_finding_evidence(session, TAN.actor, proof_for(finding, about_on=None), NOW)
    with pytest.raises(Missing):
        add_finding_evidence(session, RIVAL.actor, proof_for(finding), NOW)
    move(session, FANG, finding, "waived", reason="x", until=date(2024, 5, 1))
    with pytest.raises(Conflict, match="evidence_not_now"):
        add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)


def test_the_suppliers_clock_stands_still_while_the_buyer_has_the_ball(session):
    finding = notified(session)
    propose_plan(session, TAN.actor, plan_for(finding), later(10))
    assert finding.close_due_on == date(2024, 5, 30)
    move(session, ZHOU, finding, "rejected", later(16), reason="cause")
    assert (finding.plan_due_on, finding.close_due_on) == (date(2024, 4, 20), date(2024, 6, 5))
    assert finding.turn_since == later(16).at


def test_a_reopened_finding_starts_its_clocks_anew(session):
    finding = brought_to(session, "closed")
    move(session, ZHOU, finding, "reopened", later(300), reason="the gap is back")
    assert (finding.plan_due_on, finding.close_due_on) == (date(2025, 2, 8), date(2025, 3, 26))


def test_a_waiver_ends_on_its_day_and_the_finding_is_open_again(session):
    finding, other = brought_to(session, "waived"), notified(session, MINGYAN)
    assert end_waivers(session, later(91)) == []
    assert end_waivers(session, later(92)) == [finding]
    assert (finding.state, finding.waived_until, other.state) == ("open", None, "open")
    assert finding.close_due_on == date(2024, 8, 30)


def test_a_strength_asks_nothing_of_anybody(session):
    finding = notified(session, kind="strength", severity="none")
    assert (finding.state, finding.plan_due_on, finding.close_due_on) == ("open", None, None)
    for act in (
        lambda: move(session, TAN, finding, "disputed", reason="x"),
        lambda: propose_plan(session, TAN.actor, plan_for(finding), NOW),
    ):
        with pytest.raises(Conflict, match="not_now"):
            act()


def test_gates_are_told_of_open_nonconformities_in_the_receipts_form(session):
    notified(session)
    brought_to(session, "withdrawn")
    notified(session, MINGYAN)
    told = scoring_nonconformities_of(session, [HUILING], later(61).day)
    assert told[HUILING] == [{"site": "Huizhou", "severity": "major", "open": True, "overdue": True}]


def test_an_audit_closes_when_its_nonconformities_are_settled(session):
    finding = brought_to(session, "verified")
    audit = session.get_one(Audit, finding.audit_id)
    with pytest.raises(Conflict) as refused:
        refuse_open_findings(session, audit)
    assert refused.value.facts == {"count": 1}
    move(session, ZHOU, finding, "closed")
    refuse_open_findings(session, audit)


@pytest.mark.safety(36)
def test_the_trail_holds_moves_but_no_words(session):
    brought_to(session, "rejected", MINGYAN)
    bodies = "\n".join(session.scalars(select(Event.body)))
    assert '"target":"rejected"' in bodies
    assert CANARY not in bodies
    assert "cause stops too early" not in bodies


def test_only_the_platform_itself_ends_waivers(session):
    finding = brought_to(session, "waived")
    with pytest.raises(Conflict):
        move(session, FANG, finding, "open", reason="x")
    with pytest.raises(Missing):
        move_finding(session, SYSTEM, MoveFinding(finding.id, "open"), NOW)
