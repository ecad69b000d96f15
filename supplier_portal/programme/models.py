"""A year's audit programme, its lines, and what was changed in them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base, state_column
from supplier_portal.db.types import UtcDateTime


class Programme(Base):
    """One a year. objectives, scope, criteria: proposed to each audit planned from a line."""

    __tablename__ = "programme"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    objectives: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = state_column("programme_state", "draft")
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_on: Mapped[date | None]


class ProgrammeLine(Base):
    """One audit meant for a month. month: 1 to 12; lead_id: who is meant to lead it; audit_id: once it is planned.

    carried_from_id: the line of the year before that it goes on; dropped_at: when it was taken out of the programme.
    """

    __tablename__ = "programme_line"
    __table_args__ = (
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        Index("ix_programme_line_month", "programme_id", "month"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    month: Mapped[int]
    type: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(1000), default="")
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), unique=True)
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("programme_line.id"), unique=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LineChange(Base):
    """A line moved from month to month, or dropped where `to_month` is None; the reason is kept."""

    __tablename__ = "line_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("programme_line.id"), index=True)
    from_month: Mapped[int]
    to_month: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(1000))
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
