"""Issuing an audit: what it asks, what it freezes, and who wins when two act at once."""

import json
from collections.abc import Callable
from fractions import Fraction
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit, AuditMember
from supplier_portal.audits.operations import release_draft, save_answer
from supplier_portal.domain.errors import Conflict, DomainError, Invalid, Missing
from supplier_portal.findings.models import Finding
from supplier_portal.reports.figures import preview_of, scored_checkpoints, steps_to_agree
from supplier_portal.reports.operations import issue_audit, send_back, send_draft
from supplier_portal.scores.models import AuditResult, Rating, RatingNow
from supplier_portal.scores.operations import publish_policy
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.shipped import SEED
from supplier_portal.trail.models import Event
from tests.audit_story import change
from tests.cast import ADA, FANG, HUILING, LIN, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import add_audit, answer_all, later, raise_one

POLICY = next((SEED / "policies").glob("*.json"))


def add_policy(session: Session) -> None:
    publish_policy(session, SYSTEM, json.loads(POLICY.read_text(encoding="utf-8")), NOW.day, NOW)


def with_supplier(session: Session, **others: str | None) -> Audit:
    """A draft report at the supplier's, three findings in it, five working days to comment."""
    add_policy(session)
    audit = add_audit(session, "in_progress")
    for severity in ("critical", "minor"):
        raise_one(session, audit, severity=severity)
    raise_one(session, audit, kind="strength", severity="none")
    answer_all(session, audit, **others)
    audit.state, audit.comments_until = "draft_sent", later(5).day
    session.flush()
    return audit


def test_the_issue_freezes_everything_in_one_act(session):
    audit = with_supplier(session, S1_2="0", S2_1="NA")
    issue_audit(session, FANG.actor, audit.id, later(6))
    result = session.scalars(select(AuditResult)).one()
    ratings = {entry["code"]: entry["rating"] for entry in result.checkpoints}
    assert (audit.state, audit.issued_on, result.issued_on) == ("issued", later(6).day, later(6).day)
    assert (len(ratings), ratings["S1.1"], ratings["S1.2"], ratings["S2.1"]) == (44, 3, 0, "NA")
    assert {finding.state for finding in session.scalars(select(Finding))} == {"open"}
    rating = session.scalars(select(Rating)).one()
    assert (rating.supplier_id, rating.cause, session.scalars(select(RatingNow)).one().rating_id) == (
        HUILING,
        "input",
        rating.id,
    )
    assert [entry["severity"] for entry in rating.inputs["nonconformities"]] == ["critical", "minor"]
    assert any('"act":"issue_audit"' in body for body in session.scalars(select(Event.body)))


def test_checkpoints_out_of_profile_are_told_apart_from_those_not_applicable(session):
    audit = with_supplier(session)
    audit.profile = {"manufacturer": False, "large": True, "core": True}
    session.flush()
    issue_audit(session, FANG.actor, audit.id, later(6))
    ratings = {entry["code"]: entry["rating"] for entry in session.scalars(select(AuditResult)).one().checkpoints}
    out = {code for code, rating in ratings.items() if rating == "out_of_profile"}
    assert out == {"S3.2", "S4.6", "S5.6", "S6.5", "S7.3"}


@pytest.mark.parametrize("person", [ADA, PAN, ZHOU, LUO, YAN, LIN, MO, TAN, RIVAL])
@pytest.mark.parametrize("act", ["issue", "send_draft", "send_back"])
def test_only_a_reviewer_reviews(session, person, act):
    audit = with_supplier(session)
    acts: dict[str, Callable[[], object]] = {
        "issue": lambda: issue_audit(session, person.actor, audit.id, later(6)),
        "send_draft": lambda: send_draft(session, person.actor, audit.id, NOW),
        "send_back": lambda: send_back(session, person.actor, audit.id, "x", NOW),
    }
    with pytest.raises(Missing):
        acts[act]()


def test_who_audited_does_not_issue(session):
    audit = with_supplier(session)
    session.add(AuditMember(audit_id=audit.id, account_id=FANG.number, role="auditor"))
    session.flush()
    with pytest.raises(Conflict, match="outside_team"):
        issue_audit(session, FANG.actor, audit.id, later(6))


@pytest.mark.parametrize("state", ["in_progress", "closing_held", "in_review", "issued", "closed", "cancelled"])
def test_an_audit_is_issued_from_its_draft_only(session, state):
    audit = with_supplier(session)
    session.execute(update(Audit).values(state=state))
    session.expire_all()
    with pytest.raises(Conflict, match="not_now"):
        issue_audit(session, FANG.actor, audit.id, later(6))


