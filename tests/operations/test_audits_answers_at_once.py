"""Saving many answers of an audit together: as one by one, or none of them."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Answer, AnswerRevision
from supplier_portal.audits.operations import MoveAudit, move_audit, save_answer, save_answers
from supplier_portal.audits.queries import answers_of
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.trail.models import Event
from tests.audit_story import answer_all, brought_to, change
from tests.cast import FANG, LUO, NOW, PAN, YAN, ZHOU


def _revisions(session) -> int:
    return session.scalar(select(func.count()).select_from(AnswerRevision))


def test_they_stand_as_if_saved_one_by_one_each_with_its_history(session):
    audit, other = brought_to(session, "in_progress"), brought_to(session, "in_progress")
    changes = [("S1.1", {"rating": "3", "note": "a\r\nb", "sampled": 4}), ("S1.2", {"rating": "NA", "note": "None"})]
    for code, content in changes:
        save_answer(session, LUO.actor, change(other.id, code, **content), NOW)
    save_answers(session, LUO.actor, audit.id, [change(audit.id, code, **content) for code, content in changes], NOW)
    columns = [column for column in Answer.__table__.columns if column.name not in {"id", "audit_id"}]
    rows = [
        session.execute(select(*columns).where(Answer.audit_id == one.id).order_by(Answer.checkpoint)).all()
        for one in (audit, other)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 2
    kept = [
        session.scalars(select(AnswerRevision.content).where(AnswerRevision.audit_id == one.id)).all()
        for one in (audit, other)
    ]
    assert kept[0] == kept[1]
    newest = json.loads(session.scalars(select(Event.body).order_by(Event.id.desc())).first())
    assert (newest["act"], newest["checkpoints"]) == ("save_answers", ["S1.1", "S1.2"])


def test_an_answer_is_changed_on_its_base(session):
    audit = brought_to(session, "in_progress")
    save_answers(session, LUO.actor, audit.id, [change(audit.id, note="First"), change(audit.id, "S1.2")], NOW)
    save_answers(session, ZHOU.actor, audit.id, [change(audit.id, base_version=1, note="Then")], NOW)
    answers = answers_of(session, audit.id)
    assert (answers["S1.1"].note, answers["S1.1"].version, answers["S1.1"].saved_by) == ("Then", 2, ZHOU.number)
    assert answers["S1.2"].version == 1


@pytest.mark.parametrize("bases", [(1, 0), (0, 1), (0, 0)])
def test_one_on_another_base_or_told_twice_stops_them_all(session, bases):
    audit = brought_to(session, "in_progress")
    save_answer(session, ZHOU.actor, change(audit.id, "S1.3", note="Zhou"), NOW)
    codes = ("S1.3", "S1.1") if bases != (0, 1) else ("S1.1", "S1.1")
    told = [change(audit.id, code, base_version=base) for code, base in zip(codes, bases[::-1], strict=True)]
    with pytest.raises(Conflict) as caught:
        save_answers(session, LUO.actor, audit.id, [*told, change(audit.id, "S1.2")], NOW)
    assert caught.value.code == "audits.changed_meanwhile"
    assert _revisions(session) == 1


def test_every_fault_is_told_with_its_checkpoint_and_nothing_is_kept(session):
    audit = brought_to(session, "in_progress")
    told = [change(audit.id), change(audit.id, "S1.2", rating="5"), change(audit.id, "S1.3", rating="NA")]
    with pytest.raises(Invalid) as caught:
        save_answers(session, LUO.actor, audit.id, told, NOW)
    assert [fault.place for fault in caught.value.faults] == ["S1.2: rating", "S1.3: note"]
    assert _revisions(session) == 0


def test_a_checkpoint_that_does_not_apply_is_refused(session):
    audit = brought_to(session, "in_progress")
    profile = {"manufacturer": False, "large": False, "core": False}
    session.execute(text("UPDATE audit SET profile = :profile"), {"profile": json.dumps(profile)})
    session.expire_all()
    code = next(one.code for one in checklists_of(session, audit).main.checkpoints if one.condition)
    with pytest.raises(Invalid) as caught:
        save_answers(session, LUO.actor, audit.id, [change(audit.id, code)], NOW)
    assert [fault.code for fault in caught.value.faults] == ["audits.out_of_profile"]


def test_what_is_not_of_the_audit_is_not_there(session):
    audit, other = brought_to(session, "in_progress"), brought_to(session, "in_progress")
    for told in (change(other.id), change(audit.id, "S9.9")):
        with pytest.raises(Missing):
            save_answers(session, LUO.actor, audit.id, [told], NOW)
    for who in (PAN, FANG, YAN):
        with pytest.raises(Missing):
            save_answers(session, who.actor, audit.id, [change(audit.id)], NOW)
    with pytest.raises(Missing):
        save_answers(session, LUO.actor, 2**40, [replace(change(audit.id), audit_id=2**40)], NOW)


def test_once_the_closing_meeting_is_held_none_is_saved(session):
    audit = brought_to(session, "in_progress")
    answer_all(session, audit)
    move_audit(session, ZHOU.actor, MoveAudit(audit.id, "closing_held"), NOW)
    with pytest.raises(Conflict) as caught:
        save_answers(session, LUO.actor, audit.id, [change(audit.id, base_version=1)], NOW)
    assert caught.value.code == "audits.answers_closed"
