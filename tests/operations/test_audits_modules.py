"""Add-on checklists: answered in the same audit, scored beside it, never into it."""

import pytest
from sqlalchemy import select

from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.operations import MoveAudit, move_audit, plan_audit, release_draft, save_answer
from supplier_portal.audits.queries import answers_of, asked_of
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.findings.operations import RaiseFinding, raise_finding
from supplier_portal.reports.operations import issue_audit
from supplier_portal.scores.models import AddOnResult, AuditResult
from tests.audit_story import WAY, answer_all, brought_to, change, plan_of, planned, published_module
from tests.cast import FANG, NOW, PAN, TAN, ZHOU
from tests.scored import add_policy


def with_module(session, state):
    audit = planned(session, module_ids=(published_module(session).id,))
    for target, person in WAY:
        if audit.state == state:
            break
        if target == "closing_held":
            answer_all(session, audit)
        move_audit(session, person.actor, MoveAudit(audit.id, target), NOW)
    return audit


def test_an_audit_asks_its_add_ons_checkpoints_too(session):
    audit = with_module(session, "in_progress")
    assert {"S1.1", "C1.1"} <= checklists_of(session, audit).by_code.keys()
    save_answer(session, ZHOU.actor, change(audit.id, "C1.1", rating="0"), NOW)
    assert answers_of(session, audit.id)["C1.1"].rating == "0"


def test_without_the_add_on_its_checkpoints_are_not_there(session):
    audit = brought_to(session, "in_progress")
    published_module(session)
    with pytest.raises(Missing):
        save_answer(session, ZHOU.actor, change(audit.id, "C1.1"), NOW)


def test_the_closing_meeting_waits_for_the_add_ons_answers(session):
    audit = with_module(session, "in_progress")
    for checkpoint in asked_of(audit, checklists_of(session, audit).main.checkpoints):
        save_answer(session, ZHOU.actor, change(audit.id, checkpoint.code, rating="NA", note="seen"), NOW)
    with pytest.raises(Conflict) as refused:
        move_audit(session, ZHOU.actor, MoveAudit(audit.id, "closing_held"), NOW)
    assert refused.value.facts["checkpoints"][0] == "C1.1"


def test_a_finding_is_raised_on_an_add_ons_checkpoint(session):
    audit = with_module(session, "in_progress")
    raised = RaiseFinding(audit.id, "C1.1", "nonconformity", "minor", "No plan", "A plan", "None was shown")
    assert raise_finding(session, ZHOU.actor, raised, NOW).checkpoint == "C1.1"


def test_the_add_on_is_scored_beside_the_audit_and_frozen_with_it(session):
    add_policy(session)
    audit = with_module(session, "draft_sent")
    release_draft(session, TAN.actor, audit.id, NOW)
    issue_audit(session, FANG.actor, audit.id, NOW)
    main = session.scalar(select(AuditResult).where(AuditResult.audit_id == audit.id))
    beside = session.scalar(select(AddOnResult).where(AddOnResult.audit_id == audit.id))
    assert {entry["code"][0] for entry in main.checkpoints} == {"S"}
    assert {entry["code"][0] for entry in beside.checkpoints} == {"C"}
    assert (str(beside.score), beside.version, beside.title["zh"][:6]) == ("100.00", "1.0.0", "CBAM商品")


@pytest.mark.parametrize("which", ["main", "unknown"])
def test_only_add_ons_stand_beside(session, which):
    chosen = {"main": plan_of(session).checklist_version_id, "unknown": 999}[which]
    with pytest.raises(Invalid) as refused:
        plan_audit(session, PAN.actor, plan_of(session, module_ids=(chosen,)), NOW)
    assert {fault.place for fault in refused.value.faults} == {"module_ids"}


def test_an_add_on_is_no_audits_main_checklist(session):
    with pytest.raises(Invalid) as refused:
        plan_audit(session, PAN.actor, plan_of(session, checklist_version_id=published_module(session).id), NOW)
    assert [fault.place for fault in refused.value.faults] == ["checklist_version_id"]


def test_two_versions_of_one_add_on_overlap(session):
    both = (published_module(session).id, published_module(session, version="1.1.0").id)
    with pytest.raises(Invalid) as refused:
        plan_audit(session, PAN.actor, plan_of(session, module_ids=both), NOW)
    (fault,) = refused.value.faults
    assert (fault.code, fault.facts["checkpoints"][0]) == ("audits.modules_overlap", "C1.1")
