"""Suppliers an actor may see."""

from dataclasses import dataclass

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.suppliers.models import Supplier

SORTS: dict[str, InstrumentedAttribute[object]] = {
    "name": Supplier.name_en,
    "number": Supplier.number,
    "category": Supplier.category,
    "country": Supplier.country,
    "spend": Supplier.annual_spend,
}


def visible(actor: Actor) -> Select[Supplier]:
    """Return all suppliers for the buyer's offices, one's own company for a supplier, none for others."""
    reach = decide(actor, Permission.SUPPLIERS_SUPPLIER_READ).reach
    own = Supplier.id == actor.supplier_id if reach is Reach.OWN_COMPANY else false()
    return select(Supplier) if reach is Reach.ALL else select(Supplier).where(own)


@dataclass(frozen=True)
class SupplierFilter:
    """text: part of a name or number; category: a code, or empty for all."""

    text: str = ""
    category: str = ""


def filtered(suppliers: Select[Supplier], wanted: SupplierFilter) -> Select[Supplier]:
    """Narrow the suppliers to those wanted."""
    if wanted.text:
        columns = (Supplier.name_en, Supplier.name_zh, Supplier.number)
        suppliers = suppliers.where(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    return suppliers.where(Supplier.category == wanted.category) if wanted.category else suppliers


def sorted_by(suppliers: Select[Supplier], sort: str) -> Select[Supplier]:
    """Order by a key of SORTS, falling with a "-" before it; by name for any other."""
    column = SORTS.get(sort.removeprefix("-"), Supplier.name_en)
    order = column.desc() if sort.startswith("-") and sort[1:] in SORTS else column.asc()
    return suppliers.order_by(order, Supplier.id)


def count_of(session: Session, suppliers: Select[Supplier]) -> int:
    """Count the rows of a query of suppliers, whatever part of them is shown."""
    return session.scalar(select(func.count()).select_from(suppliers.subquery())) or 0
