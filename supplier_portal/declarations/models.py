"""What suppliers declare of themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

TAKEN, DECLINED, WITHDRAWN = DECISIONS = ("taken", "declined", "withdrawn")
_WAITS = text("decision IS NULL")


class Declaration(Base):
    """What a supplier's people say its data should be; one at most waits for the buyer.

    told: a document of `facts.Told`, only what differs from what was known; note: where it is from. decision: one of
    DECISIONS (withdrawn by the supplier), None while it waits; answer: what the buyer wrote.
    """

    __tablename__ = "declaration"
    __table_args__ = (
        Index("uq_declaration_waiting", "supplier_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    told: Mapped[dict[str, object]] = mapped_column(Document)
    note: Mapped[str] = mapped_column(Text, default="")
    declared_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
