"""Writing down a meeting: when, where, what was gone through, what the supplier said to each finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.models import (
    CLOSING,
    MEETINGS,
    OBJECTION,
    OPENING,
    VERDICTS,
    Acknowledgement,
    Meeting,
)
from supplier_portal.visits.operations.wording import faults_of_needed, faults_of_texts
from supplier_portal.visits.pledge import POINTS
from supplier_portal.visits.queries import account_of, reached_audit
from supplier_portal.visits.queries.meetings import findings_of, meeting_of

WRITTEN_WHILE = {
    OPENING: ("confirmed", "in_progress", "closing_held"),
    CLOSING: ("in_progress", "closing_held"),
}
LONGEST = {"place": 200, "representative_name": 100, "representative_role": 100}
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class SaveMeeting:
    """kind: opening or closing; times: the site's own; points: codes of `pledge.POINTS`; representative: at closing."""

    audit_id: int
    kind: str
    held_on: date | None
    starts_at: time | None
    ends_at: time | None
    place: str
    points: tuple[str, ...] = ()
    representative_name: str = ""
    representative_role: str = ""


@dataclass(frozen=True)
class NoteAcknowledgement:
    """verdict: acknowledged, or objection with a note. Nothing of the finding moves by it."""

    audit_id: int
    finding_id: int
    verdict: str
    note: str


def save_meeting(session: Session, actor: Actor, command: SaveMeeting, moment: Moment) -> Meeting:
    """Write when and where the meeting was and what was gone through.

    Raises Missing, Conflict where it is not the time or the record is frozen, Invalid with every fault.
    """
    audit = writable_audit(session, actor, command.audit_id, command.kind)
    meeting = meeting_of(session, actor, audit.id, command.kind) or Meeting(audit_id=audit.id, kind=command.kind)
    check_open(meeting)
    if faults := [*_faults(command, audit), *_faults_of_order(session, actor, command)]:
        raise Invalid(faults)
    for name in ("held_on", "starts_at", "ends_at"):
        setattr(meeting, name, getattr(command, name))
    for name in LONGEST:
        setattr(meeting, name, getattr(command, name).strip())
    meeting.points = [point for point in POINTS[command.kind] if point in command.points]
    session.add(meeting)
    session.flush()
    record_event(session, actor, moment, "save_meeting", audit=audit.id, meeting=command.kind)
    return meeting


def note_acknowledgement(
    session: Session, actor: Actor, command: NoteAcknowledgement, moment: Moment
) -> Acknowledgement:
    """Keep what the representative says to a finding; said again it takes the place of the first.

    Raises Missing, Conflict where the record is frozen or not begun, Invalid at `verdict` and `note`.
    """
    meeting = open_meeting(session, actor, command.audit_id, CLOSING)
    if command.finding_id not in {one.id for one in findings_of(session, actor, meeting.audit_id)}:
        raise Missing
    faults = list(faults_of_texts({"note": command.note}, {"note": LONGEST_NOTE}))
    if command.verdict not in VERDICTS:
        faults.append(Fault("form.unknown_choice", "verdict"))
    if command.verdict == OBJECTION and not command.note.strip():
        faults.append(Fault("visits.objection_needed", "note"))
    if faults:
        raise Invalid(faults)
    here = (Acknowledgement.meeting_id == meeting.id, Acknowledgement.finding_id == command.finding_id)
    said = session.scalar(select(Acknowledgement).where(*here))
    said = said or Acknowledgement(meeting_id=meeting.id, finding_id=command.finding_id)
    said.verdict, said.note = command.verdict, command.note.strip()
    said.noted_by, said.noted_at = account_of(actor), moment.at
    session.add(said)
    session.flush()
    finding, verdict = command.finding_id, command.verdict
    record_event(
        session, actor, moment, "note_acknowledgement", audit=meeting.audit_id, finding=finding, verdict=verdict
    )
    return said


def writable_audit(session: Session, actor: Actor, audit_id: int, kind: str) -> Audit:
    """The audit under a lock, which all who write of one meeting wait for. Raises Missing, Conflict."""
    if kind not in MEETINGS:
        raise Missing
    audit = reached_audit(session, actor, Permission.VISITS_MEETING_WRITE, audit_id, locked=True)
    if audit.state not in WRITTEN_WHILE[kind]:
        possible = [AUDIT.word(state) for state in WRITTEN_WHILE[kind]]
        raise Conflict("visits.meeting_not_now", state=AUDIT.word(audit.state), possible=possible)
    return audit


def open_meeting(session: Session, actor: Actor, audit_id: int, kind: str) -> Meeting:
    """The meeting where its record is begun and not frozen. Raises Missing, Conflict."""
    audit = writable_audit(session, actor, audit_id, kind)
    meeting = meeting_of(session, actor, audit.id, kind)
    if meeting is None:
        raise Conflict("visits.meeting_not_begun")
    check_open(meeting)
    return meeting


def check_open(meeting: Meeting) -> None:
    """Raises Conflict where the record is frozen."""
    if meeting.sha256 is not None:
        raise Conflict("visits.record_frozen")


def _faults(command: SaveMeeting, audit: Audit) -> Iterator[Fault]:
    for name in ("held_on", "starts_at", "ends_at"):
        if getattr(command, name) is None:
            yield Fault("form.required", name)
    if command.held_on and command.held_on < audit.starts_on:
        yield Fault("visits.before_audit", "held_on", facts={"first": str(audit.starts_on)})
    if command.starts_at and command.ends_at and command.ends_at <= command.starts_at:
        yield Fault("visits.end_before_start", "ends_at")
    yield from faults_of_needed({"place": command.place}, LONGEST)
    names = ("representative_name", "representative_role")
    yield from faults_of_texts({name: getattr(command, name) for name in names}, LONGEST)
    if not set(command.points) <= set(POINTS[command.kind]):
        yield Fault("form.unknown_choice", "points")


def _faults_of_order(session: Session, actor: Actor, command: SaveMeeting) -> Iterator[Fault]:
    """The opening meeting is over before the closing one begins."""
    other = meeting_of(session, actor, command.audit_id, OPENING if command.kind == CLOSING else CLOSING)
    if other is None or command.held_on is None or command.starts_at is None or command.ends_at is None:
        return
    begins, ends = (command.held_on, command.starts_at), (command.held_on, command.ends_at)
    if command.kind == CLOSING and begins < (other.held_on, other.ends_at):
        facts = {"day": other.held_on.isoformat(), "time": f"{other.ends_at:%H:%M}"}
        yield Fault("visits.before_opening", "held_on", facts=facts)
    if command.kind == OPENING and ends > (other.held_on, other.starts_at):
        facts = {"day": other.held_on.isoformat(), "time": f"{other.starts_at:%H:%M}"}
        yield Fault("visits.after_closing", "held_on", facts=facts)
