"""Checklist versions as published, and drafts of the next ones: a head, checkpoints, and who edited them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

EDITING, HANDED_OVER, PUBLISHED, DROPPED = ("editing", "handed_over", "published", "dropped")


class ChecklistVersion(Base):
    """code: the checklist's, such as supplier-dual-carbon; version: semantic. Frozen once published.

    document: hundreds of kilobytes, read only where it is asked for; its checklist stays in memory once it was read.
    published_by: None where the platform took the file in itself; asked_by: who handed its draft over.
    """

    __tablename__ = "checklist_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))
    document: Mapped[dict[str, object]] = mapped_column(Document, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ChecklistDraft(Base):
    """A version being written; what is missing in it may be missing.

    head: the document without its checkpoints; edit: counts changes of the head, so that of two at once one is told.
    based_on_id: the version it was copied from; asked_by, sha256: who handed over which content; version_id: what
    came of it.
    """

    __tablename__ = "checklist_draft"
    __table_args__ = (
        CheckConstraint("state IN ('editing', 'handed_over', 'published', 'dropped')", name="state_known"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    head: Mapped[dict[str, object]] = mapped_column(Document)
    edit: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16), default=EDITING, index=True)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_version.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sha256: Mapped[str | None] = mapped_column(String(64))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_version.id"))


class DraftCheckpoint(Base):
    """A checkpoint of a draft. position: its order in the draft; edit: counts its changes; removed: can be put back."""

    __tablename__ = "checklist_draft_checkpoint"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("checklist_draft.id"), index=True)
    position: Mapped[int]
    edit: Mapped[int] = mapped_column(default=1)
    removed: Mapped[bool] = mapped_column(default=False)
    document: Mapped[dict[str, object]] = mapped_column(Document)


class DraftEdit(Base):
    """Who did what to a draft: whoever stands here does not publish it. note: the words of a draft sent back."""

    __tablename__ = "checklist_draft_edit"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("checklist_draft.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(32))
    checkpoint: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
