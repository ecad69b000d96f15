"""What is known of a stored file; its bytes lie in the store under its digest."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime


class StoredFile(Base):
    """size in bytes; media_type as found in the bytes, not as claimed."""

    __tablename__ = "stored_file"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PictureVersion:
    """One version of the picture others see of a photo: the columns of every table that keeps such versions.

    number: counts from 1 over all versions of the same photo; areas: covered rectangles, as `domain.redaction` keeps
    them, none where it is shown whole; shown_digest: the picture made then.
    """

    number: Mapped[int]
    areas: Mapped[list[list[str]]] = mapped_column(Document)
    reason: Mapped[str] = mapped_column(Text)
    shown_digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    redacted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    redacted_at: Mapped[datetime] = mapped_column(UtcDateTime)
