"""How far reminders are told."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base


class ReminderDay(Base):
    """Of suppliers in one time zone. asked_on: the last local day a job was asked for; told_on: the last one told."""

    __tablename__ = "reminder_day"
    time_zone: Mapped[str] = mapped_column(String(40), primary_key=True)
    asked_on: Mapped[date]
    told_on: Mapped[date | None]
