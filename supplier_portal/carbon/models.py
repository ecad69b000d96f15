"""Dated snapshots of what the world outside says of suppliers."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, Exact, UtcDateTime


class SbtiSnapshot(Base):
    """One list as published: as_of is the day from which it counts; file_digest makes a second import visible."""

    __tablename__ = "sbti_snapshot"
    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(index=True)
    file_digest: Mapped[str] = mapped_column(String(64), unique=True)
    companies: Mapped[int]
    report: Mapped[dict[str, object]] = mapped_column(Document)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class SbtiCompany(Base):
    """One company of a list. lei and isin: upper case, None where missing or wrong by their check digit."""

    __tablename__ = "sbti_company"
    __table_args__ = (
        Index("ix_sbti_company_lei", "snapshot_id", "lei"),
        Index("ix_sbti_company_isin", "snapshot_id", "isin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("sbti_snapshot.id"))
    sbti_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(80))
    lei: Mapped[str | None] = mapped_column(String(20))
    isin: Mapped[str | None] = mapped_column(String(12))
    near_term_status: Mapped[str] = mapped_column(String(60))
    target_year: Mapped[int | None]


class SupplierTarget(Base):
    """What a snapshot says of a supplier. verdict: sure (applied) or conflict (listed for a person, not applied)."""

    __tablename__ = "supplier_target"
    __table_args__ = (UniqueConstraint("snapshot_id", "supplier_id", "company_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("sbti_snapshot.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("sbti_company.id"))
    verdict: Mapped[str] = mapped_column(String(16))
    matched_by: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16))
    target_year: Mapped[int | None]


class CdpScore(Base):
    """A CDP climate score of one year. score: A, A-, B … D-, F (asked, no answer)."""

    __tablename__ = "cdp_score"
    __table_args__ = (UniqueConstraint("supplier_id", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    year: Mapped[int]
    score: Mapped[str] = mapped_column(String(2))
    published_on: Mapped[date]


class DataQuality(Base):
    """primary_share: 0 to 1, spend-weighted over footprints; verified_to: end of the verified inventory's period."""

    __tablename__ = "data_quality"
    __table_args__ = (UniqueConstraint("supplier_id", "known_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    known_on: Mapped[date]
    primary_share: Mapped[Decimal] = mapped_column(Exact(4))
    verified_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
