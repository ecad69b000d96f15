"""Who stands above and below a supplier."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible


def ancestors_of(session: Session, supplier_id: int) -> list[int]:
    """Return the ids of parent, its parent and so on, in one statement; a supplier has none above it twice."""
    start = select(Supplier.parent_id).where(Supplier.id == supplier_id).cte("above", recursive=True)
    upper = aliased(Supplier)
    # UNION, not UNION ALL: rows that stood in a circle already would never end.
    above = start.union(select(upper.parent_id).where(upper.id == start.c.parent_id))
    return [number for number in session.scalars(select(above.c.parent_id)) if number is not None]


def parents_of(session: Session, actor: Actor, supplier: Supplier) -> list[Supplier]:
    """Return the suppliers above that the actor sees, the highest first."""
    order = ancestors_of(session, supplier.id)
    found = {row.id: row for row in session.scalars(visible(actor).where(Supplier.id.in_(order)))}
    return [found[number] for number in reversed(order) if number in found]


def subsidiaries_of(session: Session, actor: Actor, supplier: Supplier) -> Sequence[Supplier]:
    """Return the suppliers right below that the actor sees, by name."""
    below = visible(actor).where(Supplier.parent_id == supplier.id)
    return session.scalars(below.order_by(Supplier.name_en, Supplier.id)).all()


def merged_into(session: Session, supplier: Supplier) -> Sequence[Supplier]:
    """Return the duplicates that were merged into this supplier, in the order they were."""
    merged = select(Supplier).where(Supplier.merged_into_id == supplier.id)
    return session.scalars(merged.order_by(Supplier.merged_at, Supplier.id)).all()
