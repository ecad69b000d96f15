"""Adding a supplier and changing its profile."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations.profile import (
    FIELDS,
    AddSupplier,
    ChangeSupplier,
    Profile,
    faults_of,
    profile_digest,
    tidy,
)
from supplier_portal.suppliers.queries import visible
from supplier_portal.trail.operations import record_event

UNIQUE = {"number": "suppliers.number_taken", "lei": "suppliers.lei_taken", "isin": "suppliers.isin_taken"}


def add_supplier(session: Session, actor: Actor, command: AddSupplier, moment: Moment) -> Supplier:
    """Write a new supplier. Raises Invalid with every fault at its field: number, LEI and ISIN belong to one alone."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    profile = _checked(session, command, None)
    supplier = Supplier(**{name: getattr(profile, name) for name in FIELDS})
    session.add(supplier)
    session.flush()
    record_event(session, actor, moment, "supplier_added", supplier=supplier.id)
    return supplier


def change_supplier(session: Session, actor: Actor, command: ChangeSupplier, moment: Moment) -> Supplier:
    """Write what differs. Raises Missing, or Invalid with every fault; also where it was changed since it was seen."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = session.scalar(visible(actor).where(Supplier.id == command.supplier_id).with_for_update())
    if supplier is None:
        raise Missing
    if command.seen is not None and command.seen != profile_digest(supplier):
        raise Invalid([Fault("suppliers.changed_meanwhile")])
    profile = _checked(session, command, supplier.id)
    changed = [name for name in FIELDS if getattr(supplier, name) != getattr(profile, name)]
    for name in changed:
        setattr(supplier, name, getattr(profile, name))
    if changed:
        session.flush()
        record_event(session, actor, moment, "supplier_changed", supplier=supplier.id, fields=changed)
    return supplier


def _checked(session: Session, command: Profile, own_id: int | None) -> Profile:
    profile = tidy(command)
    faults = faults_of(profile)
    wrong = {fault.place for fault in faults}
    for name, code in UNIQUE.items():
        value = getattr(profile, name)
        if value and name not in wrong and _taken(session, getattr(Supplier, name) == value, own_id):
            faults.append(Fault(code, place=name))
    if faults:
        raise Invalid(faults)
    return profile


def _taken(session: Session, same: ColumnElement[bool], own_id: int | None) -> bool:
    others = select(Supplier.id).where(same)
    if own_id is not None:
        others = others.where(Supplier.id != own_id)
    return session.scalar(others.limit(1)) is not None