def test_the_issue_waits_for_the_suppliers_comments_unless_it_has_none(session):
    audit = with_supplier(session)
    with pytest.raises(Conflict, match="comments_open"):
        issue_audit(session, FANG.actor, audit.id, later(5))
    release_draft(session, TAN.actor, audit.id, NOW)
    assert issue_audit(session, FANG.actor, audit.id, NOW).state == "issued"


def test_an_audit_with_an_answer_left_is_not_issued(session):
    audit = with_supplier(session, S5_3=None)
    with pytest.raises(Conflict) as refused:
        issue_audit(session, FANG.actor, audit.id, later(6))
    assert refused.value.facts["checkpoints"] == ["S5.3"]
    assert session.scalars(select(AuditResult)).all() == []


def test_a_step_that_is_mostly_not_applicable_waits_for_the_reviewers_agreement(session):
    audit = with_supplier(session, S8_1="NA", S8_2="NA")
    with pytest.raises(Invalid) as refused:
        issue_audit(session, FANG.actor, audit.id, later(6), agreed={1})
    assert (refused.value.faults[0].place, refused.value.faults[0].facts["steps"]) == ("agreed", [8])
    assert issue_audit(session, FANG.actor, audit.id, later(6), agreed={8}).state == "issued"


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([(8, "3", "NA"), (8, "3", 3), (8, "2", 3)], {}),
        ([(8, "3", "NA"), (8, "3", "NA"), (8, "2", 3)], {8: Fraction(3, 4)}),
        ([(7, "2", "NA"), (7, "2", 4)], {}),
        ([(7, "2", "NA"), (7, "2", "out_of_profile")], {7: Fraction(1)}),
        ([(7, "2", "out_of_profile")], {}),
    ],
)
def test_half_of_a_steps_weight_in_profile_may_be_not_applicable(ratings, expected):
    entries = [
        {"code": f"S{place}", "step": step, "weight": weight, "rating": rating}
        for place, (step, weight, rating) in enumerate(ratings)
    ]
    assert steps_to_agree(entries) == expected


def test_the_preview_gives_what_the_issue_will_publish(session):
    audit = with_supplier(session, S3_4="0", S4_2="1")
    from supplier_portal.audits.queries import answers_of, profile_of  # noqa: PLC0415
    from supplier_portal.checklists.models import ChecklistVersion  # noqa: PLC0415
    from supplier_portal.checklists.queries import checklist_of  # noqa: PLC0415

    checklist = checklist_of(session.get_one(ChecklistVersion, audit.checklist_version_id))
    entries = scored_checkpoints(checklist, profile_of(audit), answers_of(session, audit.id))
    preview = preview_of(entries, rules_of(policy_on(session, NOW.day)), "on_site")
    issue_audit(session, FANG.actor, audit.id, later(6))
    site = session.scalars(select(Rating)).one().published["sites"][0]
    assert {str(step): str(value) for step, value in preview.steps.items()} == site["steps"]
    assert {name: str(value) for name, value in preview.dimensions.items()} == site["dimensions"]
    assert (str(preview.raw), str(preview.capped)) == (site["audit_raw"], site["audit_raw"])
    assert preview_of([], rules_of(policy_on(session, NOW.day)), "on_site").raw is None


def test_a_desktop_audits_preview_is_capped(session):
    add_policy(session)
    entries = [{"code": "S1.1", "step": 1, "weight": "3", "rating": 4}]
    preview = preview_of(entries, rules_of(policy_on(session, NOW.day)), "desktop")
    assert (str(preview.raw), str(preview.capped), preview.grade) == ("100.00", "70.00", "B")


def test_the_reviewer_sends_back_with_a_reason_and_takes_a_draft_back_into_review(session):
    audit = with_supplier(session)
    with pytest.raises(Invalid):
        send_back(session, FANG.actor, audit.id, " ", NOW)
    assert send_back(session, FANG.actor, audit.id, "comment on S4.2 granted", NOW).state == "in_review"
    assert send_draft(session, FANG.actor, audit.id, NOW).state == "draft_sent"
    send_back(session, FANG.actor, audit.id, "once more", NOW)
    assert send_back(session, FANG.actor, audit.id, "sample of S5.3 is missing", NOW).state == "in_progress"


def test_a_second_revision_keeps_the_first_ones_day(session):
    add_policy(session)
    first = add_audit(session, "amended", issued_on=later(-100).day)
    audit = add_audit(session, "draft_sent", revises_id=first.id, revision=2, comments_until=later(-1).day)
    answer_all(session, audit)
    issue_audit(session, FANG.actor, audit.id, NOW)
    assert audit.issued_on == session.scalars(select(AuditResult)).one().issued_on == later(-100).day


