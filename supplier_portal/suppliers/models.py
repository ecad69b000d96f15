"""A supplier, the figures its profile rests on, and its sites."""

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supplier_portal.db.base import Base
from supplier_portal.db.types import Exact

LARGE_STAFF, LARGE_TONNES = 250, Decimal(10_000)


class Supplier(Base):
    """country: ISO 3166 alpha-2; scope_1_2: tonnes CO2e a year; annual_spend: CNY; lei, isin: as registered."""

    __tablename__ = "supplier"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    name_en: Mapped[str] = mapped_column(String(200), index=True)
    name_zh: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2))
    category: Mapped[str] = mapped_column(String(40), index=True)
    strategic_core: Mapped[bool] = mapped_column(default=False)
    makes_goods: Mapped[bool] = mapped_column(default=True)
    staff: Mapped[int | None]
    scope_1_2: Mapped[Decimal | None] = mapped_column(Exact(3))
    annual_spend: Mapped[Decimal] = mapped_column(Exact(2), default=Decimal(0))
    lei: Mapped[str | None] = mapped_column(String(20), index=True)
    isin: Mapped[str | None] = mapped_column(String(12), index=True)
    time_zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    sites: Mapped[list["Site"]] = relationship(order_by="Site.id")

    def name(self, language: str) -> str:
        """The registered name in the reader's language, else the English one."""
        return self.name_zh if language == "zh" and self.name_zh else self.name_en

    @property
    def large(self) -> bool:
        """250 staff or more, or scope 1 and 2 of 10,000 t or more, or strategic core."""
        staff, tonnes = self.staff or 0, self.scope_1_2 or Decimal(0)
        return staff >= LARGE_STAFF or tonnes >= LARGE_TONNES or self.strategic_core


class Site(Base):
    """A place that is audited on its own. spend_share: 0 to 1, unknown where None."""

    __tablename__ = "site"
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    name_en: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(120), default="")
    spend_share: Mapped[Decimal | None] = mapped_column(Exact(4))

    def name(self, language: str) -> str:
        return self.name_zh if language == "zh" and self.name_zh else self.name_en
