"""Suppliers an actor may see, and the names they go by."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.domain.errors import Missing
from supplier_portal.suppliers.models import NUMBER, REGISTERED, Supplier, SupplierName

NAMED_AT_ONCE = 10_000
"""Ids in one statement: SQLite takes at most 32,766."""


def visible(actor: Actor) -> Select[Supplier]:
    """Return all suppliers for the buyer's offices, one's own company for a supplier, none for others.

    A duplicate that was merged into another supplier is none of them.
    """
    return visible_with_merged(actor).where(Supplier.merged_into_id.is_(None))


def visible_with_merged(actor: Actor) -> Select[Supplier]:
    """Return those of `visible` and, for the buyer's offices, the duplicates that were merged into them."""
    reach = decide(actor, Permission.SUPPLIERS_SUPPLIER_READ).reach
    own = Supplier.id == actor.supplier_id if reach is Reach.OWN_COMPANY else false()
    return select(Supplier) if reach is Reach.ALL else select(Supplier).where(own)


def locked_supplier(session: Session, actor: Actor, supplier_id: int) -> Supplier:
    """Return a supplier that the actor sees, held for writing. Raises Missing."""
    supplier = session.scalar(visible(actor).where(Supplier.id == supplier_id).with_for_update())
    if supplier is None:
        raise Missing
    return supplier


def names_of(session: Session, supplier_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the names a supplier is known by: the registered ones first, then former ones and aliases.

    Former numbers are no names. A supplier that is not there has no entry. Two statements for 10,000 suppliers.
    """
    asked = sorted(set(supplier_ids))
    names: dict[int, tuple[str, ...]] = {}
    for first in range(0, len(asked), NAMED_AT_ONCE):
        names |= _names_of(session, asked[first : first + NAMED_AT_ONCE])
    return names


def _names_of(session: Session, asked: Sequence[int]) -> dict[int, tuple[str, ...]]:
    further: dict[int, list[tuple[bool, int, str]]] = defaultdict(list)
    columns = select(SupplierName.supplier_id, SupplierName.kind, SupplierName.id, SupplierName.name)
    told = columns.where(SupplierName.supplier_id.in_(asked), SupplierName.kind != NUMBER)
    for supplier_id, kind, number, name in session.execute(told):
        further[supplier_id].append((kind != REGISTERED, number, name))
    own = select(Supplier.id, Supplier.name_en, Supplier.name_zh).where(Supplier.id.in_(asked))
    return {
        supplier_id: _without_repeats(name_en, name_zh, *(name for *_, name in sorted(further[supplier_id])))
        for supplier_id, name_en, name_zh in session.execute(own)
    }


def _without_repeats(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
