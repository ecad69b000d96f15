"""An amendment: the next revision in one act, the one before kept as it was, ratings from the new one on."""

import json
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit, AuditMember, AuditMove, Evidence
from supplier_portal.audits.operations import MoveAudit, move_audit, plan_audit
from supplier_portal.domain.errors import Conflict, DomainError, Invalid, Missing
from supplier_portal.files.operations import Upload
from supplier_portal.findings.models import Finding
from supplier_portal.reports.models import Amendment, ReportSeal
from supplier_portal.reports.operations import amend_audit, issue_audit
from supplier_portal.reports.queries import findings_of
from supplier_portal.scores.models import AuditResult, Rating
from supplier_portal.scores.queries import receipt_of
from supplier_portal.scores.receipts import recompute
from supplier_portal.trail.models import Event
from tests import audit_story
from tests.cast import ADA, FANG, LIN, LUO, MO, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import NOTE, later
from tests.reports_story import add_photo, amended, amendment, issued, with_supplier

SHOWN = Upload("cd" * 32, 10, "image/jpeg")


def ratings_of(session, audit):
    return dict(session.execute(select(Answer.checkpoint, Answer.rating).where(Answer.audit_id == audit.id)).all())


def test_the_next_revision_has_the_new_levels_and_all_else_as_it_was(session):
    first = issued(session, code=None)
    before = ratings_of(session, first)
    second = amended(session, first)
    assert (second.number, second.revision, second.revises_id) == (f"{first.number}/2", 2, first.id)
    assert (first.state, second.state) == ("amended", "issued")
    assert ratings_of(session, first) == before
    assert ratings_of(session, second) == before | {"S3.4": "4"}
    notes = session.scalars(select(Answer.note).where(Answer.audit_id == second.id)).all()
    assert set(notes) == {NOTE}
    team = select(AuditMember.account_id, AuditMember.role).where(AuditMember.audit_id == second.id)
    assert set(session.execute(team).all()) == {(ZHOU.number, "lead"), (LUO.number, "auditor")}


def test_evidence_is_shared_by_both_revisions(session):
    audit = with_supplier(session)
    add_photo(session, audit, Upload("ab" * 32, 10, "image/jpeg", SHOWN))
    second = amended(session, issue_audit(session, FANG.actor, audit.id, later(6)))
    digests = session.scalars(select(Evidence.digest).where(Evidence.audit_id.in_([audit.id, second.id]))).all()
    assert digests == ["ab" * 32] * 2


def test_ratings_use_the_new_revision_from_then_on_and_its_age_counts_from_the_first_issue(session):
    first = issued(session, code=None)
    second = amended(session, first, levels={"S3.4": "0", "S1.1": "0"})
    ratings = session.scalars(select(Rating).order_by(Rating.id)).all()
    assert [rating.cause for rating in ratings] == ["input", "input"]
    levels = [
        {entry["code"]: entry["rating"] for entry in rating.inputs["audits"][0]["checkpoints"]} for rating in ratings
    ]
    assert [(one["S3.4"], one["S1.1"]) for one in levels] == [(3, 3), (0, 0)]
    assert {rating.inputs["audits"][0]["issued_on"] for rating in ratings} == {str(later(6).day)}
    assert second.issued_on == first.issued_on == later(6).day
    raw = [float(rating.published["sites"][0]["audit_raw"]) for rating in ratings]
    assert raw[1] < raw[0]


def test_findings_stay_with_the_first_revision_and_go_on_counting(session):
    first = issued(session, code=None)
    second = amended(session, first)
    assert set(session.scalars(select(Finding.audit_id))) == {first.id}
    assert [finding.audit_id for finding in findings_of(session, second)] == [first.id] * 2
    newest = session.scalars(select(Rating).order_by(Rating.id.desc())).first()
    assert [entry["severity"] for entry in newest.inputs["nonconformities"]] == ["major"]


def test_a_revision_is_not_closed_while_a_finding_of_the_first_is_open(session):
    second = amended(session, issued(session))
    assert findings_of(session, second)
    with pytest.raises(Conflict, match=r"findings\.still_open"):
        move_audit(session, PAN.actor, MoveAudit(second.id, "closed"), later(9))


def test_what_was_changed_why_and_by_whom_is_kept(session):
    second = amended(session, issued(session, code=None))
    kept = session.scalars(select(Amendment)).one()
    assert (kept.audit_id, kept.ground, kept.changed) == (second.id, "appeal_granted", {"S3.4": ["3", "4"]})
    assert (kept.account_id, kept.reason) == (FANG.number, "The list of meters was complete.")
    assert any('"act":"amend_audit"' in body for body in session.scalars(select(Event.body)))
    move = session.scalars(select(AuditMove).where(AuditMove.audit_id == second.id)).one()
    assert (move.origin, move.target) == ("", "issued")


def test_a_revision_is_amended_in_its_turn(session):
    second = amended(session, issued(session, code=None))
    third = amended(session, second, levels={"S3.4": "2"})
    assert (third.number, third.revision, second.state) == (f"{second.number[:-2]}/3", 3, "amended")
    assert third.issued_on == later(6).day
    assert len(findings_of(session, third)) == 2


