"""What surrounds a visit as tests need it: Huiling's by its own people, Mingyan's as what must never be found."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import asked_of
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.visits.models import (
    PROVIDED,
    AgendaItem,
    DocumentFile,
    DocumentRequest,
    Meeting,
    MeetingAttendee,
    SelfAssessment,
    SelfAssessmentEntry,
)
from supplier_portal.visits.operations import (
    AddAttendee,
    AskDocument,
    OwnRating,
    SaveAgendaItem,
    SaveMeeting,
    SaveSelfAssessment,
    SignPledge,
    add_attendee,
    ask_document,
    hand_in,
    save_meeting,
    save_self_assessment,
    sign_pledge,
)
from tests.cast import NOW, PAN, TAN, ZHOU, Person

CANARY = "mingyan-visit-4712"
FIRST, LAST = date(2024, 3, 30), date(2024, 3, 31)


def item_of(audit: Audit, **given: Any) -> SaveAgendaItem:
    values: dict[str, Any] = {
        "item_id": None, "day": FIRST, "starts_at": time(9), "ends_at": time(10), "what_en": "Opening meeting",
        "what_zh": "首次会议", "place": "Room 1", "wanted_en": "", "wanted_zh": "总经理", "auditor_ids": (ZHOU.number,),
    }  # fmt: skip
    return SaveAgendaItem(audit.id, **values | given)


def asked(session: Session, audit: Audit, **given: Any) -> DocumentRequest:
    values: dict[str, Any] = {
        "title_en": "Electricity bills", "title_zh": "电费账单", "why": "", "checkpoints": ("S4.3",), "due_on": LAST,
    }  # fmt: skip
    return ask_document(session, PAN.actor, AskDocument(audit.id, **values | given), NOW)


def rate_all(session: Session, audit: Audit, rating: str = "3", person: Person = TAN) -> None:
    checkpoints = asked_of(audit, checklists_of(session, audit).by_code.values())
    ratings = tuple(OwnRating(one.code, "4" if one.type == "yes_no" else rating, "", 0) for one in checkpoints)
    save_self_assessment(session, person.actor, SaveSelfAssessment(audit.id, ratings), NOW)


def handed_in(session: Session, audit: Audit, rating: str = "3") -> None:
    rate_all(session, audit, rating)
    hand_in(session, TAN.actor, audit.id, NOW)


def meeting_of(audit: Audit, kind: str = "opening", **given: Any) -> SaveMeeting:
    values: dict[str, Any] = {
        "held_on": FIRST if kind == "opening" else LAST, "starts_at": time(9), "ends_at": time(9, 30),
        "place": "Room 1",
        "points": ("introductions", "purpose") if kind == "opening" else ("summary", "findings"),
        "representative_name": "Tan Kewei", "representative_role": "Plant manager",
    }  # fmt: skip
    return SaveMeeting(audit.id, kind, **values | given)


def attended(session: Session, audit: Audit, kind: str = "opening") -> Meeting:
    """A meeting with one person of each side, both signed."""
    meeting = save_meeting(session, ZHOU.actor, meeting_of(audit, kind), NOW)
    for side, name in (("supplier", "Tan Kewei"), ("buyer", ZHOU.name)):
        one = add_attendee(session, ZHOU.actor, AddAttendee(audit.id, kind, side, name, "Plant manager"), NOW)
        sign_pledge(session, ZHOU.actor, SignPledge(audit.id, kind, one.id, name, agreed=True), NOW)
    return meeting


def rows_around(session: Session, audit_id: int, photo: Upload) -> dict[str, object]:
    """One row of each kind around an audit in any state: written directly, as its day for them may be over."""
    remember_file(session, photo, NOW.at)
    item = AgendaItem(audit_id=audit_id, day=FIRST, starts_at=time(9), ends_at=time(10), what_en=CANARY)
    document = DocumentRequest(
        audit_id=audit_id, title_en=CANARY, title_zh="", checkpoints=[], due_on=LAST, state=PROVIDED,
        asked_by=PAN.number, asked_at=NOW.at,
    )  # fmt: skip
    meeting = Meeting(
        audit_id=audit_id, kind="opening", held_on=FIRST, starts_at=time(9), ends_at=time(10), place=CANARY, points=[]
    )
    session.add_all([item, document, meeting, SelfAssessment(audit_id=audit_id)])
    session.flush()
    file = DocumentFile(
        request_id=document.id, digest=photo.digest, shown_digest=photo.shown.digest if photo.shown else None,
        media_type=photo.media_type, size=photo.size, name="meter.jpg", added_by=TAN.number, added_at=NOW.at,
    )  # fmt: skip
    attendee = MeetingAttendee(meeting_id=meeting.id, side="supplier", name=CANARY, role="", signed_name=CANARY)
    attendee.signed_at = NOW.at
    entry = SelfAssessmentEntry(
        audit_id=audit_id, checkpoint="S1.1", rating="3", note=CANARY, saved_by=TAN.number, saved_at=NOW.at
    )
    session.add_all([file, attendee, entry])
    session.flush()
    handed = session.get_one(SelfAssessment, audit_id)
    handed.handed_in_at, handed.handed_in_by = NOW.at, TAN.number
    meeting.record, meeting.sha256, meeting.frozen_at = _record(), "ab" * 32, NOW.at
    session.flush()
    return {"item_id": item.id, "document_id": document.id, "file_id": file.id, "attendee_id": attendee.id}


def _record() -> dict[str, object]:
    named = {"name_en": CANARY, "name_zh": "", "number": "S"}
    return {
        "audit": "A", "supplier": named, "site": named, "meeting": "opening", "starts_at": "09:00", "ends_at": "10:00",
        "place": CANARY, "points": [], "pledge": {"text": []}, "attendance": [], "frozen": {"by": "", "at": ""},
    }  # fmt: skip
