"""The list of suppliers: narrowed, sorted and counted in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, not_, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.domain.checklist.profile import LARGE_STAFF, LARGE_TONNES
from supplier_portal.suppliers.models import IDENTIFIERS, Supplier, SupplierName

LONGEST = 200
FLAGS = ("goods", "large", "core")
YES, NO = "yes", "no"
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "name": Supplier.name_en,
    "number": Supplier.number,
    "category": Supplier.category,
    "country": Supplier.country,
    "spend": Supplier.annual_spend,
}


@dataclass(frozen=True)
class SupplierFilter:
    """text: part of a name, an alias, a number or an identifier; category: a code, the main one or a further one.

    goods, large, core: "yes", "no", or empty for both.
    """

    text: str = ""
    category: str = ""
    goods: str = ""
    large: str = ""
    core: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "SupplierFilter":
        """Read the fields from an address, a form or a job's arguments; what else stands there is left alone."""
        return cls(
            **{
                field.name: str(given.get(field.name, "")).replace("\x00", "").strip()[:LONGEST]
                for field in fields(cls)
            }
        )


def filtered(suppliers: Select[Supplier], wanted: SupplierFilter) -> Select[Supplier]:
    """Narrow the suppliers to those wanted."""
    if wanted.text:
        suppliers = suppliers.where(_named(wanted.text))
    if wanted.category:
        further = type_coerce(Supplier.further_categories, String)
        among = further.contains(f'"{wanted.category}"', autoescape=True)
        suppliers = suppliers.where(or_(Supplier.category == wanted.category, among))
    for name, holds in zip(
        FLAGS, (Supplier.makes_goods.is_(True), _large(), Supplier.strategic_core.is_(True)), strict=True
    ):
        asked = getattr(wanted, name)
        if asked in {YES, NO}:
            suppliers = suppliers.where(holds if asked == YES else not_(holds))
    return suppliers


def _named(text: str) -> ColumnElement[bool]:
    columns = [Supplier.name_en, Supplier.name_zh, Supplier.number, *(getattr(Supplier, name) for name in IDENTIFIERS)]
    told = SupplierName.name.icontains(text, autoescape=True)
    alias = select(SupplierName.id).where(SupplierName.supplier_id == Supplier.id, told).exists()
    return or_(*(column.icontains(text, autoescape=True) for column in columns), alias)


def _large() -> ColumnElement[bool]:
    """Say in SQL what `Supplier.large` says of a row."""
    staff, tonnes = (
        func.coalesce(Supplier.staff, 0),
        func.coalesce(Supplier.scope_1_2, 0, type_=Supplier.scope_1_2.type),
    )
    return or_(staff >= LARGE_STAFF, tonnes >= LARGE_TONNES, Supplier.strategic_core.is_(True))


def sorted_by(suppliers: Select[Supplier], sort: str) -> Select[Supplier]:
    """Order by a key of SORTS, falling with a "-" before it; by name for any other."""
    column = SORTS.get(sort.removeprefix("-"), Supplier.name_en)
    order = column.desc() if sort.startswith("-") and sort[1:] in SORTS else column.asc()
    return suppliers.order_by(order, Supplier.id)


def count_of(session: Session, suppliers: Select[Supplier]) -> int:
    """Count the rows of a query of suppliers, whatever part of them is shown."""
    return session.scalar(select(func.count()).select_from(suppliers.subquery())) or 0
