"""Moving an audit: each need is asked for, each move is kept, of two at once one wins."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from supplier_portal.audits.models import AuditMember, AuditMove
from supplier_portal.audits.operations import MoveAudit, apply_move, move_audit, release_draft
from supplier_portal.audits.queries import find_audit, visible_moves
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from tests.audit_story import brought_to, planned
from tests.cast import FANG, HE, LUO, NOW, PAN, RIVAL, TAN, TODAY, YAN, ZHOU

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def on(day):
    return Moment(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), day)


def moved(session, audit, person, target, **words):
    return move_audit(session, person.actor, MoveAudit(audit.id, target, **words), NOW)


def test_each_move_is_kept_with_who_and_why(session):
    audit = brought_to(session, "in_review")
    moved(session, audit, FANG, "in_progress", reason="S4.2 needs its bills")
    assert audit.state == "in_progress"
    kept = session.scalars(visible_moves(TAN.actor).order_by(AuditMove.id)).all()
    assert [(move.origin, move.target) for move in kept][-2:] == [
        ("closing_held", "in_review"),
        ("in_review", "in_progress"),
    ]
    assert (kept[-1].account_id, kept[-1].reason) == (FANG.number, "S4.2 needs its bills")
    assert not session.scalars(visible_moves(RIVAL.actor)).all()


@pytest.mark.parametrize(
    ("state", "person", "target"),
    [
        ("planned", LUO, "confirmed"),
        ("planned", FANG, "confirmed"),
        ("planned", PAN, "in_progress"),
        ("in_progress", LUO, "closing_held"),
        ("in_review", ZHOU, "draft_sent"),
        ("planned", TAN, "cancelled"),
        ("planned", ZHOU, "no_such_state"),
        ("draft_sent", FANG, "issued"),
    ],
)
def test_a_move_the_table_does_not_give_is_refused(session, state, person, target):
    audit = brought_to(session, state)
    with pytest.raises(Conflict):
        moved(session, audit, person, target, reason="because", witness="Someone")
    assert audit.state == state


def test_the_refusal_says_what_is_possible(session):
    with pytest.raises(Conflict) as caught:
        moved(session, brought_to(session, "planned"), PAN, "in_progress")
    assert caught.value.facts["possible"] == ["audit_state.confirmed", "audit_state.cancelled", "audit_state.refused"]


@pytest.mark.parametrize("person", [YAN, RIVAL])
def test_what_is_not_ones_own_is_missing(session, person):
    with pytest.raises(Missing):
        moved(session, brought_to(session, "planned"), person, "confirmed")


@pytest.mark.parametrize(
    ("person", "target", "words", "places"),
    [
        (PAN, "cancelled", {}, ["reason"]),
        (PAN, "cancelled", {"reason": "  "}, ["reason"]),
        (ZHOU, "aborted", {}, ["reason", "witness"]),
        (ZHOU, "aborted", {"reason": "The gate stayed shut"}, ["witness"]),
        (PAN, "refused", {"reason": "The gate stayed shut"}, ["witness"]),
        (PAN, "refused", {"reason": "Shut", "witness": "Luo", "occurred_on": TOMORROW}, ["occurred_on"]),
        (PAN, "cancelled", {"reason": "x" * 2001}, ["reason"]),
        (PAN, "cancelled", {"reason": "a\x00"}, ["reason"]),
    ],
)
def test_what_a_move_needs_is_asked_for_at_its_field(session, person, target, words, places):
    with pytest.raises(Invalid) as caught:
        moved(session, brought_to(session, "in_progress"), person, target, **words)
    assert [fault.place for fault in caught.value.faults] == places


def test_an_abort_keeps_the_facts_and_the_witness(session):
    words = {"reason": "Gate shut", "witness": "Luo of the gate", "occurred_on": YESTERDAY}
    audit = moved(session, brought_to(session, "in_progress"), ZHOU, "aborted", **words)
    move = session.scalars(select(AuditMove).where(AuditMove.target == "aborted")).one()
    assert (move.reason, move.witness, move.occurred_on) == ("Gate shut", "Luo of the gate", YESTERDAY)
    assert audit.state == "aborted"


def test_a_refusal_without_a_day_happened_when_it_is_recorded(session):
    moved(session, brought_to(session, "confirmed"), PAN, "refused", reason="No", witness="Luo")
    move = session.scalars(select(AuditMove).where(AuditMove.target == "refused")).one()
    assert move.occurred_on == NOW.day


def test_a_cancelled_audit_has_a_reason_and_neither_witness_nor_day(session):
    moved(session, brought_to(session, "confirmed"), PAN, "cancelled", reason="Typhoon")
    move = session.scalars(select(AuditMove).where(AuditMove.target == "cancelled")).one()
    assert (move.reason, move.witness, move.occurred_on) == ("Typhoon", "", None)


def test_the_closing_meeting_waits_for_every_answer_and_names_those_left(session):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Conflict) as caught:
        moved(session, audit, ZHOU, "closing_held")
    assert caught.value.code == "audits.unanswered"
    assert caught.value.facts["checkpoints"][:2] == ["S1.1", "S1.2"]
    assert caught.value.facts["count"] == 44


def test_checkpoints_out_of_profile_need_no_answer(session):
    audit = brought_to(session, "in_progress")
    audit.profile = {"manufacturer": False, "large": False, "core": False}
    session.flush()
    with pytest.raises(Conflict) as caught:
        moved(session, audit, ZHOU, "closing_held")
    assert "S3.2" not in caught.value.facts["checkpoints"]
    assert "S2.4" not in caught.value.facts["checkpoints"]
    assert "S1.1" in caught.value.facts["checkpoints"]


@pytest.mark.parametrize("target", ["draft_sent", "in_progress"])
def test_who_was_on_the_team_does_not_review(session, target):
    audit = brought_to(session, "in_review")
    session.add(AuditMember(audit_id=audit.id, account_id=FANG.number, role="auditor"))
    session.flush()
    with pytest.raises(Conflict, match=r"audits\.outside_team"):
        moved(session, audit, FANG, target, reason="because")


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        (date(2024, 3, 29), date(2024, 4, 5)),
        (date(2024, 3, 31), date(2024, 4, 5)),
        (date(2024, 4, 1), date(2024, 4, 8)),
    ],
)
def test_an_issue_waits_for_five_working_days(session, sent, until):
    audit = brought_to(session, "in_review")
    move_audit(session, FANG.actor, MoveAudit(audit.id, "draft_sent"), on(sent))
    assert audit.comments_until == until
    with pytest.raises(Conflict, match=r"audits\.comments_open"):
        apply_move(session, FANG.actor, audit, "issued", on(until), issued_on=until)
    later = until + timedelta(days=1)
    apply_move(session, FANG.actor, audit, "issued", on(later), issued_on=later)
    assert (audit.state, audit.issued_on) == ("issued", later)


def test_a_released_draft_is_issued_without_waiting(session):
    audit = brought_to(session, "draft_sent")
    release_draft(session, HE.actor, audit.id, NOW)
    apply_move(session, FANG.actor, audit, "issued", NOW, issued_on=NOW.day)
    assert audit.state == "issued"


def test_a_draft_that_went_back_is_no_longer_released(session):
    audit = brought_to(session, "draft_sent")
    release_draft(session, TAN.actor, audit.id, NOW)
    moved(session, audit, FANG, "in_review", reason="A comment was granted")
    assert (audit.draft_released_at, audit.comments_until) == (None, None)


@pytest.mark.parametrize("person", [RIVAL, PAN, FANG, ZHOU])
def test_only_the_supplier_itself_releases_its_draft(session, person):
    audit = brought_to(session, "draft_sent")
    with pytest.raises(Missing):
        release_draft(session, person.actor, audit.id, NOW)


def test_no_draft_can_be_released_before_it_is_sent(session):
    with pytest.raises(Conflict, match=r"audits\.no_draft"):
        release_draft(session, TAN.actor, brought_to(session, "in_review").id, NOW)


@pytest.mark.safety(25)
def test_of_two_who_move_an_audit_at_once_one_wins(database):
    with database.unit_of_work(PAN.actor) as session:
        audit_id = planned(session).id
    start, outcomes = Barrier(2), []

    def move(person, target):
        start.wait()
        try:
            with database.unit_of_work(person.actor) as session:
                move_audit(session, person.actor, MoveAudit(audit_id, target, reason="because", witness="Luo"), NOW)
            outcomes.append("moved")
        except Conflict as error:
            outcomes.append(error.code)

    threads = [Thread(target=move, args=(PAN, "cancelled")), Thread(target=move, args=(ZHOU, "refused"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "workflow.not_now"]
    with database.reading(PAN.actor) as session:
        assert find_audit(session, PAN.actor, audit_id).state in {"cancelled", "refused"}
        assert len(session.scalars(visible_moves(PAN.actor)).all()) == 2
