"""The two meetings of an audit: who was there, what was said to the findings, what a record still lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import visible as visible_findings
from supplier_portal.visits.models import BUYER, CLOSING, SUPPLIER, Acknowledgement, Meeting, MeetingAttendee
from supplier_portal.visits.queries import visible_attendees, visible_meetings


@dataclass(frozen=True)
class Walked:
    """A finding to walk through, with what the supplier's representative said to it, None before."""

    finding: Finding
    said: Acknowledgement | None


@dataclass(frozen=True)
class ShownMeeting:
    """A meeting with all that belongs to its record."""

    meeting: Meeting
    attendees: list[MeetingAttendee]
    walked: list[Walked]


def meetings_of(session: Session, actor: Actor, audit_id: int) -> dict[str, Meeting]:
    """The meetings of an audit by kind, as far as the reader may see them."""
    found = session.scalars(visible_meetings(actor).where(Meeting.audit_id == audit_id))
    return {meeting.kind: meeting for meeting in found}


def meeting_of(session: Session, actor: Actor, audit_id: int, kind: str) -> Meeting | None:
    """One meeting, None where nothing of it is written yet, or not for this reader."""
    asked = visible_meetings(actor).where(Meeting.audit_id == audit_id, Meeting.kind == kind)
    return session.scalar(asked) if 0 < audit_id <= MOST_ID else None


def attendees_of(session: Session, actor: Actor, meeting_id: int) -> list[MeetingAttendee]:
    """Who was there, the supplier's people first."""
    asked = visible_attendees(actor).where(MeetingAttendee.meeting_id == meeting_id)
    return list(session.scalars(asked.order_by((MeetingAttendee.side == SUPPLIER).desc(), MeetingAttendee.id)))


def attendee_of(session: Session, actor: Actor, meeting_id: int, attendee_id: int) -> MeetingAttendee:
    """One of them. Raises Missing."""
    here = (MeetingAttendee.meeting_id == meeting_id, MeetingAttendee.id == min(attendee_id, MOST_ID))
    found = session.scalar(visible_attendees(actor).where(*here))
    if found is None:
        raise Missing
    return found


def findings_of(session: Session, actor: Actor, audit_id: int) -> list[Finding]:
    """Non-conformities and observations to walk through, in the order they were raised.

    A finding of integrity has a notice of its own and comes in once the supplier has had that.
    """
    asked = visible_findings(actor).where(
        Finding.audit_id == audit_id,
        Finding.severity != "none",
        or_(Finding.integrity.is_(False), Finding.notified_at.is_not(None)),
    )
    return list(session.scalars(asked.order_by(Finding.id)))


def walked_of(session: Session, actor: Actor, meeting: Meeting) -> list[Walked]:
    """The findings of the audit with what was said to each in this meeting; none in an opening meeting."""
    if meeting.kind != CLOSING:
        return []
    asked = select(Acknowledgement).where(Acknowledgement.meeting_id == meeting.id)
    said = {row.finding_id: row for row in session.scalars(asked)}
    return [Walked(finding, said.get(finding.id)) for finding in findings_of(session, actor, meeting.audit_id)]


def shown_meeting(session: Session, actor: Actor, meeting: Meeting) -> ShownMeeting:
    """Read what belongs to a meeting, in three statements."""
    return ShownMeeting(meeting, attendees_of(session, actor, meeting.id), walked_of(session, actor, meeting))


def missing_of(shown: ShownMeeting, day: date) -> Iterator[str]:
    """Codes of what the record still lacks, as words `record_lacks.…`."""
    meeting = shown.meeting
    if meeting.held_on > day:
        yield "record_lacks.day"
    if not meeting.points:
        yield "record_lacks.points"
    for side in (SUPPLIER, BUYER):
        if not any(one.side == side for one in shown.attendees):
            yield f"record_lacks.{side}"
    if any(one.signed_at is None for one in shown.attendees):
        yield "record_lacks.pledge"
    if meeting.kind == CLOSING:
        yield from _missing_at_closing(shown)


def _missing_at_closing(shown: ShownMeeting) -> Iterator[str]:
    if not (shown.meeting.representative_name and shown.meeting.representative_role):
        yield "record_lacks.representative"
    if any(one.said is None for one in shown.walked):
        yield "record_lacks.findings"
