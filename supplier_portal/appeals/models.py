"""An appeal against a figure of the score, its files and its moves."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base, state_column
from supplier_portal.db.types import UtcDateTime
from supplier_portal.domain.appeals import Thing


class Appeal(Base):
    """What a supplier holds to be wrong. subject, code, audit_id: as in `domain.appeals.Thing`.

    figure: the level or the value as it stood when the appeal was filed, empty for a refusal; decision: the reason both
    sides read, of a decided one.
    """

    __tablename__ = "appeal"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    subject: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(16), default="")
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), index=True)
    figure: Mapped[str] = mapped_column(String(64), default="")
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = state_column("appeal_state", "filed")
    filed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def thing(self) -> Thing:
        return Thing(self.subject, self.code, self.audit_id)


class AppealFile(Base):
    """A file that shows it. shown_digest: a photo's picture, without what the camera wrote into it."""

    __tablename__ = "appeal_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    shown_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))


class AppealMove(Base):
    """One move of an appeal's state: from, to, who, when."""

    __tablename__ = "appeal_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), index=True)
    origin: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
