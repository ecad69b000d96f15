"""Adding a supplier and changing its profile."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations.checking import UNIQUE, faults_of
from supplier_portal.suppliers.operations.profile import (
    FIELDS,
    AddSupplier,
    ChangeSupplier,
    Profile,
    profile_digest,
    tidy,
)
from supplier_portal.suppliers.operations.spend import NO_SPEND, Spend, spend_after, spend_of, write_year
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event


def add_supplier(session: Session, actor: Actor, command: AddSupplier, moment: Moment) -> Supplier:
    """Write a new supplier. Raises Invalid with every fault at its field: number and identifiers are one's alone."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    profile = _checked(session, command, None, moment)
    supplier = Supplier(**{name: getattr(profile, name) for name in FIELDS})
    session.add(supplier)
    session.flush()
    write_year(session, supplier.id, spend_after(NO_SPEND, profile.annual_spend, profile.spend_year).written)
    record_event(session, actor, moment, "supplier_added", supplier=supplier.id)
    return supplier


def change_supplier(session: Session, actor: Actor, command: ChangeSupplier, moment: Moment) -> Supplier:
    """Write what differs. Raises Missing, or Invalid with every fault; also where it was changed since it was seen."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    if command.seen is not None and command.seen != profile_digest(supplier):
        raise Invalid([Fault("suppliers.changed_meanwhile")])
    known = spend_of(session, supplier)
    profile = _checked(session, command, supplier.id, moment, known)
    after = spend_after(known, profile.annual_spend, profile.spend_year)
    profile = replace(profile, annual_spend=after.amount, spend_year=after.year)
    changed = [name for name in FIELDS if getattr(supplier, name) != getattr(profile, name)]
    for name in changed:
        setattr(supplier, name, getattr(profile, name))
    write_year(session, supplier.id, after.written)
    if changed or after.written:
        session.flush()
        fields = changed or ["annual_spend"]
        record_event(session, actor, moment, "supplier_changed", supplier=supplier.id, fields=fields)
    return supplier


def _checked(
    session: Session, command: Profile, own_id: int | None, moment: Moment, known: Spend = NO_SPEND
) -> Profile:
    profile = tidy(command)
    faults = [
        *faults_of(profile, moment.day.year),
        *spend_after(known, profile.annual_spend, profile.spend_year).faults,
    ]
    wrong = {fault.place for fault in faults}
    asked = {name: getattr(profile, name) for name in UNIQUE if name not in wrong and getattr(profile, name)}
    faults += _taken(session, asked, own_id)
    if faults:
        raise Invalid(faults)
    return profile


def _taken(session: Session, asked: dict[str, str], own_id: int | None) -> list[Fault]:
    """Name what another supplier has. A merged one still has its number, so that old papers find their way."""
    faults = []
    for name, value in asked.items():
        others = select(Supplier.merged_into_id).where(getattr(Supplier, name) == value, Supplier.id != (own_id or 0))
        if name != "number":
            others = others.where(Supplier.merged_into_id.is_(None))
        rows = session.execute(others.limit(1)).all()
        if rows:
            faults.append(Fault("suppliers.number_merged" if rows[0][0] else UNIQUE[name], place=name))
    return faults
