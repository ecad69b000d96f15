"""One row per job, from asked to done."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
GOES_ON = (QUEUED, RUNNING)


class Job(Base):
    """due: queued, not before; running, the end of the lease. outcome: what a done job made, as codes and digests."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    arguments: Mapped[dict[str, object]] = mapped_column(Document)
    account_id: Mapped[int | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(8), default="en")
    state: Mapped[str] = mapped_column(String(16), default=QUEUED)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, object] | None] = mapped_column(Document)
    error: Mapped[str | None] = mapped_column(String(2000))


class JobFile(Base):
    """A file a job made, kept for the person who asked for it."""

    __tablename__ = "job_file"
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
