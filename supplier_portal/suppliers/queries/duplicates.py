"""Suppliers that may be the same as another one, for a person to judge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.company_names import plainly_another, words_of
from supplier_portal.suppliers.models import IDENTIFIERS, Supplier, SupplierName
from supplier_portal.suppliers.queries import names_of, visible

SHOWN, READ = 10, 300
SHORTEST_WORD = 3
FIRST_CHARACTERS = 2
CHINESE = "CJK"


@dataclass(frozen=True)
class Likely:
    """supplier: the other one; name: the one of its names that is alike; same_country: whether it is in the same."""

    supplier: Supplier
    name: str
    same_country: bool


def likely_duplicates(session: Session, actor: Actor, supplier: Supplier) -> list[Likely]:
    """Return the suppliers the actor sees whose names are not plainly another company's, the most alike first.

    They share a telling word with one of this supplier's names, or have its identifier among their names.
    """
    own = names_of(session, [supplier.id])[supplier.id]
    parts = _telling(own)
    identifiers = [code for name in IDENTIFIERS if (code := getattr(supplier, name))]
    if not parts and not identifiers:
        return []
    sharing = visible(actor).where(Supplier.id != supplier.id, or_(*_conditions(parts, identifiers)))
    others = session.scalars(sharing.order_by(Supplier.id).limit(READ)).all()
    known = names_of(session, [other.id for other in others])
    found = []
    for other in others:
        alike = [name for name in known[other.id] if name in identifiers or not plainly_another(name, own)]
        if alike:
            found.append((_shared(parts, alike), Likely(other, alike[0], other.country == supplier.country)))
    found.sort(key=lambda pair: (-pair[0], not pair[1].same_country, pair[1].supplier.id))
    return [likely for _, likely in found[:SHOWN]]


def _conditions(parts: Sequence[str], identifiers: Sequence[str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for part in parts:
        told = SupplierName.name.icontains(part, autoescape=True)
        conditions += [column.icontains(part, autoescape=True) for column in (Supplier.name_en, Supplier.name_zh)]
        conditions.append(select(SupplierName.id).where(SupplierName.supplier_id == Supplier.id, told).exists())
    if identifiers:
        same = SupplierName.name.in_(identifiers)
        conditions.append(select(SupplierName.id).where(SupplierName.supplier_id == Supplier.id, same).exists())
    return conditions


def _telling(names: Iterable[str]) -> list[str]:
    """Return what others that are the same would have in their names: telling words, and how Chinese cores begin."""
    parts = []
    for name in names:
        for script, words in words_of(name).telling.items():
            if script == CHINESE:
                parts += [word[:FIRST_CHARACTERS] for word in words if len(word) >= FIRST_CHARACTERS]
            else:
                parts += [word for word in words if len(word) >= SHORTEST_WORD]
    return list(dict.fromkeys(parts))


def _shared(parts: Sequence[str], names: Sequence[str]) -> int:
    return sum(any(part in name.casefold() for name in names) for part in parts)
