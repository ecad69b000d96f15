"""Dated snapshots of what the world outside says of suppliers."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text, true
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
    """One company of a list. lei and isin: upper case, None where missing or wrong by their check digit.

    sbti_id: empty in lists without ids; at_parent: the list says that the target is set at the parent's level.
    """

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
    at_parent: Mapped[bool] = mapped_column(default=False)


class SupplierTarget(Base):
    """What a snapshot says of a supplier, from a day until another (without that day; None: open).

    verdict: sure (by identifier) and decided (by a person) are applied, conflict is listed for a person. matched_by:
    lei, isin or person. Rows are closed, not changed, so that an earlier day goes on saying what it said.
    """

    __tablename__ = "supplier_target"
    __table_args__ = (UniqueConstraint("snapshot_id", "supplier_id", "company_id", "verdict", "counts_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("sbti_snapshot.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("sbti_company.id"))
    verdict: Mapped[str] = mapped_column(String(16))
    matched_by: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16))
    target_year: Mapped[int | None]
    counts_from: Mapped[date]
    counts_until: Mapped[date | None]


class SbtiCandidate(Base):
    """A company that may be a supplier by its name: never applied by itself, written anew with each matching.

    rank: from 1; reason: how the names are alike; country: same, other or unknown; score: to 1000.
    """

    __tablename__ = "sbti_candidate"
    __table_args__ = (UniqueConstraint("snapshot_id", "supplier_id", "company_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("sbti_snapshot.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("sbti_company.id"))
    rank: Mapped[int]
    reason: Mapped[str] = mapped_column(String(16))
    country: Mapped[str] = mapped_column(String(8))
    score: Mapped[int]


class SbtiDecision(Base):
    """What a person said of a supplier and a company, remembered over newer lists.

    verdict: accepted or rejected; company_id: the company of the list it was said of; sbti_id and company_key (SHA-256
    of name and country): how the company is known in other lists. Undone, it counts until undone_on, without that day.
    """

    __tablename__ = "sbti_decision"
    __table_args__ = (
        Index(
            "uq_sbti_decision_accepted",
            "supplier_id",
            unique=True,
            sqlite_where=text("verdict = 'accepted' AND undone_on IS NULL"),
            postgresql_where=text("verdict = 'accepted' AND undone_on IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("sbti_company.id"))
    sbti_id: Mapped[str] = mapped_column(String(40))
    company_key: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500))
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_on: Mapped[date]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_on: Mapped[date | None]


class CdpScore(Base):
    """A CDP climate score of one year. score: A, A-, B … D-, F (asked, no answer); public: shown to everybody."""

    __tablename__ = "cdp_score"
    __table_args__ = (UniqueConstraint("supplier_id", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    year: Mapped[int]
    score: Mapped[str] = mapped_column(String(2))
    published_on: Mapped[date]
    public: Mapped[bool] = mapped_column(default=True, server_default=true())


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


class FactorSet(Base):
    """A version of reference data, which never changes once it is loaded. kind: factors or gwp."""

    __tablename__ = "factor_set"
    __table_args__ = (UniqueConstraint("kind", "code", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(32))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class EmissionFactor(Base):
    """One factor of a set: `value` of `unit` ("kgCO2/kWh"), as published with so many `places`.

    code: what it is the factor of ("electricity.average"); country: ISO 3166 alpha-2; region: "" for the whole country,
    one of suppliers' GRIDS, or ISO 3166-2; year: the one it is about; purpose: one of `factors.purposes`; valid_from:
    the first day a figure may be worked out with it; confirmed: whether it was compared with its publication.
    """

    __tablename__ = "emission_factor"
    __table_args__ = (UniqueConstraint("set_id", "code", "country", "region", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("factor_set.id"))
    code: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(16), default="")
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Exact(10))
    places: Mapped[int]
    unit: Mapped[str] = mapped_column(String(24))
    purpose: Mapped[str] = mapped_column(String(32))
    valid_from: Mapped[date]
    publisher: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    confirmed: Mapped[bool]
    note_en: Mapped[str] = mapped_column(String(400), default="")
    note_zh: Mapped[str] = mapped_column(String(400), default="")


class WarmingPotential(Base):
    """One gas of a GWP set: what a mass of it warms over `horizon` years, as a multiple of the same mass of CO2."""

    __tablename__ = "gwp"
    __table_args__ = (UniqueConstraint("set_id", "gas", "horizon"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("factor_set.id"))
    gas: Mapped[str] = mapped_column(String(24))
    formula: Mapped[str] = mapped_column(String(40), default="")
    horizon: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Exact(4))
    publisher: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    confirmed: Mapped[bool]
    note_en: Mapped[str] = mapped_column(String(400), default="")
    note_zh: Mapped[str] = mapped_column(String(400), default="")

    @property
    def places(self) -> int:
        """Decimals the value has."""
        return len(format(self.value.normalize(), "f").partition(".")[2])
