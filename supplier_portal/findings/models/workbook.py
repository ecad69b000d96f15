"""Workbooks with plans that came back filled in: kept as they were read until somebody takes them over."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

WAITING, READ, REFUSED = "waiting", "read", "refused"


class PlanWorkbook(Base):
    """One file. finding_id: the finding it was sent for, None where it was sent for all it holds; name: the file's.

    state: waiting (being read), read, or refused as a whole. sheets: what was read, a `SheetRead` each; problems:
    faults of the file as a whole.
    """

    __tablename__ = "plan_workbook"
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default=WAITING)
    sheets: Mapped[list[object]] = mapped_column(Document, default=list)
    problems: Mapped[list[object]] = mapped_column(Document, default=list)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
