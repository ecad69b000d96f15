"""A change as received, and the reply it was given."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime


class Change(Base):
    """body_digest: SHA-256 of what was sent; the same UUID with another body is refused. device_at: a claim."""

    __tablename__ = "change"
    uuid: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    reply: Mapped[dict[str, object]] = mapped_column(Document)
    device_at: Mapped[str] = mapped_column(String(40), default="")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
