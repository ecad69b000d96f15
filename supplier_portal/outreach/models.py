"""A training session and its participants, one row a person."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import UtcDateTime

IN_PERSON, ONLINE = FORMS = ("in_person", "online")
CARBON_MANAGEMENT, PRODUCT_FOOTPRINT, EU_TARIFF = PROGRAMMES = ("carbon_management", "product_footprint", "eu_tariff")
"""What a session is about. The word of a code is `training_programme.<code>`."""
LANGUAGES = ("en", "zh", "other")


class TrainingSession(Base):
    """form: in_person or online; programme: one of PROGRAMMES; topic, trainer: as announced."""

    __tablename__ = "training_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date] = mapped_column(index=True)
    form: Mapped[str] = mapped_column(String(16))
    programme: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    trainer: Mapped[str] = mapped_column(String(120), default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TrainingParticipant(Base):
    """A person of a supplier at a session. name: personal data, kept only where it is needed; role: as told."""

    __tablename__ = "training_participant"
    __table_args__ = (Index("ix_training_participant_session", "session_id", "attended", "supplier_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(120), default="")
    attended: Mapped[bool] = mapped_column(default=True)
