"""Suppliers an actor may see."""

from sqlalchemy import Select, false, select

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.suppliers.models import Supplier


def visible(actor: Actor) -> Select[Supplier]:
    """All suppliers for the buyer's offices, one's own company for a supplier, none for others."""
    reach = decide(actor, Permission.SUPPLIERS_SUPPLIER_READ).reach
    own = Supplier.id == actor.supplier_id if reach is Reach.OWN_COMPANY else false()
    return select(Supplier) if reach is Reach.ALL else select(Supplier).where(own)
