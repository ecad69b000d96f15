"""What is said about a report before it is issued, its seal, and what an amendment changed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

FINDING_WITHDRAWN, APPEAL_GRANTED = GROUNDS = ("finding_withdrawn", "appeal_granted")
"""What an amendment may be made for."""


class ReviewComment(Base):
    """A reviewer's comment to the team at a checkpoint; reply is empty until the team has answered it."""

    __tablename__ = "review_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    checkpoint: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FactualComment(Base):
    """A supplier's comment on a draft: on a checkpoint, on a finding, or on the report as a whole where both are empty.

    draft: the how manyth draft it is on. digest to name: the file that proves it, if any. decision: granted, declined,
    or None until answered; back_from: the draft that has to go back into review because the comment was granted.
    """

    __tablename__ = "factual_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    draft: Mapped[int]
    checkpoint: Mapped[str] = mapped_column(String(16), default="")
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200), default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    back_from: Mapped[int | None]


class Amendment(Base):
    """What made a later revision: audit_id is the new one's; ground: finding_withdrawn or appeal_granted.

    changed: by checkpoint code the rating before and after, as in `Answer`.
    """

    __tablename__ = "amendment"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    changed: Mapped[dict[str, list[str | None]]] = mapped_column(Document)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportSeal(Base):
    """By what a printed report is checked. code: 128 random bits as 32 hexadecimal digits, in the report's QR code.

    sha256: of the report's canonical content (`reports.sealing`); issued_on: the business day this revision was issued.
    """

    __tablename__ = "report_seal"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    revision: Mapped[int]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
