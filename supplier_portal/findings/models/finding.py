"""A finding and what it covers, every move it made; and drafts that were dropped."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from supplier_portal.db.base import Base, state_column
from supplier_portal.db.types import UtcDateTime


class FindingCheckpoint(Base):
    """A further checkpoint that a finding covers: its answer is weak because the finding's own one is."""

    __tablename__ = "finding_checkpoint"
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    checkpoint: Mapped[str] = mapped_column(String(16), primary_key=True)


class Finding(Base):
    """kind: nonconformity, observation, strength. severity: critical, major, minor, observation, none.

    checkpoint: the one it was raised on; integrity: figures made up, statements forged or records withheld; such a
    finding is critical, on any checkpoint. found_critical_at: when it was first held to be critical.
    cycle counts proposed plans. owner_id: the supplier's person in charge, handler_id: the buyer's; None: the
    supplier's owner, the audit's lead.

    Its clocks, worked out by `domain/findings/clock` and kept so that lists can sort: clock_from: the instant they last
    began (its notice, its reopening); contain_due_on, plan_due_on, close_due_on: the supplier's days, None where
    nothing is asked; turn_due_on: the day by which whoever holds the ball is to act; half_on: when half of that time is
    over; escalates_on: from when on it is escalated, be it ahead. clock_policy: SHA-256 of the policy in force at its
    notice, close_days: the checkpoint's own time to close then; None: the shipped policy, the severity's time.
    stage_before: days by which its next milestone lies before the closing day, stage_due_on: that day; None: no more.
    repeat: worked out where a query asks for it, else None.
    """

    __tablename__ = "finding"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    checkpoint: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(16))
    integrity: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = state_column("finding_state", "draft")
    title: Mapped[str] = mapped_column(String(200))
    requirement: Mapped[str] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(Text)
    cycle: Mapped[int] = mapped_column(default=0)
    raised_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    clock_policy: Mapped[str | None] = mapped_column(ForeignKey("clock_policy.sha256"))
    close_days: Mapped[int | None]
    stage_before: Mapped[int | None]
    clock_from: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    contained_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contain_due_on: Mapped[date | None]
    plan_due_on: Mapped[date | None]
    close_due_on: Mapped[date | None] = mapped_column(index=True)
    stage_due_on: Mapped[date | None]
    turn_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    turn_due_on: Mapped[date | None] = mapped_column(index=True)
    half_on: Mapped[date | None]
    escalates_on: Mapped[date | None] = mapped_column(index=True)
    waived_until: Mapped[date | None]
    found_critical_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    further: Mapped[list[FindingCheckpoint]] = relationship(
        lazy="selectin", order_by=FindingCheckpoint.checkpoint, cascade="all, delete-orphan"
    )

    repeat: Mapped[bool | None] = query_expression()

    @property
    def checkpoints(self) -> tuple[str, ...]:
        """Codes of all it covers, the one it was raised on first."""
        return (self.checkpoint, *(one.checkpoint for one in self.further))


class DroppedFinding(Base):
    """A draft that was taken back before anybody outside the team read it; its number is not given again."""

    __tablename__ = "dropped_finding"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    checkpoint: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    dropped_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    dropped_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FindingMove(Base):
    """One move of a finding's state: from, to, who, when, why."""

    __tablename__ = "finding_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    origin: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
