"""Which suppliers were ever audited, by the year of their first audit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import SCORED, Audit
from supplier_portal.dashboard.queries import KEPT, Scope, how_many
from supplier_portal.domain.workflow.audit import FROZEN
from supplier_portal.suppliers.models import Supplier


@dataclass(frozen=True)
class Reached:
    """Suppliers by the year of the visit of their first scored audit; None: never audited. core: strategic ones."""

    year: int | None
    suppliers: int
    core: int
    spend: Decimal


@dataclass(frozen=True)
class Reach:
    by_year: tuple[Reached, ...]

    def _of(self, years: Iterator[Reached] | tuple[Reached, ...]) -> int:
        return sum(one.suppliers for one in years)

    @property
    def suppliers(self) -> int:
        return self._of(self.by_year)

    @property
    def audited(self) -> int:
        return self._of(one for one in self.by_year if one.year is not None)

    @property
    def core(self) -> int:
        return sum(one.core for one in self.by_year)

    @property
    def core_never(self) -> int:
        return sum(one.core for one in self.by_year if one.year is None)

    @property
    def spend(self) -> Decimal:
        return sum((one.spend for one in self.by_year), Decimal(0))

    @property
    def years(self) -> list[Reached]:
        return [one for one in self.by_year if one.year is not None]


def first_audited_on(until: date) -> ColumnElement[date]:
    """A supplier's first day of its first scored audit that was issued, of those begun by a day; read from an index."""
    return (
        select(Audit.starts_on)
        .where(
            Audit.supplier_id == Supplier.id,
            Audit.type.in_(SCORED),
            Audit.state.in_(FROZEN),
            Audit.starts_on <= until,
        )
        .order_by(Audit.starts_on)
        .limit(1)
        .correlate(Supplier)
        .scalar_subquery()
    )


def reach_of_audits(session: Session, scope: Scope) -> Reach:
    """Count all suppliers of the scope by the year they were first audited in, in one statement."""
    found = [
        Reached(None if told is None else int(told), suppliers, core, spend or Decimal(0))
        for told, suppliers, core, spend in session.execute(_by_first_year(scope))
    ]
    return Reach(tuple(sorted(found, key=lambda one: (one.year is None, one.year or 0))))


@lru_cache(maxsize=KEPT)
def _by_first_year(scope: Scope) -> Select[*tuple[Any, ...]]:
    each = (
        select(first_audited_on(scope.end).label("first"), Supplier.strategic_core, Supplier.annual_spend)
        .where(*scope.suppliers())
        .subquery()
    )
    year = extract("year", each.c.first)
    counts = (func.count(), how_many(each.c.strategic_core.is_(True)), func.sum(each.c.annual_spend))
    return select(year, *counts).group_by(year)
