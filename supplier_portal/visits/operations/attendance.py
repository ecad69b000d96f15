"""Who was in a meeting, and the integrity pledge each of them signs."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.models import BUYER, CLOSING, OPENING, SIDES, Meeting, MeetingAttendee
from supplier_portal.visits.operations.meetings import open_meeting
from supplier_portal.visits.operations.wording import faults_of_needed
from supplier_portal.visits.queries import members_of
from supplier_portal.visits.queries.meetings import attendee_of, attendees_of, meeting_of

LONGEST = {"name": 100, "role": 100}
MOST_ATTENDEES = 60


@dataclass(frozen=True)
class AddAttendee:
    """side: supplier or buyer; role: post or department."""

    audit_id: int
    kind: str
    side: str
    name: str
    role: str


@dataclass(frozen=True)
class SignPledge:
    """typed_name: the attendee's own name, typed by them; agreed: the tick under the pledge."""

    audit_id: int
    kind: str
    attendee_id: int
    typed_name: str
    agreed: bool


def add_attendee(session: Session, actor: Actor, command: AddAttendee, moment: Moment) -> MeetingAttendee:
    """Put one person on the list. Raises Missing, Conflict, Invalid with every fault."""
    meeting = open_meeting(session, actor, command.audit_id, command.kind)
    faults = list(faults_of_needed({"name": command.name, "role": command.role}, LONGEST))
    if command.side not in SIDES:
        faults.append(Fault("form.unknown_choice", "side"))
    there = attendees_of(session, actor, meeting.id)
    if any(_same(one, command.side, command.name) for one in there):
        faults.append(Fault("visits.attends_already", "name"))
    if faults:
        raise Invalid(faults)
    if len(there) >= MOST_ATTENDEES:
        raise Conflict("visits.attendance_full", most=MOST_ATTENDEES)
    attendee = MeetingAttendee(
        meeting_id=meeting.id, side=command.side, name=_plain(command.name), role=_plain(command.role)
    )
    session.add(attendee)
    session.flush()
    _record(session, actor, moment, "add_attendee", meeting)
    return attendee


def add_team(session: Session, actor: Actor, where: tuple[int, str], role: str, moment: Moment) -> int:
    """Put those of the team on the list who are not on it; where: audit and kind. Returns how many came in.

    role: what stands behind each name, in the reader's words. Raises Missing, Conflict.
    """
    meeting = open_meeting(session, actor, *where)
    there = attendees_of(session, actor, meeting.id)
    team = [one.name for one in members_of(session, meeting.audit_id)]
    missing = [name for name in team if not any(_same(one, BUYER, name) for one in there)]
    session.add_all(MeetingAttendee(meeting_id=meeting.id, side=BUYER, name=name, role=role) for name in missing)
    session.flush()
    _record(session, actor, moment, "add_team", meeting)
    return len(missing)


def carry_attendance(session: Session, actor: Actor, audit_id: int, moment: Moment) -> int:
    """Take over who attended the opening meeting, with their signatures, into the closing one. Returns how many.

    Raises Missing, Conflict where there was no opening meeting.
    """
    meeting = open_meeting(session, actor, audit_id, CLOSING)
    opening = meeting_of(session, actor, audit_id, OPENING)
    if opening is None:
        raise Conflict("visits.no_opening")
    there = attendees_of(session, actor, meeting.id)
    copied = [
        MeetingAttendee(
            meeting_id=meeting.id, side=one.side, name=one.name, role=one.role, signed_name=one.signed_name,
            signed_at=one.signed_at, signed_by=one.signed_by,
        )
        for one in attendees_of(session, actor, opening.id)
        if not any(_same(other, one.side, one.name) for other in there)
    ]  # fmt: skip
    session.add_all(copied)
    session.flush()
    _record(session, actor, moment, "carry_attendance", meeting)
    return len(copied)


def remove_attendee(session: Session, actor: Actor, where: tuple[int, str], attendee_id: int, moment: Moment) -> None:
    """Take a person off the list; where: audit and kind. Raises Missing, Conflict."""
    meeting = open_meeting(session, actor, *where)
    session.delete(attendee_of(session, actor, meeting.id, attendee_id))
    session.flush()
    _record(session, actor, moment, "remove_attendee", meeting)


def sign_pledge(session: Session, actor: Actor, command: SignPledge, moment: Moment) -> MeetingAttendee:
    """Keep that this person signed the pledge. Raises Missing, Conflict, Invalid at `typed_name` and `agreed`."""
    meeting = open_meeting(session, actor, command.audit_id, command.kind)
    attendee = attendee_of(session, actor, meeting.id, command.attendee_id)
    if attendee.signed_at is not None:
        raise Conflict("visits.signed_already", name=attendee.name)
    faults = []
    if _folded(command.typed_name) != _folded(attendee.name):
        faults.append(Fault("visits.other_name", "typed_name", facts={"name": attendee.name}))
    if not command.agreed:
        faults.append(Fault("visits.not_agreed", "agreed"))
    if faults:
        raise Invalid(faults)
    attendee.signed_name, attendee.signed_at = _plain(command.typed_name), moment.at
    attendee.signed_by = actor.account_id
    session.flush()
    record_event(session, actor, moment, "sign_pledge", audit=meeting.audit_id, attendee=attendee.id)
    return attendee


def _record(session: Session, actor: Actor, moment: Moment, act: str, meeting: Meeting) -> None:
    record_event(session, actor, moment, act, audit=meeting.audit_id, meeting=meeting.kind)


def _same(one: MeetingAttendee, side: str, name: str) -> bool:
    return one.side == side and _folded(one.name) == _folded(name)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _folded(name: str) -> str:
    """A name without what people type differently: spaces and capitals."""
    return "".join(name.split()).casefold()
