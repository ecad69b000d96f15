"""Spend by year; the supplier itself shows the latest year's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier, SupplierSpend
from supplier_portal.suppliers.operations.checking import MONEY_PLACES, figure_faults, length_faults, year_faults
from supplier_portal.suppliers.operations.profile import one_line
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LONGEST_SOURCE = 120


@dataclass(frozen=True)
class Spend:
    """What is known of a supplier's spend: CNY and year as the supplier shows them, and each year on record."""

    amount: Decimal = Decimal(0)
    year: int | None = None
    years: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class SpendAfter:
    """What stands after a change. written: year and amount of the row to write, None where nothing is."""

    amount: Decimal
    year: int | None
    written: tuple[int, Decimal] | None = None
    faults: tuple[Fault, ...] = ()


NO_SPEND = Spend()


def spend_after(known: Spend, amount: Decimal, year: int | None) -> SpendAfter:
    """Work out what an amount of a year, or of no year told, makes of the spend that is known.

    Without a year it stands for the supplier's only figure; where years are on record, another amount needs its year.
    """
    if year is not None:
        years = {**known.years, year: amount}
        latest = max(years)
        written = None if known.years.get(year) == amount else (year, amount)
        return SpendAfter(years[latest], latest, written)
    if known.year is None:
        return SpendAfter(amount, None)
    faults = () if amount == known.amount else (Fault("suppliers.spend_year_needed", place="spend_year"),)
    return SpendAfter(known.amount, known.year, faults=faults)


def spend_of(session: Session, supplier: Supplier) -> Spend:
    rows = select(SupplierSpend.year, SupplierSpend.amount).where(SupplierSpend.supplier_id == supplier.id)
    return Spend(supplier.annual_spend, supplier.spend_year, dict(session.execute(rows).all()))


def write_year(session: Session, supplier_id: int, written: tuple[int, Decimal] | None, source: str = "") -> None:
    """Write one year's row, new or changed."""
    if written is not None:
        year, amount = written
        session.merge(SupplierSpend(supplier_id=supplier_id, year=year, amount=amount, source=source))


@dataclass(frozen=True)
class RecordSpend:
    """amount: CNY; source: the list or system it is from."""

    supplier_id: int
    year: int
    amount: Decimal
    source: str = ""


def record_spend(session: Session, actor: Actor, command: RecordSpend, moment: Moment) -> Supplier:
    """Write a year's spend, over the one that stood there. Raises Missing, or Invalid with every fault."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    source = one_line(command.source)
    faults = [
        *year_faults(command.year, moment.day.year, "year"),
        *figure_faults(command.amount, MONEY_PLACES, "amount"),
        *length_faults(source, LONGEST_SOURCE, "source"),
    ]
    if faults:
        raise Invalid(faults)
    write_year(session, supplier.id, (command.year, command.amount), source)
    session.flush()
    show_latest_spend(session, supplier)
    record_event(session, actor, moment, "supplier_spend_recorded", supplier=supplier.id, year=command.year)
    return supplier


def remove_spend(session: Session, actor: Actor, supplier_id: int, year: int, moment: Moment) -> None:
    """Take a year's spend away; the supplier shows the latest one left, or none. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, supplier_id)
    own = (SupplierSpend.supplier_id == supplier.id, SupplierSpend.year == year)
    if session.execute(delete(SupplierSpend).where(*own)).rowcount != 1:  # type: ignore[attr-defined]
        raise Missing
    show_latest_spend(session, supplier)
    record_event(session, actor, moment, "supplier_spend_removed", supplier=supplier.id, year=year)


def show_latest_spend(session: Session, supplier: Supplier) -> None:
    """Let the supplier show its latest year on record, or none."""
    years = spend_of(session, supplier).years
    latest = max(years, default=None)
    supplier.annual_spend = Decimal(0) if latest is None else years[latest]
    supplier.spend_year = latest
    session.flush()
