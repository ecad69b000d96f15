"""What stands in rows of their own beside a supplier: further names, contacts, spend by year."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.suppliers.models import NAME_KINDS, Supplier, SupplierContact, SupplierName, SupplierSpend


def further_names(session: Session, supplier: Supplier) -> Sequence[SupplierName]:
    """Return the names beside the two registered ones: registered, former, aliases, former numbers."""
    rows = session.scalars(select(SupplierName).where(SupplierName.supplier_id == supplier.id))
    return sorted(rows, key=lambda row: (NAME_KINDS.index(row.kind), row.id))


def contacts_of(session: Session, supplier: Supplier) -> Sequence[SupplierContact]:
    """Return the contacts, the main one first."""
    rows = select(SupplierContact).where(SupplierContact.supplier_id == supplier.id)
    return session.scalars(rows.order_by(SupplierContact.main.desc(), SupplierContact.id)).all()


def years_of(session: Session, supplier: Supplier) -> Sequence[SupplierSpend]:
    """Return the spend on record, the latest year first."""
    rows = select(SupplierSpend).where(SupplierSpend.supplier_id == supplier.id)
    return session.scalars(rows.order_by(SupplierSpend.year.desc())).all()
