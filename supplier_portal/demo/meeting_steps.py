"""The two meetings of a visit: who was there and signed, what was said to each finding, the frozen records."""

from collections.abc import Iterator
from datetime import time

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import TODAY, VISIT_DAYS
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.crowd_names import person_of
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.demo.visit_steps import has_papers
from supplier_portal.domain.moment import Moment
from supplier_portal.visits.models import ACKNOWLEDGED, CLOSING, OBJECTION, OPENING, SUPPLIER
from supplier_portal.visits.operations import (
    AddAttendee,
    NoteAcknowledgement,
    SaveMeeting,
    SignPledge,
    add_attendee,
    add_team,
    carry_attendance,
    freeze_record,
    note_acknowledgement,
    save_meeting,
    sign_pledge,
)
from supplier_portal.visits.pledge import POINTS
from supplier_portal.visits.queries.meetings import attendees_of, findings_of

OPENED, CLOSED = (time(9), time(9, 30)), (time(16), time(16, 45))
OBJECTED_ONCE_IN = 12


def meeting_steps(world: World, audit: PlannedAudit) -> Iterator[Step]:
    """A step for each meeting that was held; a desktop audit has none."""
    if not has_papers(audit) or audit.seed.mode == "desktop":
        return
    meetings = _Meetings(world, audit)
    if audit.reaches("in_progress"):
        yield meetings.step("opening", 0, 10, meetings.open)
    if audit.reaches("closing_held"):
        yield meetings.step("closing", VISIT_DAYS - 1, 16, meetings.close)


class _Meetings:
    def __init__(self, world: World, audit: PlannedAudit) -> None:
        self.world, self.audit = world, audit
        self.place = audit.wording.said("visit", "place")
        further = person_of(audit.supplier.country, chance_for(f"people:{audit.key}"))
        self.people = list(dict.fromkeys((audit.supplier.contact or further, further)))

    def step(self, name: str, after: int, hour: int, act: Act) -> Step:
        day = min(self.audit.day(after), TODAY)
        moment = self.world.moment(day, 9 if day == TODAY else hour, 45)
        return Step(f"meeting:{self.audit.key}:{name}", moment, self.audit.team[0], act)

    @property
    def audit_id(self) -> int:
        return self.world.id_of(f"audit:{self.audit.key}")

    def open(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        wording = self.audit.wording
        command = SaveMeeting(self.audit_id, OPENING, self.audit.seed.starts_on, *OPENED, self.place, POINTS[OPENING])
        meeting = save_meeting(session, actor, command, moment)
        add_team(session, actor, (self.audit_id, OPENING), wording.said("visit", "team_role"), moment)
        for name, post in zip(self.people, wording.listed("visit", "posts"), strict=False):
            add_attendee(session, actor, AddAttendee(self.audit_id, OPENING, SUPPLIER, name, post), moment)
        for one in attendees_of(session, actor, meeting.id):
            sign_pledge(session, actor, SignPledge(self.audit_id, OPENING, one.id, one.name, agreed=True), moment)
        freeze_record(session, actor, self.audit_id, OPENING, moment)

    def close(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        wording = self.audit.wording
        post = wording.listed("visit", "posts")[0]
        held = (self.audit_id, CLOSING, moment.day, *CLOSED, self.place, POINTS[CLOSING], self.people[0], post)
        save_meeting(session, actor, SaveMeeting(*held), moment)
        carry_attendance(session, actor, self.audit_id, moment)
        for finding in findings_of(session, actor, self.audit_id):
            objects = chance_for(f"objects:{finding.number}").randrange(OBJECTED_ONCE_IN) == 0
            said = (OBJECTION, wording.said("visit", "objection")) if objects else (ACKNOWLEDGED, "")
            note_acknowledgement(session, actor, NoteAcknowledgement(self.audit_id, finding.id, *said), moment)
        freeze_record(session, actor, self.audit_id, CLOSING, moment)
