"""Policies by their hash, results of audits, published ratings, and the one row a supplier that tables read."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, Exact, UtcDateTime


class Policy(Base):
    """One immutable policy document, kept once under the SHA-256 of its canonical form."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("name", "version"),)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(32))
    document: Mapped[dict[str, object]] = mapped_column(Document)
    holds_from: Mapped[date] = mapped_column(index=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditResult(Base):
    """The scoring inputs of an issued audit, frozen in the act of issue. checkpoints: as in the receipt."""

    __tablename__ = "audit_result"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    issued_on: Mapped[date]
    mode: Mapped[str] = mapped_column(String(16))
    extension_days: Mapped[int]
    revision: Mapped[int]
    checkpoints: Mapped[list[dict[str, object]]] = mapped_column(Document)


class AddOnResult(Base):
    """What an add-on checklist of an issued audit scores, frozen with it; no rating reads it.

    title: in both languages; score: 0 to 100, None where nothing of it applies or is rated; checkpoints: as in the
    receipt.
    """

    __tablename__ = "add_on_result"
    __table_args__ = (UniqueConstraint("audit_id", "checklist_version_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    checklist_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"))
    title: Mapped[dict[str, str]] = mapped_column(Document)
    version: Mapped[str] = mapped_column(String(32))
    issued_on: Mapped[date]
    score: Mapped[Decimal | None] = mapped_column(Exact(2))
    checkpoints: Mapped[list[dict[str, object]]] = mapped_column(Document)


class ModuleScore(Base):
    """A score from the buyer's systems. module: quality, cost, delivery, technology; value: 0 to 100."""

    __tablename__ = "module_score"
    __table_args__ = (UniqueConstraint("supplier_id", "module", "period_ends_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    module: Mapped[str] = mapped_column(String(16))
    value: Mapped[Decimal] = mapped_column(Exact(2))
    period_ends_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(120))


class Waiver(Base):
    """A gate taken out of action for one supplier: who, why, until which day, which still counts.

    ended_on: the first day on which it no longer counts, where somebody ended it before.
    """

    __tablename__ = "waiver"
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    gate: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(1000))
    until: Mapped[date]
    granted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RefusalSetAside(Base):
    """A refused or aborted audit that counts as one no longer (gate G6): an appeal against it was granted."""

    __tablename__ = "refusal_set_aside"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    set_aside_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_aside_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Rating(Base):
    """A published rating: inputs, policy by hash, and what was published; never changed.

    cause: input, month_end, lock, opening. grade: as published, so that days compare. receipt_sha256: of the whole
    receipt's canonical form; by it the rows of one statement are told apart when their ids come back.
    """

    __tablename__ = "rating"
    __table_args__ = (Index("ix_rating_supplier", "supplier_id", "as_of", "id", "grade"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    as_of: Mapped[date]
    cause: Mapped[str] = mapped_column(String(16))
    policy_sha256: Mapped[str] = mapped_column(ForeignKey("policy.sha256"))
    inputs: Mapped[dict[str, object]] = mapped_column(Document)
    published: Mapped[dict[str, object]] = mapped_column(Document)
    grade: Mapped[str] = mapped_column(String(8), server_default="")
    receipt_sha256: Mapped[str] = mapped_column(String(64), insert_sentinel=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RatingNow(Base):
    """One changing row a supplier: what tables sort and filter by. Figures as published; gates: acting codes.

    grade_before, moved_on: the grade it had before its last move, and the day it moved; None while it never did.
    """

    __tablename__ = "rating_now"
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    as_of: Mapped[date]
    rating: Mapped[Decimal] = mapped_column(Exact(2), index=True)
    grade: Mapped[str] = mapped_column(String(8), index=True)
    grade_before: Mapped[str | None] = mapped_column(String(8))
    moved_on: Mapped[date | None]
    sustainability: Mapped[Decimal] = mapped_column(Exact(2))
    effective_audit: Mapped[Decimal] = mapped_column(Exact(2))
    dimensions: Mapped[dict[str, str]] = mapped_column(Document)
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    cdp: Mapped[str] = mapped_column(String(8))
    sbt: Mapped[str] = mapped_column(String(16))
    open_critical: Mapped[int]
    open_major: Mapped[int]
    open_minor: Mapped[int]
    gates: Mapped[list[str]] = mapped_column(Document)
    provisional: Mapped[bool]
    bid_blocked: Mapped[bool]


class SavedView(Base):
    """A person's own view of the table of scorecards. state: filter, order and columns as its address has them.

    position: its place among the person's own views; leading: it opens when the table is asked for without a state.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(60))
    state: Mapped[dict[str, str]] = mapped_column(Document)
    position: Mapped[int]
    leading: Mapped[bool] = mapped_column(default=False)
