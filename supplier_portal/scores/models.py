"""Policies by their hash, results of audits, published ratings, and the one row a supplier that tables read."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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
    """A gate taken out of action for one supplier: who, why, until when."""

    __tablename__ = "waiver"
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    gate: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(1000))
    until: Mapped[date]
    granted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Rating(Base):
    """A published rating: inputs, policy by hash, and what was published; never changed.

    cause: input, month_end, lock, opening. receipt_sha256: of the whole receipt's canonical form; by it the rows of one
    statement are told apart when their ids come back.
    """

    __tablename__ = "rating"
    __table_args__ = (Index("ix_rating_supplier", "supplier_id", "as_of"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    as_of: Mapped[date]
    cause: Mapped[str] = mapped_column(String(16))
    policy_sha256: Mapped[str] = mapped_column(ForeignKey("policy.sha256"))
    inputs: Mapped[dict[str, object]] = mapped_column(Document)
    published: Mapped[dict[str, object]] = mapped_column(Document)
    receipt_sha256: Mapped[str] = mapped_column(String(64), insert_sentinel=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RatingNow(Base):
    """One changing row a supplier: what tables sort and filter by. Figures as published; gates: acting codes."""

    __tablename__ = "rating_now"
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    as_of: Mapped[date]
    rating: Mapped[Decimal] = mapped_column(Exact(2), index=True)
    grade: Mapped[str] = mapped_column(String(8), index=True)
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
