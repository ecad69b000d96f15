"""A supplier with the figures its profile rests on, its names, contacts, yearly spend and sites."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, Exact, UtcDateTime
from supplier_portal.domain.checklist.profile import is_large

REGISTERED, FORMER, ALIAS, NUMBER = NAME_KINDS = ("registered", "former", "alias", "number")
"""What a further name is; a "number" is the former number of a supplier that was merged into this one."""
NAME_LANGUAGES = ("en", "zh", "other")
GRIDS = ("north", "north_east", "east", "central", "north_west", "south", "south_west", "other")
"""China's regional power grids, by which grid factors are published; any other country's is "other"."""
IDENTIFIERS = ("lei", "isin", "uscc", "duns")
_NOT_MERGED = text("merged_into_id IS NULL")


def _unique_unless_merged(name: str) -> Index:
    where = _NOT_MERGED
    return Index(f"uq_supplier_{name}", name, unique=True, sqlite_where=where, postgresql_where=where)


class Supplier(Base):
    """country: ISO 3166 alpha-2; scope_1_2: tonnes CO2e a year; annual_spend: CNY of spend_year, its latest year.

    category: the main one; further_categories: sorted codes besides. lei, isin, uscc, duns: as registered, nobody
    else's. awaited_parent: number of a parent that a file named and that is not there yet. merged_into_id: the
    supplier this duplicate was found to be; it stands in no list and no choice any more.
    """

    __tablename__ = "supplier"
    __table_args__ = (
        *(_unique_unless_merged(name) for name in IDENTIFIERS),
        CheckConstraint("parent_id <> id", name="no_own_parent"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    name_en: Mapped[str] = mapped_column(String(200), index=True)
    name_zh: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2))
    category: Mapped[str] = mapped_column(String(40), index=True)
    further_categories: Mapped[list[str]] = mapped_column(Document, default=list, server_default="[]")
    strategic_core: Mapped[bool] = mapped_column(default=False)
    makes_goods: Mapped[bool] = mapped_column(default=True)
    staff: Mapped[int | None]
    scope_1_2: Mapped[Decimal | None] = mapped_column(Exact(3))
    annual_spend: Mapped[Decimal] = mapped_column(Exact(2), default=Decimal(0))
    spend_year: Mapped[int | None]
    lei: Mapped[str | None] = mapped_column(String(20), index=True)
    isin: Mapped[str | None] = mapped_column(String(12), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18))
    duns: Mapped[str | None] = mapped_column(String(9))
    time_zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    awaited_parent: Mapped[str | None] = mapped_column(String(32), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sites: Mapped[list["Site"]] = relationship(order_by="Site.id")

    def name(self, language: str) -> str:
        """The registered name in the reader's language, else the English one."""
        return self.name_zh if language == "zh" and self.name_zh else self.name_en

    @property
    def large(self) -> bool:
        """250 staff or more, or scope 1 and 2 of 10,000 t or more, or strategic core."""
        return is_large(staff=self.staff, scope_1_and_2=self.scope_1_2, core=self.strategic_core)


class SupplierName(Base):
    """A name besides the two registered ones of the supplier itself. source: where it was seen."""

    __tablename__ = "supplier_name"
    __table_args__ = (UniqueConstraint("supplier_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(200), index=True)
    source: Mapped[str] = mapped_column(String(120), default="")


class SupplierContact(Base):
    """A person to write to; at most one of a supplier's is its main contact. language: en or zh."""

    __tablename__ = "supplier_contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(8), default="zh")
    main: Mapped[bool] = mapped_column(default=False)


class SupplierSpend(Base):
    """What the buyer spent with the supplier in a year, CNY. source: the system or list it is from."""

    __tablename__ = "supplier_spend"
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount: Mapped[Decimal] = mapped_column(Exact(2))
    source: Mapped[str] = mapped_column(String(120), default="")


class Site(Base):
    """A place that is audited on its own. spend_share: 0 to 1, unknown where None.

    region: province or the like, as written; grid: one of GRIDS; country: ISO 3166 alpha-2, None as the supplier's.
    """

    __tablename__ = "site"
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    name_en: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(120), default="")
    spend_share: Mapped[Decimal | None] = mapped_column(Exact(4))
    categories: Mapped[list[str]] = mapped_column(Document, default=list, server_default="[]")
    region: Mapped[str] = mapped_column(String(80), default="", server_default="")
    grid: Mapped[str | None] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(2))

    def name(self, language: str) -> str:
        return self.name_zh if language == "zh" and self.name_zh else self.name_en
