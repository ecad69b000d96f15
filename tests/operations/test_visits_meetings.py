"""The two meetings: attendance, the pledge, what the supplier says to findings, and the record that freezes."""

from datetime import time, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.scoring.canonical import sha256_of
from supplier_portal.visits.models import Acknowledgement, Meeting, MeetingAttendee
from supplier_portal.visits.operations import (
    AddAttendee,
    NoteAcknowledgement,
    SignPledge,
    add_attendee,
    add_team,
    carry_attendance,
    freeze_record,
    note_acknowledgement,
    remove_attendee,
    save_meeting,
    sign_pledge,
)
from supplier_portal.visits.queries.meetings import attendees_of, meeting_of, meetings_of, missing_of, shown_meeting
from tests import visits_story as story
from tests.audit_story import brought_to, of_rival, planned
from tests.cast import LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import raise_one
from tests.visits_story import FIRST, LAST, attended


def noted(session, audit, finding, verdict="acknowledged", note="", person=ZHOU):
    command = NoteAcknowledgement(audit.id, finding.id, verdict, note)
    return note_acknowledgement(session, person.actor, command, NOW)


def closed(session):
    """A running audit with two findings, and its closing meeting attended."""
    audit = brought_to(session, "in_progress")
    findings = [
        raise_one(session, audit, further=("S4.1",)),
        raise_one(session, audit, checkpoint="S4.3", severity="minor"),
    ]
    return audit, findings, attended(session, audit, "closing")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"held_on": None}, "held_on"),
        ({"held_on": FIRST - timedelta(days=1)}, "held_on"),
        ({"ends_at": time(9)}, "ends_at"),
        ({"place": " "}, "place"),
        ({"points": ("summary",)}, "points"),
        ({"representative_name": "x" * 101}, "representative_name"),
    ],
)
def test_a_wrong_meeting_is_refused_at_its_field(session, given, place):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Invalid) as refused:
        save_meeting(session, ZHOU.actor, story.meeting_of(audit, **given), NOW)
    assert [fault.place for fault in refused.value.faults] == [place]


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("closing", {"held_on": FIRST, "starts_at": time(9), "ends_at": time(10)}, "visits.before_opening"),
        ("closing", {"held_on": FIRST, "starts_at": time(9, 30), "ends_at": time(10)}, None),
        ("opening", {"held_on": LAST, "starts_at": time(10), "ends_at": time(11)}, "visits.after_closing"),
        ("opening", {"held_on": LAST, "starts_at": time(8), "ends_at": time(9)}, None),
    ],
)
def test_the_opening_meeting_comes_before_the_closing_one(session, kind, given, code):
    audit = brought_to(session, "in_progress")
    for one in ("opening", "closing"):
        save_meeting(session, ZHOU.actor, story.meeting_of(audit, one), NOW)
    if code is None:
        save_meeting(session, ZHOU.actor, story.meeting_of(audit, kind, **given), NOW)
        return
    with pytest.raises(Invalid) as refused:
        save_meeting(session, ZHOU.actor, story.meeting_of(audit, kind, **given), NOW)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [(code, "held_on")]


def test_each_signs_for_themselves_once(session):
    audit = brought_to(session, "in_progress")
    save_meeting(session, ZHOU.actor, story.meeting_of(audit), NOW)
    one = add_attendee(session, LUO.actor, AddAttendee(audit.id, "opening", "supplier", " Tan  Kewei ", "Plant"), NOW)

    def sign(name, *, agreed=True):
        return sign_pledge(session, LUO.actor, SignPledge(audit.id, "opening", one.id, name, agreed), NOW)

    with pytest.raises(Invalid) as refused:
        sign("Tan Yi", agreed=False)
    assert [fault.place for fault in refused.value.faults] == ["typed_name", "agreed"]
    signed = sign("tan kewei")
    assert (signed.name, signed.signed_name, signed.signed_at) == ("Tan Kewei", "tan kewei", NOW.at)
    with pytest.raises(Conflict, match="signed_already"):
        sign("Tan Kewei")
    with pytest.raises(Invalid):
        add_attendee(session, LUO.actor, AddAttendee(audit.id, "opening", "supplier", "TAN KEWEI", "Plant"), NOW)
    with pytest.raises(Invalid) as empty:
        add_attendee(session, LUO.actor, AddAttendee(audit.id, "opening", "nobody", "", ""), NOW)
    assert {fault.place for fault in empty.value.faults} == {"side", "name", "role"}


def test_the_team_and_the_opening_s_people_come_in_at_once(session):
    audit = brought_to(session, "in_progress")
    attended(session, audit)
    save_meeting(session, ZHOU.actor, story.meeting_of(audit, "closing"), NOW)
    assert carry_attendance(session, ZHOU.actor, audit.id, NOW) == 2
    assert add_team(session, ZHOU.actor, (audit.id, "closing"), "Audit team", NOW) == 1  # Zhou is there already
    meeting = meeting_of(session, ZHOU.actor, audit.id, "closing")
    there = attendees_of(session, ZHOU.actor, meeting.id)
    assert [(one.side, one.name, one.signed_at is not None) for one in there] == [
        ("supplier", "Tan Kewei", True), ("buyer", ZHOU.name, True), ("buyer", LUO.name, False),
    ]  # fmt: skip
    remove_attendee(session, ZHOU.actor, (audit.id, "closing"), there[-1].id, NOW)
    assert len(attendees_of(session, ZHOU.actor, meeting.id)) == 2


