"""How long a finding may take: the policies, and the extensions asked for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime


class ClockPolicy(Base):
    """One immutable document of days by severity and side, kept under the SHA-256 of its canonical form.

    A finding keeps the one in force at its notice.
    """

    __tablename__ = "clock_policy"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(32), unique=True)
    document: Mapped[dict[str, object]] = mapped_column(Document)
    holds_from: Mapped[date] = mapped_column(index=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Extension(Base):
    """More days asked for one of the supplier's clocks. clock: containment, plan or close; days: asked, counted days.

    decision: granted, refused, or None while it waits; granted_days: as granted, at most as asked or fewer; answer: the
    reason the supplier reads.
    """

    __tablename__ = "extension"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    clock: Mapped[str] = mapped_column(String(16))
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    granted_days: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
