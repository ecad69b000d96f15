"""A checklist version as stored: its document and the SHA-256 of the canonical form."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime


class ChecklistVersion(Base):
    """code: the checklist's, such as supplier-dual-carbon; version: semantic. Frozen once published."""

    __tablename__ = "checklist_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))
    document: Mapped[dict[str, object]] = mapped_column(Document)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
