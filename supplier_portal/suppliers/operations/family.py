"""The parent company of a supplier, among the suppliers."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations.profile import one_line
from supplier_portal.suppliers.queries import locked_supplier, visible
from supplier_portal.suppliers.queries.family import ancestors_of
from supplier_portal.trail.operations import record_event

PLACE = "parent_number"


@dataclass(frozen=True)
class SetParent:
    """parent_number: of another supplier; empty for none."""

    supplier_id: int
    parent_number: str


def set_parent(session: Session, actor: Actor, command: SetParent, moment: Moment) -> Supplier:
    """Put the supplier below another one, or below none. Raises Missing, or Invalid: a family has no circle."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    # All rows of families are held in one order, so that two who close a circle from both ends do not both pass.
    session.execute(select(Supplier.id).where(Supplier.parent_id.is_not(None)).order_by(Supplier.id).with_for_update())
    supplier = locked_supplier(session, actor, command.supplier_id)
    parent_id = _parent_id(session, actor, supplier, one_line(command.parent_number))
    if (supplier.parent_id, supplier.awaited_parent) != (parent_id, None):
        supplier.parent_id, supplier.awaited_parent = parent_id, None
        session.flush()
        record_event(session, actor, moment, "supplier_parent_set", supplier=supplier.id, parent=parent_id)
    return supplier


def _parent_id(session: Session, actor: Actor, supplier: Supplier, number: str) -> int | None:
    if not number:
        return None
    parent = session.scalar(visible(actor).where(Supplier.number == number).with_for_update())
    if parent is None:
        raise Invalid([Fault("suppliers.parent_unknown", place=PLACE)])
    if parent.id == supplier.id or supplier.id in ancestors_of(session, parent.id):
        raise Invalid([Fault("suppliers.parent_circle", place=PLACE)])
    return parent.id
