"""What changes of a supplier's rows have in common: one of its own rows, and whether it still is what was seen."""

import hashlib
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.suppliers.models import Site, Supplier, SupplierContact, SupplierName

Row = TypeVar("Row", SupplierContact, SupplierName, Site)


def own_row(session: Session, model: type[Row], supplier: Supplier, row_id: int) -> Row:
    """Return the supplier's own row of that number. Raises Missing."""
    row = session.scalar(select(model).where(model.id == row_id, model.supplier_id == supplier.id))
    if row is None:
        raise Missing
    return row


def row_digest(row: Site | SupplierContact) -> str:
    """Return what tells one state of a row from another, for a form to bring back."""
    columns = sorted(column.key for column in row.__table__.columns)
    return hashlib.sha256("\n".join(f"{name}={getattr(row, name)!r}" for name in columns).encode()).hexdigest()


def check_seen(row: Site | SupplierContact, seen: str | None) -> None:
    """Raises Invalid where the row was changed since it was seen; None asks for no comparison."""
    if seen is not None and seen != row_digest(row):
        raise Invalid([Fault("suppliers.changed_meanwhile")])