@pytest.mark.safety(37)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET rating = '4'",
        "DELETE FROM answer",
        "UPDATE audit_result SET mode = 'on_site'",
        "DELETE FROM rating",
    ],
)
def test_after_the_issue_the_database_refuses_to_change_what_was_scored(database, statement):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
        issue_audit(session, FANG.actor, audit.id, later(6))
    with pytest.raises(IntegrityError), database.unit_of_work(SYSTEM) as session:
        session.execute(text(statement))


def at_once(database, *acts):
    """Run the acts in one transaction each, at the same time; their outcomes, in the order they ended."""
    outcomes: list[str] = []
    start = Barrier(len(acts))

    def run(name, actor, act):
        start.wait(5)
        try:
            with database.unit_of_work(actor) as session:
                act(session)
            outcomes.append(name)
        except DomainError as error:
            outcomes.append(error.code)

    threads = [Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.safety(25)
def test_of_two_issues_at_once_one_wins(database):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)

    def issue(session):
        issue_audit(session, FANG.actor, audit.id, later(6))

    outcomes = at_once(database, ("issued", FANG.actor, issue), ("issued", FANG.actor, issue))
    assert sorted(outcomes) == ["issued", "workflow.not_now"]
    with database.reading(SYSTEM) as session:
        assert len(session.scalars(select(AuditResult)).all()) == len(session.scalars(select(Rating)).all()) == 1


@pytest.mark.safety(25)
def test_of_an_issue_and_a_comment_granted_one_wins(database):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
    outcomes = at_once(
        database,
        ("issued", FANG.actor, lambda session: issue_audit(session, FANG.actor, audit.id, later(6))),
        ("in_review", FANG.actor, lambda session: send_back(session, FANG.actor, audit.id, "granted", NOW)),
    )
    with database.reading(SYSTEM) as session:
        stands = session.get_one(Audit, audit.id).state
        results = len(session.scalars(select(AuditResult)).all())
    assert stands in outcomes
    assert len({"issued", "in_review"} & set(outcomes)) == 1
    assert results == (stands == "issued")


@pytest.mark.safety(25)
@pytest.mark.parametrize("round_number", range(3))
def test_a_finding_that_races_the_way_to_issue_is_notified_or_refused(database, round_number):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
        session.execute(update(Audit).values(state="in_review"))

    def to_issue(session):
        held = session.scalars(select(Audit).with_for_update()).one()
        held.state = "draft_sent"
        session.flush()
        issue_audit(session, FANG.actor, audit.id, later(6))

    outcomes = at_once(
        database,
        ("issued", FANG.actor, to_issue),
        ("raised", ZHOU.actor, lambda session: raise_one(session, audit, checkpoint="S5.1", severity="minor")),
    )
    with database.reading(SYSTEM) as session:
        findings = session.scalars(select(Finding)).all()
    assert "issued" in outcomes
    assert {finding.state for finding in findings} == {"open"}
    assert len(findings) == (4 if "raised" in outcomes else 3)


@pytest.mark.safety(24)
@pytest.mark.parametrize("round_number", range(5))
def test_a_save_that_races_the_way_to_issue_never_slips_behind_the_score(database, round_number):
    """The audit goes from the team to its issue while an auditor saves: what is scored is what stands."""
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
        session.execute(delete(Answer).where(Answer.checkpoint == "S1.1"))
        session.execute(update(Audit).values(state="in_progress"))
        session.expire_all()
        save_answer(session, ZHOU.actor, change(audit.id, "S1.1", rating="1"), NOW)

    def to_issue(session):
        held = session.scalars(select(Audit).with_for_update()).one()
        held.state = "draft_sent"
        session.flush()
        issue_audit(session, FANG.actor, audit.id, later(6))

    def save(session):
        save_answer(session, ZHOU.actor, change(audit.id, "S1.1", base_version=1, rating="4"), NOW)

    outcomes = at_once(database, ("issued", FANG.actor, to_issue), ("saved", ZHOU.actor, save))
    with database.reading(SYSTEM) as session:
        stands = session.scalar(select(Answer.rating).where(Answer.checkpoint == "S1.1"))
        entries = session.scalars(select(AuditResult)).one().checkpoints
    scored = next(entry["rating"] for entry in entries if entry["code"] == "S1.1")
    assert "issued" in outcomes
    assert int(stands) == scored == (4 if "saved" in outcomes else 1)
