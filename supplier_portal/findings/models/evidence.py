"""Files that show an action done, and what both sides write each other."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import UtcDateTime
from supplier_portal.files.models import PictureVersion


class FindingEvidence(Base):
    """A file that shows an action done. about_on: the day it is about.

    action_id: the action it is for, None where it is for the finding as a whole; milestone: code of the stage it is
    for, or empty; decision: accepted, sent_back, or None while it waits. stamped: the signed and stamped scan of the
    printed plan, cycle: that plan's, None of other files.
    """

    __tablename__ = "finding_evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    shown_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    about_on: Mapped[date]
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    milestone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    stamped: Mapped[bool] = mapped_column(default=False, server_default="0")
    cycle: Mapped[int | None]
    decision: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Message(Base):
    """One message of a finding's thread: both sides read it. Never changed."""

    __tablename__ = "finding_message"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageFile(Base):
    """A file sent with a message. shown_digest: a photo's picture, without what the camera wrote into it."""

    __tablename__ = "finding_message_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("finding_message.id"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    shown_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))


class PhotoRedaction(PictureVersion, Base):
    """A version of a photo the buyer's people sent, be it evidence or with a message: seen alike in all the finding."""

    __tablename__ = "finding_redaction"
    __table_args__ = (UniqueConstraint("finding_id", "digest", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))


class Note(Base):
    """A note of the buyer's people among themselves: a table of its own, which no page of a supplier's reads."""

    __tablename__ = "finding_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
