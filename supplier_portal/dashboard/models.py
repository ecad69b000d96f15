"""The goals of the roadmap, in versions that never change, and the indexes the dashboard counts by."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.audits.models import Audit
from supplier_portal.db.base import Base
from supplier_portal.db.types import Exact, UtcDateTime
from supplier_portal.findings.models import Finding

TARGET_COVERAGE, ECONOMIC_INTENSITY = MEASURES = ("target_coverage", "economic_intensity")
"""Share of spend with validated science-based targets; emissions of what is bought per spend against the baseline."""


class RoadmapGoal(Base):
    """One goal of a version. measure: one of MEASURES; value: percent by the end of `year`, a fall below zero.

    baseline: million tonnes CO2e that the goal is measured from, None where it needs none. The newest version, by when
    it was loaded, is the one that counts.
    """

    __tablename__ = "roadmap_goal"
    __table_args__ = (UniqueConstraint("version", "measure", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(32))
    measure: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Exact(2))
    baseline: Mapped[Decimal | None] = mapped_column(Exact(4))
    note_en: Mapped[str] = mapped_column(String(400), default="")
    note_zh: Mapped[str] = mapped_column(String(400), default="")
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def note(self, language: str) -> str:
        return self.note_zh if language == "zh" else self.note_en


# What whole years and all that is open are counted by, from the index alone: the tables are rooms' further left.
Index("ix_audit_first", Audit.supplier_id, Audit.starts_on, Audit.state, Audit.type)
Index("ix_audit_starts_on", Audit.starts_on, Audit.state, Audit.revision, Audit.supplier_id)
Index("ix_finding_notified", Finding.notified_at, Finding.kind, Finding.state, Finding.supplier_id)
Index(
    "ix_finding_open", Finding.state, Finding.severity, Finding.checkpoint, Finding.notified_at, Finding.turn_due_on,
    Finding.turn_since, Finding.supplier_id,
)  # fmt: skip
