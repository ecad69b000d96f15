"""What the database knows of the suppliers a file names, read in a few statements whatever their number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.suppliers.models import (
    Supplier,
    SupplierContact,
    SupplierName,
    SupplierSpend,
)
from supplier_portal.suppliers.operations.profile import FIELDS, Profile
from supplier_portal.suppliers.operations.spend import Spend

Columns = TypeVarTuple("Columns")

NAMED_AT_ONCE = 1_000
"""More keys than this, and the whole table is read: one statement instead of many."""


@dataclass(frozen=True)
class Contact:
    """The main contact; id None where there is none yet."""

    id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


class Year(NamedTuple):
    """A year's spend on record."""

    amount: Decimal
    source: str


@dataclass(frozen=True)
class Known:
    """A supplier as it stands. parent: its parent's number, also of one awaited; merged_into: the survivor's number.

    link: parent_id and awaited_parent.
    """

    id: int
    profile: Profile
    link: dict[str, Any]
    parent: str
    merged_into: str
    names: frozenset[str]
    contact: Contact
    years: dict[int, Year]

    @property
    def spend(self) -> Spend:
        return Spend(
            self.profile.annual_spend, self.profile.spend_year, {year: one.amount for year, one in self.years.items()}
        )


@dataclass
class Register:
    """by_number: the suppliers a file names. owners: whose an identifier is. above: number → its parent's, of all."""

    by_number: dict[str, Known] = field(default_factory=dict)
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


def read_register(
    session: Session, numbers: Collection[str], identifiers: Mapping[str, Collection[str]], parents: Collection[str]
) -> Register:
    """Read the suppliers of these numbers, who has these identifiers, and the parents' families."""
    register = Register()
    rows = _suppliers(session, numbers)
    ids = {row.id for row in rows}
    names, contacts, years = _names(session, ids), _contacts(session, ids), _years(session, ids)
    for row in rows:
        register.by_number[row.number] = _known(row, names, contacts, years)
    _read_owners(session, register, identifiers)
    if parents:
        _read_families(session, register, parents)
    return register


def _suppliers(session: Session, numbers: Collection[str]) -> Sequence[Row[Any]]:
    parent, survivor = aliased(Supplier), aliased(Supplier)
    columns = [getattr(Supplier, name) for name in FIELDS]
    asked = (
        select(Supplier.id, *columns, Supplier.parent_id, Supplier.awaited_parent, parent.number, survivor.number)
        .outerjoin(parent, parent.id == Supplier.parent_id)
        .outerjoin(survivor, survivor.id == Supplier.merged_into_id)
    )
    return session.execute(_narrowed(asked, Supplier.number.in_, numbers)).all()


def _known(
    row: Row[Any], names: dict[int, set[str]], contacts: dict[int, Contact], years: dict[int, dict[int, Year]]
) -> Known:
    supplier_id, *values, parent_id, awaited, parent, survivor = tuple(row)
    return Known(
        supplier_id,
        Profile(**dict(zip(FIELDS, values, strict=True))),
        {"parent_id": parent_id, "awaited_parent": awaited},
        parent or awaited or "",
        survivor or "",
        frozenset(names.get(supplier_id, ())),
        contacts.get(supplier_id, Contact()),
        years.get(supplier_id, {}),
    )


def _narrowed(
    asked: Select[*Columns], among: Callable[[Iterable[Any]], ColumnElement[bool]], keys: Collection[Any]
) -> Select[*Columns]:
    return asked.where(among(keys)) if len(keys) <= NAMED_AT_ONCE else asked


def _names(session: Session, ids: set[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    asked = select(SupplierName.supplier_id, SupplierName.name)
    for supplier_id, name in session.execute(_narrowed(asked, SupplierName.supplier_id.in_, ids)):
        found[supplier_id].add(name)
    return found


def _contacts(session: Session, ids: set[int]) -> dict[int, Contact]:
    contact = SupplierContact
    asked = select(contact.supplier_id, contact.id, contact.name, contact.email, contact.phone).where(contact.main)
    rows = session.execute(_narrowed(asked, contact.supplier_id.in_, ids))
    return {row[0]: Contact(*row[1:]) for row in rows}


def _years(session: Session, ids: set[int]) -> dict[int, dict[int, Year]]:
    found: dict[int, dict[int, Year]] = defaultdict(dict)
    asked = select(SupplierSpend.supplier_id, SupplierSpend.year, SupplierSpend.amount, SupplierSpend.source)
    for supplier_id, year, amount, source in session.execute(_narrowed(asked, SupplierSpend.supplier_id.in_, ids)):
        found[supplier_id][year] = Year(amount, source)
    return found


def _read_owners(session: Session, register: Register, identifiers: Mapping[str, Collection[str]]) -> None:
    for name, codes in identifiers.items():
        if not codes:
            continue
        column = getattr(Supplier, name)
        asked = select(column, Supplier.number).where(column.is_not(None), Supplier.merged_into_id.is_(None))
        for code, number in session.execute(_narrowed(asked, column.in_, codes)):
            register.owners[name, code] = number


def _read_families(session: Session, register: Register, parents: Collection[str]) -> None:
    """Read every link there is: a circle may close anywhere above."""
    parent = aliased(Supplier)
    links = select(Supplier.number, parent.number).join(parent, parent.id == Supplier.parent_id)
    register.above = dict(session.execute(links).all())
    there = select(Supplier.number).where(Supplier.merged_into_id.is_(None))
    register.numbers = set(session.scalars(_narrowed(there, Supplier.number.in_, parents)))
