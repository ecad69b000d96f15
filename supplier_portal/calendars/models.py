"""Calendars with their days off and swapped working days, year by year; shutdowns of suppliers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import UtcDateTime

HOLIDAY, WORKING = DAY_KINDS = ("holiday", "working")
AGREED, REFUSED, WITHDRAWN = "agreed", "refused", "withdrawn"


class Calendar(Base):
    """code: ISO 3166 alpha-2 of the country whose suppliers follow it."""

    __tablename__ = "calendar"
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name_en: Mapped[str] = mapped_column(String(80))
    name_zh: Mapped[str] = mapped_column(String(80))


class CalendarYear(Base):
    """A year of a calendar that is known. announced: its days were announced, not only worked out ahead."""

    __tablename__ = "calendar_year"
    calendar: Mapped[str] = mapped_column(ForeignKey("calendar.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    announced: Mapped[bool]
    source: Mapped[str] = mapped_column(String(200))
    taken_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_in_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CalendarDay(Base):
    """A day unlike others. kind: holiday, or working where a weekend day is worked instead of another."""

    __tablename__ = "calendar_day"
    calendar: Mapped[str] = mapped_column(ForeignKey("calendar.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name_en: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(120))


class Shutdown(Base):
    """Days, both among them, on which a supplier's plants stand; its clocks stand still once the buyer agreed.

    decision: agreed, refused, withdrawn (by the supplier), or None while it waits; answer: what the buyer wrote.
    """

    __tablename__ = "shutdown"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="in_order"),
        Index("ix_shutdown_supplier", "supplier_id", "first_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