def test_a_withdrawn_finding_is_a_ground_where_there_is_one(session):
    audit = issued(session, code=None)
    with pytest.raises(Invalid) as refused:
        amended(session, audit, ground="finding_withdrawn")
    assert (refused.value.faults[0].code, refused.value.faults[0].place) == ("reports.none_withdrawn", "ground")
    session.execute(update(Finding).where(Finding.kind == "nonconformity").values(state="withdrawn"))
    assert amended(session, audit, ground="finding_withdrawn").revision == 2


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"reason": " "}, "reason"),
        ({"ground": "because"}, "ground"),
        ({"levels": {}}, "levels"),
        ({"levels": {"S3.4": "3"}}, "levels"),
        ({"levels": {"S3.4": "5"}}, "S3.4"),
        ({"levels": {"S1.5": "3"}}, "S1.5"),
        ({"levels": {"S9.9": "3"}}, "levels"),
    ],
)
def test_what_cannot_be_amended_is_refused_at_its_field_and_changes_nothing(session, given, place):
    audit = issued(session, code=None)
    with pytest.raises(Invalid) as refused:
        amended(session, audit, **given)
    assert place in {fault.place for fault in refused.value.faults}
    assert session.scalar(select(func.count()).select_from(Audit)) == 1
    assert audit.state == "issued"


def test_a_step_that_comes_to_be_mostly_not_applicable_waits_for_the_reviewers_agreement(session):
    audit = issued(session, code=None)
    away = {"S8.1": "NA", "S8.2": "NA"}
    with pytest.raises(Invalid) as refused:
        amended(session, audit, levels=away, agreed=(1,))
    assert [(fault.place, fault.facts["steps"]) for fault in refused.value.faults] == [("agreed", [8])]
    assert audit.state == "issued"
    second = amended(session, audit, levels=away, agreed=(8,))
    third = amended(session, second, levels={"S3.4": "1"})
    assert third.revision == 3, "what was agreed once is not asked again"


def test_an_amendment_that_leaves_nothing_to_score_is_refused_whole(database):
    with database.unit_of_work(SYSTEM) as session:
        audit = issued(session, code=None)
        everything = dict.fromkeys(ratings_of(session, audit), "NA") | {"S1.5": "NA", "S4.7": "NA"}
    with pytest.raises(Invalid), database.unit_of_work(FANG.actor) as session:
        amended(session, audit, levels=everything, agreed=tuple(range(1, 9)))
    with database.reading(SYSTEM) as session:
        assert session.get_one(Audit, audit.id).state == "issued"
        assert session.scalar(select(func.count()).select_from(AuditResult)) == 1


@pytest.mark.parametrize("person", [ADA, PAN, ZHOU, LUO, YAN, LIN, MO, TAN, RIVAL])
def test_only_a_reviewer_amends(session, person):
    audit = issued(session, code=None)
    with pytest.raises(Missing):
        amend_audit(session, person.actor, amendment(audit), later(20))


def test_who_audited_does_not_amend(session):
    audit = issued(session, code=None)
    session.add(AuditMember(audit_id=audit.id, account_id=FANG.number, role="auditor"))
    session.flush()
    with pytest.raises(Conflict, match="outside_team"):
        amended(session, audit)


@pytest.mark.parametrize("state", ["in_review", "draft_sent", "amended", "cancelled"])
def test_only_an_issued_audit_is_amended(session, state):
    audit = with_supplier(session)
    audit.state = state
    session.flush()
    with pytest.raises(Conflict, match="not_now"):
        amended(session, audit)


def test_an_audit_does_not_move_to_amended_without_its_next_revision(session):
    audit = issued(session, code=None)
    with pytest.raises(Conflict, match="elsewhere"):
        move_audit(session, FANG.actor, MoveAudit(audit.id, "amended", "x"), later(20))


def test_audits_are_numbered_on_after_an_amendment(session):
    amended(session, issued(session, code=None))
    assert plan_audit(session, PAN.actor, audit_story.plan_of(session), later(20)).number == "A-2024-0002"


def test_each_revision_has_a_seal_of_its_own(session):
    first = issued(session)
    amended(session, first, code="f" * 32)
    seals = session.scalars(select(ReportSeal).order_by(ReportSeal.revision)).all()
    assert [(seal.revision, seal.issued_on) for seal in seals] == [(1, later(6).day), (2, later(20).day)]
    assert len({seal.sha256 for seal in seals}) == 2


@pytest.mark.safety(37)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET rating = '4' WHERE audit_id = (SELECT max(id) FROM audit)",
        "UPDATE amendment SET reason = 'another'",
        "DELETE FROM amendment",
        "UPDATE report_seal SET issued_on = '2030-01-01'",
        "DELETE FROM report_seal",
    ],
)
def test_the_database_refuses_to_change_a_revision_and_its_seal(database, statement):
    with database.unit_of_work(SYSTEM) as session:
        amended(session, issued(session), code="f" * 32)
    with pytest.raises(IntegrityError), database.unit_of_work(SYSTEM) as session:
        session.execute(text(statement))


@pytest.mark.safety(25)
def test_of_two_amendments_at_once_one_wins(database):
    with database.unit_of_work(SYSTEM) as session:
        audit = issued(session, code=None)
    outcomes, start = [], Barrier(2)

    def run():
        start.wait(5)
        try:
            with database.unit_of_work(FANG.actor) as session:
                amended(session, audit)
            outcomes.append("amended")
        except DomainError as error:
            outcomes.append(error.code)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["amended", "workflow.not_now"]
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(AuditResult)) == 2
        assert session.scalar(select(func.count()).select_from(Rating)) == 2


@pytest.mark.safety(38)
def test_receipts_of_both_revisions_recompute(session):
    amended(session, issued(session, code=None))
    for rating in session.scalars(select(Rating)):
        receipt = json.loads(json.dumps(receipt_of(session, rating)))
        assert recompute(receipt).differences == ()