def test_a_record_says_what_it_lacks_and_freezes_once_it_is_whole(session):
    audit, findings, meeting = closed(session)
    meeting.representative_name = ""
    noted(session, audit, findings[0])
    lacks = list(missing_of(shown_meeting(session, ZHOU.actor, meeting), NOW.day))
    assert lacks == ["record_lacks.representative", "record_lacks.findings"]
    with pytest.raises(Conflict, match="record_incomplete"):
        freeze_record(session, ZHOU.actor, audit.id, "closing", NOW)
    meeting.representative_name = "Tan Kewei"
    with pytest.raises(Invalid) as refused:
        noted(session, audit, findings[1], "objection")
    assert refused.value.faults[0].place == "note"
    noted(session, audit, findings[1], "acknowledged")
    noted(session, audit, findings[1], "objection", "The bills were there")
    frozen = freeze_record(session, ZHOU.actor, audit.id, "closing", NOW)
    assert frozen.sha256 == sha256_of(frozen.record)
    assert [(one["checkpoints"], one["verdict"], one["note"]) for one in frozen.record["findings"]] == [
        (["S3.4", "S4.1"], "acknowledged", ""), (["S4.3"], "objection", "The bills were there"),
    ]  # fmt: skip
    assert frozen.record["representative"] == {"name": "Tan Kewei", "role": "Plant manager"}
    assert {one.state for one in findings} == {"draft"}  # a note, no move


def test_a_meeting_of_tomorrow_cannot_be_frozen_today(session):
    audit = brought_to(session, "in_progress")
    attended(session, audit)
    save_meeting(session, ZHOU.actor, story.meeting_of(audit, held_on=NOW.day + timedelta(days=1), points=()), NOW)
    meeting = meeting_of(session, ZHOU.actor, audit.id, "opening")
    lacks = set(missing_of(shown_meeting(session, ZHOU.actor, meeting), NOW.day))
    assert lacks == {"record_lacks.day", "record_lacks.points"}


@pytest.mark.safety(39)
def test_a_frozen_record_changes_by_no_operation_and_by_no_statement(session):
    audit, findings, meeting = closed(session)
    for finding in findings:
        noted(session, audit, finding)
    freeze_record(session, ZHOU.actor, audit.id, "closing", NOW)
    someone = attendees_of(session, ZHOU.actor, meeting.id)[0]
    for act in (
        lambda: save_meeting(session, ZHOU.actor, story.meeting_of(audit, "closing"), NOW),
        lambda: noted(session, audit, findings[0], "objection", "late"),
        lambda: remove_attendee(session, ZHOU.actor, (audit.id, "closing"), someone.id, NOW),
        lambda: add_team(session, ZHOU.actor, (audit.id, "closing"), "", NOW),
        lambda: freeze_record(session, ZHOU.actor, audit.id, "closing", NOW),
    ):
        with pytest.raises(Conflict, match="record_frozen"):
            act()
    here = MeetingAttendee.meeting_id == meeting.id
    for statement in (
        update(Meeting).where(Meeting.id == meeting.id).values(place="elsewhere"),
        delete(Meeting).where(Meeting.id == meeting.id),
        update(MeetingAttendee).where(here).values(name="Someone else"),
        delete(MeetingAttendee).where(here),
        update(Acknowledgement).where(Acknowledgement.meeting_id == meeting.id).values(verdict="objection"),
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(statement)


def test_what_the_supplier_and_others_may_read_of_it(session):
    audit, findings, meeting = closed(session)
    assert meetings_of(session, TAN.actor, audit.id) == {}
    for finding in findings:
        noted(session, audit, finding)
    freeze_record(session, LUO.actor, audit.id, "closing", NOW)
    assert set(meetings_of(session, TAN.actor, audit.id)) == {"closing"}
    for person in (RIVAL, YAN, MO):
        assert meetings_of(session, person.actor, audit.id) == {}
        assert attendees_of(session, person.actor, meeting.id) == []


def test_an_integrity_finding_is_walked_through_only_after_its_notice(session):
    audit, findings, meeting = closed(session)
    secret = raise_one(session, audit, checkpoint="S4.2", severity="critical", integrity=True)
    walked = [one.finding.id for one in shown_meeting(session, ZHOU.actor, meeting).walked]
    assert walked == [one.id for one in findings]
    with pytest.raises(Missing):
        noted(session, audit, secret)


def test_only_the_team_writes_and_only_of_its_own_audit(session):
    audit, findings, _ = closed(session)
    rival = of_rival(session)
    theirs = raise_one(session, rival)
    for person in (PAN, TAN, YAN):
        with pytest.raises(Missing):
            noted(session, audit, findings[0], person=person)
    with pytest.raises(Missing):
        noted(session, audit, theirs)
    save_meeting(session, YAN.actor, story.meeting_of(rival), NOW)
    other = add_attendee(session, YAN.actor, AddAttendee(rival.id, "opening", "buyer", "Yan", "Lead"), NOW)
    with pytest.raises(Missing):
        remove_attendee(session, ZHOU.actor, (audit.id, "closing"), other.id, NOW)
    assert session.scalars(select(Acknowledgement)).all() == []


@pytest.mark.parametrize("kind", ["opening", "closing"])
def test_a_meeting_is_written_down_in_its_time(session, kind):
    audit = planned(session)
    with pytest.raises(Conflict, match="meeting_not_now"):
        save_meeting(session, ZHOU.actor, story.meeting_of(audit, kind), NOW)
    running = brought_to(session, "in_progress")
    with pytest.raises(Conflict, match="meeting_not_begun"):
        add_team(session, ZHOU.actor, (running.id, kind), "", NOW)


def test_the_closing_state_needs_no_record(session):
    audit = brought_to(session, "closing_held")
    assert meetings_of(session, ZHOU.actor, audit.id) == {}
    move_audit(session, ZHOU.actor, MoveAudit(audit.id, "in_review"), NOW)
