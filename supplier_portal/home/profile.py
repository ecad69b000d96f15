"""What the company's own data lacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_

from supplier_portal.access.actor import Actor
from supplier_portal.declarations.queries import is_waiting
from supplier_portal.suppliers.models import Site, Supplier, SupplierContact
from supplier_portal.suppliers.queries import visible as visible_suppliers

STAFF, SCOPE_1_2, USCC, CONTACT = "staff", "scope_1_2", "uscc", "contact"
SITE_CATEGORIES, SITE_GRID = "site_categories", "site_grid"
GAPS = (STAFF, SCOPE_1_2, USCC, CONTACT, SITE_CATEGORIES, SITE_GRID)
"""What may be missing."""
HAS_USCC = "CN"


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. name: one of GAPS."""

    name: str

    def sites(self, supplier: Supplier) -> list[Site]:
        """The sites that lack it, of what sites have."""
        lacking = {SITE_CATEGORIES: lambda site: not site.categories, SITE_GRID: lambda site: site.grid is None}
        return [site for site in supplier.sites if self.name in lacking and lacking[self.name](site)]


def gaps_of(lacks: Mapping[str, bool]) -> list[Gap]:
    """What is missing, by whether each of GAPS is."""
    return [Gap(name) for name, missing in lacks.items() if missing]


def lacking() -> dict[str, ColumnElement[bool]]:
    """By name, in the order of GAPS, whether the `Supplier` of the statement around lacks it."""
    contact = exists().where(SupplierContact.supplier_id == Supplier.id, SupplierContact.email != "")
    site = exists().where(Site.supplier_id == Supplier.id)
    return {
        STAFF: Supplier.staff.is_(None),
        SCOPE_1_2: Supplier.scope_1_2.is_(None),
        USCC: and_(Supplier.uscc.is_(None), Supplier.country == HAS_USCC),
        CONTACT: ~contact,
        SITE_CATEGORIES: site.where(Site.categories == []),
        SITE_GRID: site.where(Site.grid.is_(None)),
    }


def count_incomplete(actor: Actor) -> ScalarSelect[int]:
    """1 where the actor's company lacks anything and has not declared its data, else 0, as a part of a statement."""
    own = visible_suppliers(actor).where(Supplier.id == actor.supplier_id, or_(*lacking().values()), ~is_waiting())
    return own.with_only_columns(func.count()).order_by(None).scalar_subquery()
