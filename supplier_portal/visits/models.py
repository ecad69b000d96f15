"""The agenda of a visit, documents asked for before it, the supplier's self-assessment, and the two meetings."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

OPENING, CLOSING = "opening", "closing"
MEETINGS = (OPENING, CLOSING)
SUPPLIER, BUYER = "supplier", "buyer"
SIDES = (SUPPLIER, BUYER)
ASKED, PROVIDED, NOT_AVAILABLE, READ, INSUFFICIENT = "asked", "provided", "not_available", "read", "insufficient"
DOCUMENT_STATES = (ASKED, PROVIDED, NOT_AVAILABLE, READ, INSUFFICIENT)
ACKNOWLEDGED, OBJECTION = "acknowledged", "objection"
VERDICTS = (ACKNOWLEDGED, OBJECTION)


def _in_language(chinese: str, english: str, language: str) -> str:
    return (chinese or english) if language == "zh" else (english or chinese)


class AgendaItem(Base):
    """One item of the agenda, in the site's own time. place: empty for the site itself; wanted: whom of the supplier.

    what, wanted: in one language or in both.
    """

    __tablename__ = "agenda_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    day: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    what_en: Mapped[str] = mapped_column(String(300), default="")
    what_zh: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    wanted_en: Mapped[str] = mapped_column(String(300), default="")
    wanted_zh: Mapped[str] = mapped_column(String(300), default="")

    def what(self, language: str) -> str:
        return _in_language(self.what_zh, self.what_en, language)

    def wanted(self, language: str) -> str:
        return _in_language(self.wanted_zh, self.wanted_en, language)


class AgendaAuditor(Base):
    """A member of the team who takes an item."""

    __tablename__ = "agenda_auditor"
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)


class DocumentRequest(Base):
    """A document asked for before the visit. checkpoints: codes it is for; due_on: the day it is wanted by.

    state: asked, provided, not_available (reason, the supplier's), read, insufficient (note, the team's).
    """

    __tablename__ = "document_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    title_en: Mapped[str] = mapped_column(String(300), default="")
    title_zh: Mapped[str] = mapped_column(String(300), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    checkpoints: Mapped[list[str]] = mapped_column(Document)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16), default=ASKED)
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def title(self, language: str) -> str:
        return _in_language(self.title_zh, self.title_en, language)


class DocumentFile(Base):
    """A file the supplier sent for a document. shown_digest: the picture others see, for photos."""

    __tablename__ = "document_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("document_request.id"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    shown_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SelfAssessment(Base):
    """The supplier's own assessment in an audit: its to change until it is handed in, and again once handed back."""

    __tablename__ = "self_assessment"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    handed_in_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_back_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handed_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_back_reason: Mapped[str] = mapped_column(Text, default="")


class SelfAssessmentEntry(Base):
    """The supplier's own level at one checkpoint, never scored. rating: as of an answer; version counts saves."""

    __tablename__ = "self_assessment_entry"
    __table_args__ = (UniqueConstraint("audit_id", "checkpoint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    checkpoint: Mapped[str] = mapped_column(String(16))
    rating: Mapped[str | None] = mapped_column(String(2))
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Meeting(Base):
    """The opening or the closing meeting. points: codes of what was covered; times: the site's own.

    record, sha256: its canonical JSON and the digest of that, None until the record is frozen.
    """

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("audit_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    kind: Mapped[str] = mapped_column(String(16))
    held_on: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    place: Mapped[str] = mapped_column(String(200))
    points: Mapped[list[str]] = mapped_column(Document)
    representative_name: Mapped[str] = mapped_column(String(100), default="")
    representative_role: Mapped[str] = mapped_column(String(100), default="")
    record: Mapped[dict[str, object] | None] = mapped_column(Document)
    sha256: Mapped[str | None] = mapped_column(String(64))
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MeetingAttendee(Base):
    """Who was there, for which side. signed_name: as typed under the integrity pledge; signed_by: on whose device."""

    __tablename__ = "meeting_attendee"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    side: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(100))
    signed_name: Mapped[str] = mapped_column(String(100), default="")
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Acknowledgement(Base):
    """What the supplier's representative said to a finding in the closing meeting: a note that moves nothing."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("meeting_id", "finding_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    verdict: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
