"""Moving an audit to a newer version: explicit, by its lead, every answer kept or set aside, nothing lost."""

from datetime import date

import pytest
from sqlalchemy import func, select

from supplier_portal.audits.models import AnswerRevision, Evidence
from supplier_portal.audits.operations import (
    ChangeChecklist,
    change_checklist,
    prepare_answer,
    save_answer,
    store_answer,
)
from supplier_portal.audits.queries import answers_of
from supplier_portal.domain.checklist.version import LevelText, Text
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.findings.operations import RaiseFinding, raise_finding
from supplier_portal.findings.queries.story import story_of
from supplier_portal.reports.changes import choice_of, proposed
from tests.audit_story import brought_to, change, of_rival, planned, published_next
from tests.cast import LUO, NOW, PAN, TODAY, YAN, ZHOU
from tests.scored import add_policy

REWORDED = {"S1_2": {"title": Text("Carbon committee working", "双碳委员会运作")}}
REMOVED = {"S1_3": None}
YES_OR_NO = {"type": "yes_no", "levels": tuple(LevelText(level, Text("It is", "有")) for level in (0, 4))}


def moved_to(session, audit, version="2.0.0", **changed):
    newer = published_next(session, version, **changed)
    return change_checklist(session, ZHOU.actor, ChangeChecklist(audit.id, newer.id), NOW), newer


@pytest.fixture
def answered(session):
    audit = brought_to(session, "in_progress")
    for code, rating, note in (("S1.2", "3", "minutes read"), ("S1.3", "2", "budget seen"), ("S2.1", "1", "")):
        save_answer(session, ZHOU.actor, change(audit.id, code, rating=rating, note=note), NOW)
    return audit


def test_answers_are_kept_or_set_aside_with_all_they_held(session, answered):
    change_made, newer = moved_to(session, answered, **REWORDED, **REMOVED)
    assert answered.checklist_version_id == newer.id
    assert change_made.kept == ["S1.2", "S2.1"]
    assert answers_of(session, answered.id).keys() == {"S1.2", "S2.1"}
    held = change_made.set_aside["S1.3"]
    assert (held["why"], held["answer"]["rating"], held["answer"]["note"]) == ("removed", "2", "budget seen")


def test_earlier_contents_and_findings_of_a_removed_checkpoint_stay(session, answered):
    raised = RaiseFinding(answered.id, "S1.3", "nonconformity", "minor", "No money", "Money", "None was shown")
    finding = raise_finding(session, ZHOU.actor, raised, NOW)
    moved_to(session, answered, **REMOVED)
    of_removed = (AnswerRevision.audit_id == answered.id, AnswerRevision.checkpoint == "S1.3")
    assert session.scalar(select(func.count()).select_from(AnswerRevision).where(*of_removed)) == 1
    assert session.scalar(select(func.count()).select_from(Evidence)) == 0
    assert story_of(session, ZHOU.actor, finding.id, NOW).checkpoint.code == "S1.3"


def test_a_save_that_comes_late_for_a_removed_checkpoint_is_told_why(session, answered):
    moved_to(session, answered, **REMOVED)
    with pytest.raises(Conflict) as refused:
        save_answer(session, ZHOU.actor, change(answered.id, "S1.3", 1), NOW)
    assert refused.value.code == "audits.checkpoint_set_aside"


@pytest.mark.parametrize(("code", "base"), [("S1.3", 1), ("S1.4", 0)])
def test_a_save_checked_before_the_move_and_written_after_it_changes_no_answer(session, answered, code, base):
    prepared = prepare_answer(session, LUO.actor, change(answered.id, code, base, note="typed before"))
    moved_to(session, answered, S1_3=None, S1_4=None)
    saved = store_answer(session, LUO.actor, prepared, NOW)
    assert saved.rival
    assert code not in answers_of(session, answered.id)
    with pytest.raises(Missing if base == 0 else Conflict):
        save_answer(session, LUO.actor, change(answered.id, code, saved.version), NOW)


def test_an_answer_that_no_longer_fits_its_checkpoint_is_set_aside(session, answered):
    change_made, _ = moved_to(session, answered, S2_1=YES_OR_NO)
    assert {code: held["why"] for code, held in change_made.set_aside.items()} == {"S2.1": "other_form"}


def test_both_scores_and_what_is_open_are_shown_before(session, answered):
    add_policy(session)
    newer = published_next(session, "2.0.0", **REMOVED)
    move = proposed(session, choice_of(session, ZHOU.actor, answered.id), newer.id, TODAY)
    assert move.before.raw > 0
    assert move.after.raw > 0
    assert move.before.steps[1] != move.after.steps[1]
    assert "S1.1" in move.moved.open
    assert "S1.3" not in move.moved.open
    assert answered.checklist_version_id != newer.id


@pytest.mark.parametrize("person", [LUO, YAN, PAN], ids=lambda person: person.name)
def test_nobody_but_the_audits_lead_moves_it(session, answered, person):
    of_rival(session)
    newer = published_next(session, "2.0.0", **REWORDED)
    with pytest.raises(Missing):
        change_checklist(session, person.actor, ChangeChecklist(answered.id, newer.id), NOW)


def test_once_answers_are_closed_the_checklist_stays(session):
    audit = brought_to(session, "in_review")
    newer = published_next(session, "2.0.0", **REWORDED)
    with pytest.raises(Conflict) as refused:
        change_checklist(session, ZHOU.actor, ChangeChecklist(audit.id, newer.id), NOW)
    assert refused.value.code == "audits.checklist_fixed"


def test_an_audit_moves_to_newer_versions_only(session):
    first, audit = planned(session), planned(session, starts_on=date(2024, 3, 29))
    _, newer = moved_to(session, audit, version="1.0.1", **REWORDED)
    for wrong in (first.checklist_version_id, newer.id, 999):
        with pytest.raises(Invalid) as refused:
            change_checklist(session, ZHOU.actor, ChangeChecklist(audit.id, wrong), NOW)
        assert [fault.place for fault in refused.value.faults] == ["version_id"]


def test_a_newer_version_never_touches_an_audit_by_itself(session, answered):
    before = answered.checklist_version_id
    published_next(session, "1.0.1", **REWORDED)
    session.expire(answered)
    assert answered.checklist_version_id == before
