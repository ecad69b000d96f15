"""The supplier's self-assessment: saved in pieces, handed in once, handed back, compared and never scored."""

from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.audits.progress import progress_of
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.scores.models import AuditResult
from supplier_portal.visits.models import SelfAssessmentEntry
from supplier_portal.visits.operations import (
    HandBack,
    OwnRating,
    SaveSelfAssessment,
    hand_back,
    hand_in,
    save_self_assessment,
)
from supplier_portal.visits.queries.assessments import (
    ComparedCheckpoint,
    ComparedStep,
    compared,
    entries_of,
    entry_of,
)
from tests.audit_story import WAY, answer_all, brought_to, of_rival, planned
from tests.cast import FANG, HE, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.visits_story import handed_in, rate_all


def saved(session, audit, *ratings, person=TAN):
    return save_self_assessment(session, person.actor, SaveSelfAssessment(audit.id, ratings), NOW)


def own(code="S1.1", rating="3", note="", base=0):
    return OwnRating(code, rating, note, base)


def test_one_checkpoint_or_several_are_saved_and_what_is_unchanged_is_not(session):
    audit = planned(session)
    saved(session, audit, own())
    written = saved(session, audit, own(base=1), own("S1.2", "2", "Twice a year"), own("S1.3", None))
    assert [entry.checkpoint for entry in written] == ["S1.2"]
    entries = entries_of(session, TAN.actor, audit.id)
    assert {code: (one.rating, one.version) for code, one in entries.items()} == {"S1.1": ("3", 1), "S1.2": ("2", 1)}


@pytest.mark.parametrize(
    ("rating", "place"),
    [
        (own(rating="5"), "S1.1-rating"),
        (own("S1.5", "3"), "S1.5-rating"),  # yes or no
        (own(rating="NA"), "S1.1-note"),
        (own(note="x" * 20_001), "S1.1-note"),
        (own("X9.9"), "X9.9-rating"),
    ],
)
def test_what_an_auditor_may_not_answer_is_refused_and_nothing_is_saved(session, rating, place):
    audit = planned(session)
    with pytest.raises(Invalid) as refused:
        saved(session, audit, own("S1.2"), rating)
    assert [fault.place for fault in refused.value.faults] == [place]
    assert entries_of(session, TAN.actor, audit.id) == {}


def test_a_colleague_who_was_quicker_is_named_and_not_overwritten(session):
    audit = planned(session)
    saved(session, audit, own(rating="1", note="Draft only"), person=HE)
    with pytest.raises(Invalid) as refused:
        saved(session, audit, own(rating="4"))
    (fault,) = refused.value.faults
    assert (fault.code, fault.place, fault.facts["name"]) == ("visits.colleague_quicker", "S1.1-rating", HE.name)
    saved(session, audit, own(rating="4", base=1))
    assert entry_of(session, TAN.actor, audit.id, "S1.1").version == 2


def test_it_is_handed_in_whole_once_and_then_read_only(session):
    audit = planned(session)
    saved(session, audit, own())
    with pytest.raises(Conflict) as refused:
        hand_in(session, TAN.actor, audit.id, NOW)
    assert refused.value.facts["count"] == 43
    handed_in(session, audit)
    with pytest.raises(Conflict, match="handed_in"):
        saved(session, audit, own("S1.2", "0", "", 1))
    with pytest.raises(Conflict, match="handed_in"):
        hand_in(session, HE.actor, audit.id, NOW)


def test_the_database_refuses_what_comes_behind_a_hand_in(session):
    audit = planned(session)
    handed_in(session, audit)
    with pytest.raises(IntegrityError):
        session.execute(update(SelfAssessmentEntry).where(SelfAssessmentEntry.audit_id == audit.id).values(rating="4"))


def test_the_lead_hands_it_back_with_a_reason_and_it_can_be_changed_again(session):
    audit = planned(session)
    with pytest.raises(Conflict, match="not_handed_in"):
        hand_back(session, ZHOU.actor, HandBack(audit.id, "why"), NOW)
    handed_in(session, audit)
    with pytest.raises(Invalid) as refused:
        hand_back(session, ZHOU.actor, HandBack(audit.id, " "), NOW)
    assert refused.value.faults[0].place == "reason"
    for person in (LUO, PAN, TAN, YAN):
        with pytest.raises(Missing):
            hand_back(session, person.actor, HandBack(audit.id, "why"), NOW)
    given = hand_back(session, ZHOU.actor, HandBack(audit.id, "All at four"), NOW)
    assert (given.handed_in_at, given.handed_back_reason) == (None, "All at four")
    saved(session, audit, own(rating="1", base=1))
    assert hand_in(session, TAN.actor, audit.id, NOW).handed_in_at == NOW.at


def test_the_team_reads_it_once_it_is_handed_in_and_a_rival_never(session):
    audit, rival = planned(session), of_rival(session)
    rate_all(session, audit)
    rate_all(session, rival, person=RIVAL)
    assert entries_of(session, ZHOU.actor, audit.id) == {}
    assert entry_of(session, TAN.actor, rival.id, "S1.1") is None
    hand_in(session, TAN.actor, audit.id, NOW)
    for person, count in ((ZHOU, 44), (PAN, 44), (TAN, 44), (YAN, 0), (RIVAL, 0), (MO, 0)):
        assert len(entries_of(session, person.actor, audit.id)) == count
    with pytest.raises(Missing):
        saved(session, rival, own())


def test_both_sides_stand_beside_each_other_by_step_and_nothing_is_scored(session):
    audit = planned(session)
    handed_in(session, audit, rating="4")
    for target, person in WAY:
        if target == "closing_held":
            answer_all(session, audit, rating="0")
        move_audit(session, person.actor, MoveAudit(audit.id, target), NOW)
    steps = progress_of(audit, checklists_of(session, audit), {}).steps
    rows = compared(session, TAN.actor, audit.id, steps)
    assert [(row.own, row.found) for row in rows][:1] == [(Decimal("4.0"), Decimal("0.0"))]
    assert len(rows[0].apart) == 5
    assert rows[0].apart[0].distance == 4
    assert compared(session, RIVAL.actor, audit.id, steps) == []
    assert session.scalars(select(AuditResult)).all() == []


@pytest.mark.parametrize(("levels", "mean"), [("2223", "2.3"), ("2233", "2.5"), ("11111122", "1.3"), ("0", "0.0")])
def test_the_mean_of_a_step_is_rounded_half_up(levels, mean):
    sides = tuple(ComparedCheckpoint(None, level, "0") for level in levels)
    assert str(ComparedStep(None, sides).own) == mean


def test_before_the_draft_the_supplier_sees_its_own_side_alone(session):
    audit = planned(session)
    handed_in(session, audit)
    for target, person in WAY[:2]:
        move_audit(session, person.actor, MoveAudit(audit.id, target), NOW)
    answer_all(session, audit)
    rows = compared(session, TAN.actor, audit.id, progress_of(audit, checklists_of(session, audit), {}).steps)
    assert {row.found for row in rows} == {None}


def test_nothing_is_assessed_once_the_visit_is_over(session):
    audit = brought_to(session, "closing_held")
    with pytest.raises(Conflict, match="assessment_over"):
        saved(session, audit, own())
    for person in (ZHOU, PAN, FANG):
        with pytest.raises(Missing):
            saved(session, audit, own(), person=person)
