"""Which suppliers or sites other records refer to, whatever room those are in: asked of every foreign key there is."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.db.schema import metadata
from supplier_portal.suppliers.models import Supplier


def referred_to(session: Session, ids: Collection[int], table: str = Supplier.__tablename__) -> set[int]:
    """Return those of the rows that a row beside them refers to."""
    used: set[int] = set()
    for other in metadata().sorted_tables:
        for key in other.foreign_keys:
            if key.column.table.name == table:
                asked = select(key.parent).where(key.parent.in_(ids)).distinct()
                if other.name == table:
                    asked = asked.where(other.c.id.not_in(ids))
                used |= set(session.scalars(asked))
    return used
