"""Events are plain inserts; seals chain what has been committed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import UtcDateTime


class Event(Base):
    """`at` and `body` are kept as the text that is hashed. The body holds ids and field names, never contents."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(32), index=True)
    body: Mapped[str] = mapped_column(Text)


class Seal(Base):
    """`number` has no gaps and follows commits: what follows the trail reads by it."""

    __tablename__ = "seal"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))


class Head(Base):
    """A published head of the chain: also written to a file outside the database, so that a cut tail is noticed."""

    __tablename__ = "trail_head"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Follower(Base):
    """How far a room on the right has read the trail: the number of the last seal it has dealt with."""

    __tablename__ = "trail_follower"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]


class ExportEntry(Base):
    """One file that was made of the portal's data. what: the job's name, or which page handed it out.

    account_id: None for the platform itself; rows: how many were written, None for what has no rows; whole: of all
    suppliers that the reader sees, none of them listed.
    """

    __tablename__ = "export_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    job_id: Mapped[int | None]
    audit_id: Mapped[int | None]
    tender_id: Mapped[int | None]
    whole: Mapped[bool]
    rows: Mapped[int | None]


class ExportSupplier(Base):
    """A supplier whose data an export holds."""

    __tablename__ = "export_supplier"
    entry_id: Mapped[int] = mapped_column(ForeignKey("export_entry.id"), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(primary_key=True, index=True)
