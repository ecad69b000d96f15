"""Freezing the record of a meeting: its canonical JSON and the SHA-256 of that, unchangeable from then on."""

from datetime import datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.canonical import sha256_of
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.models import CLOSING, Meeting
from supplier_portal.visits.operations.meetings import open_meeting
from supplier_portal.visits.pledge import PLEDGE, VERSION
from supplier_portal.visits.queries.meetings import ShownMeeting, missing_of, shown_meeting

FORM = "meeting-record/2"


def freeze_record(session: Session, actor: Actor, audit_id: int, kind: str, moment: Moment) -> Meeting:
    """Freeze the record; nothing of the meeting changes afterwards.

    Raises Missing, Conflict `visits.record_incomplete` with what it lacks, or where it is frozen already.
    """
    meeting = open_meeting(session, actor, audit_id, kind)
    shown = shown_meeting(session, actor, meeting)
    if lacks := list(missing_of(shown, moment.day)):
        raise Conflict("visits.record_incomplete", lacks=lacks)
    record = record_of(session, shown, actor, moment.at)
    meeting.record, meeting.sha256 = record, sha256_of(record)
    meeting.frozen_by, meeting.frozen_at = actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "freeze_record", audit=audit_id, meeting=kind, sha256=meeting.sha256)
    return meeting


def record_of(session: Session, shown: ShownMeeting, actor: Actor, at: datetime) -> dict[str, object]:
    """The whole record as plain JSON: readable without the platform."""
    meeting = shown.meeting
    audit = session.get_one(Audit, meeting.audit_id)
    supplier, site = session.get_one(Supplier, audit.supplier_id), session.get_one(Site, audit.site_id)
    record: dict[str, object] = {
        "form": FORM,
        "meeting": meeting.kind,
        "audit": audit.number,
        "supplier": {"number": supplier.number, "name_en": supplier.name_en, "name_zh": supplier.name_zh},
        "site": {"name_en": site.name_en, "name_zh": site.name_zh},
        "held_on": meeting.held_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat("minutes"),
        "ends_at": meeting.ends_at.isoformat("minutes"),
        "place": meeting.place,
        "points": meeting.points,
        "pledge": {"version": VERSION, "text": [{"en": one.en, "zh": one.zh} for one in PLEDGE]},
        "attendance": [
            {
                "side": one.side, "name": one.name, "role": one.role, "signed_name": one.signed_name,
                "signed_at": _told(one.signed_at),
            }
            for one in shown.attendees
        ],
        "frozen": {"by": actor.name, "at": _told(at)},
    }  # fmt: skip
    return record | (_closing(shown) if meeting.kind == CLOSING else {})


def _closing(shown: ShownMeeting) -> dict[str, object]:
    meeting = shown.meeting
    return {
        "representative": {"name": meeting.representative_name, "role": meeting.representative_role},
        "findings": [
            {
                "number": one.finding.number, "checkpoints": list(one.finding.checkpoints), "title": one.finding.title,
                "severity": one.finding.severity, "verdict": one.said.verdict, "note": one.said.note,
                "noted_at": _told(one.said.noted_at),
            }
            for one in shown.walked
            if one.said is not None
        ],
    }  # fmt: skip


def _told(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
