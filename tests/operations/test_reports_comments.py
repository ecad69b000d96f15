"""Factual comments on a draft, and a reviewer's comments to the team: who, until when, and what they hold up."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, AuditMember, AuditMove
from supplier_portal.audits.operations import release_draft
from supplier_portal.calendars.loading import load_shipped
from supplier_portal.domain.calendars import MONDAY_TO_FRIDAY
from supplier_portal.domain.errors import Conflict, DomainError, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding
from supplier_portal.reports.comments import CommentDays, comment_days
from supplier_portal.reports.models import FactualComment, ReviewComment
from supplier_portal.reports.operations import (
    AnswerComment,
    ReplyToReview,
    WriteComment,
    WriteReviewComment,
    answer_comment,
    issue_audit,
    reply_to_review,
    send_back,
    send_draft,
    write_comment,
    write_review_comment,
)
from supplier_portal.suppliers.models import Supplier
from tests.cast import ADA, FANG, HE, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, YAN, ZHOU
from tests.findings_story import later
from tests.reports_story import commented, with_supplier


def answered(session, comment, decision="declined", person=ZHOU, reason="The list was not there that day."):
    return answer_comment(
        session, person.actor, AnswerComment(comment.audit_id, comment.id, decision, reason), later(1)
    )


def test_a_supplier_comments_on_a_checkpoint_a_finding_and_the_whole(session):
    audit = with_supplier(session)
    finding = raise_of(session, audit)
    for about in ({}, {"checkpoint": "", "finding_id": finding}, {"checkpoint": ""}):
        commented(session, audit, **about)
    kept = session.scalars(select(FactualComment).order_by(FactualComment.id)).all()
    assert [(one.checkpoint, one.finding_id, one.draft) for one in kept] == [
        ("S3.4", None, 1), ("", finding, 1), ("", None, 1),
    ]  # fmt: skip


def raise_of(session, audit):
    return session.scalars(select(Finding.id).where(Finding.audit_id == audit.id)).first()


@pytest.mark.parametrize("person", [ADA, PAN, ZHOU, LUO, FANG, LIN, MO, YAN, RIVAL])
def test_nobody_else_comments(session, person):
    audit = with_supplier(session)
    with pytest.raises(Missing):
        write_comment(session, person.actor, WriteComment(audit.id, "x"), NOW)


@pytest.mark.safety(5)
@pytest.mark.parametrize("of_rival", [True, False])
def test_a_comment_names_only_what_is_in_its_own_report(session, of_rival):
    rival = with_supplier(session, MINGYAN)
    audit = with_supplier(session)
    about = {"checkpoint": "", "finding_id": raise_of(session, rival)} if of_rival else {"checkpoint": "S9.9"}
    with pytest.raises(Invalid) as refused:
        commented(session, audit, **about)
    assert refused.value.faults[0].place == "about"


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\x00b"])
def test_a_comment_says_something_that_can_be_kept(session, text):
    audit = with_supplier(session)
    with pytest.raises(Invalid) as refused:
        commented(session, audit, text=text)
    assert refused.value.faults[0].place == "text"


@pytest.mark.parametrize(
    ("zone", "at", "open_"),
    [
        ("Asia/Shanghai", datetime(2024, 4, 5, 15, 59, tzinfo=UTC), True),
        ("Asia/Shanghai", datetime(2024, 4, 5, 16, 0, tzinfo=UTC), False),
        ("America/Mexico_City", datetime(2024, 4, 6, 5, 59, tzinfo=UTC), True),
        ("America/Mexico_City", datetime(2024, 4, 6, 6, 0, tzinfo=UTC), False),
    ],
)
def test_comments_are_taken_to_the_end_of_the_last_day_where_the_supplier_is(session, zone, at, open_):
    audit = with_supplier(session)
    session.execute(update(Supplier).values(time_zone=zone))
    session.expire_all()
    moment = Moment(at, at.date())
    assert comment_days(session, audit, moment).open is open_
    if open_:
        write_comment(session, TAN.actor, WriteComment(audit.id, "just in time"), moment)
        return
    with pytest.raises(Conflict, match="comments_closed"):
        write_comment(session, TAN.actor, WriteComment(audit.id, "too late"), moment)


def test_the_issue_waits_while_it_is_still_the_last_day_where_the_supplier_is(session):
    audit = with_supplier(session)
    session.execute(update(Supplier).values(time_zone="America/Mexico_City"))
    session.expire_all()
    with pytest.raises(Conflict, match="comments_open"):
        issue_audit(session, FANG.actor, audit.id, Moment(datetime(2024, 4, 6, 4, 0, tzinfo=UTC), later(6).day))


@pytest.mark.parametrize(
    ("today", "until", "left"),
    [
        (TODAY, later(5).day, 5),  # Sunday to Friday
        (later(5).day, later(5).day, 1),
        (later(5).day, later(8).day, 2),  # over the weekend
        (later(6).day, later(7).day, 0),
        (later(6).day, later(5).day, 0),
    ],
)
def test_working_days_left_are_monday_to_friday_where_no_calendar_is_known(today, until, left):
    assert CommentDays(until, today, True, MONDAY_TO_FRIDAY).left == left


def test_the_five_working_days_leave_out_holidays_and_count_swapped_weekend_days(session):
    load_shipped(session, SYSTEM, NOW)
    audit = in_review(session)
    # Monday, 1 April 2024: Qingming is from Thursday to Saturday, and Sunday the 7th is worked for the Friday.
    monday = Moment(datetime(2024, 4, 1, 4, tzinfo=UTC), date(2024, 4, 1))
    send_draft(session, FANG.actor, audit.id, monday)
    days = comment_days(session, audit, monday)
    assert (audit.comments_until, days.left) == (date(2024, 4, 9), 5)
    over = comment_days(session, audit, Moment(datetime(2024, 5, 6, 4, tzinfo=UTC), date(2024, 5, 6)))
    # 10 to 30 April are 15 working days and Sunday the 28th; Labour Day stands to 5 May; Monday the 6th.
    assert (over.left, over.over_since) == (0, 17)


SENT = [
    # Shanghai, Monday evening: where the supplier is it may be Monday or Tuesday already.
    ("Asia/Shanghai", datetime(2024, 4, 1, 14, tzinfo=UTC), date(2024, 4, 8)),
    ("America/Mexico_City", datetime(2024, 4, 1, 14, tzinfo=UTC), date(2024, 4, 8)),
    ("Pacific/Auckland", datetime(2024, 4, 1, 14, tzinfo=UTC), date(2024, 4, 9)),
    # Shanghai, Saturday morning: in Mexico it is still Friday.
    ("Asia/Shanghai", datetime(2024, 4, 6, 1, tzinfo=UTC), date(2024, 4, 12)),
    ("America/Mexico_City", datetime(2024, 4, 6, 1, tzinfo=UTC), date(2024, 4, 12)),
    # Shanghai, Monday morning: in Mexico it is still Sunday.
    ("Asia/Shanghai", datetime(2024, 4, 8, 1, tzinfo=UTC), date(2024, 4, 15)),
    ("America/Mexico_City", datetime(2024, 4, 8, 1, tzinfo=UTC), date(2024, 4, 12)),
]


@pytest.mark.parametrize(("zone", "at", "until"), SENT)
def test_the_five_working_days_begin_after_the_day_it_is_where_the_supplier_is(session, zone, at, until):
    audit = in_review(session)
    session.execute(update(Supplier).values(time_zone=zone))
    session.expire_all()
    moment = Moment(at, at.astimezone(ZoneInfo("Asia/Shanghai")).date())
    send_draft(session, FANG.actor, audit.id, moment)
    days = comment_days(session, audit, moment)
    assert (audit.comments_until, days.left) == (until, 5)


def test_the_issue_need_not_wait_for_the_buyers_midnight_once_the_last_day_is_over_for_the_supplier(session):
    audit = with_supplier(session)
    session.execute(update(Supplier).values(time_zone="Pacific/Auckland"))
    session.expire_all()
    evening = Moment(datetime(2024, 4, 5, 13, 0, tzinfo=UTC), later(5).day)
    assert issue_audit(session, FANG.actor, audit.id, evening).state == "issued"


def test_released_means_no_further_comments(session):
    audit = with_supplier(session)
    release_draft(session, TAN.actor, audit.id, NOW)
    with pytest.raises(Conflict, match="comments_closed"):
        commented(session, audit)


def test_a_report_is_not_issued_while_a_comment_waits(session):
    audit = with_supplier(session)
    comment = commented(session, audit)
    with pytest.raises(Conflict, match="comments_unanswered") as refused:
        issue_audit(session, FANG.actor, audit.id, later(6))
    assert refused.value.facts["count"] == 1
    answered(session, comment)
    assert issue_audit(session, FANG.actor, audit.id, later(6)).state == "issued"


def test_another_audits_comments_hold_nothing_up(session):
    rival = with_supplier(session, MINGYAN)
    commented(session, rival, checkpoint="S1.1")
    audit = with_supplier(session)
    assert issue_audit(session, FANG.actor, audit.id, later(6)).state == "issued"


def test_a_reviewers_granting_takes_the_draft_back_into_review(session):
    audit = with_supplier(session)
    comment = commented(session, audit)
    answered(session, comment, "granted", FANG, "The list is right.")
    assert (audit.state, audit.comments_until, comment.decision) == ("in_review", None, "granted")
    send_draft(session, FANG.actor, audit.id, later(1))
    assert issue_audit(session, FANG.actor, audit.id, later(20)).state == "issued"


def test_after_a_leads_granting_the_issue_waits_for_the_draft_to_go_back(session):
    audit = with_supplier(session)
    answered(session, commented(session, audit), "granted", ZHOU, "The list is right.")
    assert audit.state == "draft_sent"
    with pytest.raises(Conflict, match="granted_waits"):
        issue_audit(session, FANG.actor, audit.id, later(6))
    assert send_back(session, FANG.actor, audit.id, "", later(6)).state == "in_review"
    send_draft(session, FANG.actor, audit.id, later(6))
    assert issue_audit(session, FANG.actor, audit.id, later(20)).state == "issued"


@pytest.mark.parametrize("person", [ADA, PAN, LUO, LIN, MO, TAN, HE, RIVAL, YAN])
def test_only_the_lead_and_reviewers_answer(session, person):
    audit = with_supplier(session)
    comment = commented(session, audit)
    with pytest.raises(Missing):
        answered(session, comment, person=person)


def test_a_reviewer_who_was_on_the_team_does_not_answer(session):
    audit = with_supplier(session)
    session.add(AuditMember(audit_id=audit.id, account_id=FANG.number, role="auditor"))
    comment = commented(session, audit)
    with pytest.raises(Conflict, match="outside_team"):
        answered(session, comment, person=FANG)


@pytest.mark.parametrize(("decision", "reason", "place"), [("granted", " ", "reason"), ("perhaps", "x", "decision")])
def test_an_answer_has_a_decision_and_a_reason(session, decision, reason, place):
    comment = commented(session, with_supplier(session))
    with pytest.raises(Invalid) as refused:
        answered(session, comment, decision, reason=reason)
    assert refused.value.faults[0].place == place


def test_a_comment_is_answered_once_and_not_under_another_audit(session):
    audit, rival = with_supplier(session), with_supplier(session, MINGYAN)
    comment = commented(session, audit)
    with pytest.raises(Missing):
        answer_comment(session, FANG.actor, AnswerComment(rival.id, comment.id, "declined", "x"), NOW)
    answered(session, comment)
    with pytest.raises(Conflict, match="comment_answered"):
        answered(session, comment)


@pytest.mark.safety(37)
def test_after_the_issue_no_comment_changes(database):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
        answered(session, commented(session, audit))
        issue_audit(session, FANG.actor, audit.id, later(6))
    with pytest.raises(IntegrityError), database.unit_of_work(SYSTEM) as session:
        session.execute(update(FactualComment).values(reason="something else"))


@pytest.mark.safety(25)
def test_of_a_comment_and_the_release_of_the_draft_no_comment_slips_behind(database):
    """The supplier's two people act at once: a comment that is kept holds up the issue."""
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
    outcomes, start = [], Barrier(2)

    def run(person, act):
        start.wait(5)
        try:
            with database.unit_of_work(person.actor) as session:
                act(session)
            outcomes.append(person.name)
        except DomainError as error:
            outcomes.append(error.code)

    threads = [
        Thread(target=run, args=(TAN, lambda session: commented(session, audit))),
        Thread(target=run, args=(HE, lambda session: release_draft(session, HE.actor, audit.id, NOW))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.unit_of_work(SYSTEM) as session:
        kept = len(session.scalars(select(FactualComment)).all())
        assert HE.name in outcomes
        assert kept == (TAN.name in outcomes)
        if kept:
            with pytest.raises(Conflict, match="comments_unanswered"):
                issue_audit(session, FANG.actor, audit.id, NOW)


def in_review(session):
    audit = with_supplier(session)
    audit.state = "in_review"
    session.flush()
    return audit


def asked(session, audit, checkpoint="S3.4", person=FANG):
    return write_review_comment(session, person.actor, WriteReviewComment(audit.id, checkpoint, "Which bills?"), NOW)


def test_the_reviewer_asks_at_checkpoints_and_sends_back_with_them(session):
    audit = in_review(session)
    for checkpoint in ("S3.4", "S1.2", "S3.4"):
        asked(session, audit, checkpoint)
    send_back(session, FANG.actor, audit.id, "", NOW)
    assert audit.state == "in_progress"
    last = session.scalars(select(AuditMove).where(AuditMove.audit_id == audit.id).order_by(AuditMove.id.desc()))
    assert last.first().reason == "S1.2, S3.4"


def test_the_team_answers_once(session):
    comment = asked(session, in_review(session))
    command = ReplyToReview(comment.audit_id, comment.id, "Those of March and May.")
    reply_to_review(session, LUO.actor, command, NOW)
    assert (comment.reply, comment.replied_by) == ("Those of March and May.", LUO.number)
    with pytest.raises(Conflict, match="comment_answered"):
        reply_to_review(session, ZHOU.actor, command, NOW)


@pytest.mark.parametrize("person", [PAN, FANG, LIN, MO, TAN, RIVAL, YAN])
def test_only_the_team_answers_the_reviewer(session, person):
    comment = asked(session, in_review(session))
    with pytest.raises(Missing):
        reply_to_review(session, person.actor, ReplyToReview(comment.audit_id, comment.id, "x"), NOW)


@pytest.mark.parametrize("person", [PAN, ZHOU, LUO, LIN, MO, TAN])
def test_only_a_reviewer_asks_the_team(session, person):
    audit = in_review(session)
    with pytest.raises(Missing):
        asked(session, audit, person=person)


def test_the_reviewer_asks_only_while_the_audit_is_in_review(session):
    audit = with_supplier(session)
    with pytest.raises(Conflict, match="not_while"):
        asked(session, audit)
    audit.state = "in_review"
    session.flush()
    with pytest.raises(Missing):
        asked(session, audit, "S9.9")
    with pytest.raises(Invalid):
        write_review_comment(session, FANG.actor, WriteReviewComment(audit.id, "S3.4", " "), NOW)
    assert session.scalars(select(ReviewComment)).all() == []
    assert session.get_one(Audit, audit.id).state == "in_review"
