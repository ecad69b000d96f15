"""Audits meant and held by month, and which suppliers were ever audited."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, extract, func, literal, select, union_all
from sqlalchemy.orm import Session

from supplier_portal.audits.models import SCORED, Audit
from supplier_portal.audits.narrowing import counted, is_slipped
from supplier_portal.dashboard.queries import Scope
from supplier_portal.domain.workflow.audit import FROZEN
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.suppliers.models import Supplier

HELD = ("closing_held", "in_review", "draft_sent", *FROZEN)
"""States in which the visit is over."""
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Month:
    """planned: audits meant for it; done: those of its visits that are over."""

    number: int
    planned: int = 0
    done: int = 0


@dataclass(frozen=True)
class YearOfAudits:
    """by_programme: whether the plan is the programme's; else it is the audits' own dates.

    until: the month up to which the plan is due, 0 in a year ahead; slipped: audits of any year that have not begun
    though their day is past.
    """

    months: tuple[Month, ...]
    by_programme: bool
    until: int
    slipped: int

    @property
    def planned(self) -> int:
        return sum(month.planned for month in self.months)

    @property
    def due(self) -> int:
        """Planned up to the month of the day."""
        return sum(month.planned for month in self.months if month.number <= self.until)

    @property
    def done(self) -> int:
        return sum(month.done for month in self.months)

    @property
    def behind(self) -> int:
        """Audits missing against the plan; below zero where more were held than meant."""
        return self.due - self.done


def audits_of_year(session: Session, scope: Scope) -> YearOfAudits:
    """Count by month, in one statement. A second revision is no second audit, and a cancelled one none at all."""
    rows = session.execute(union_all(_audits(scope), _lines(scope), _slipped(scope))).all()
    lines = {int(month): planned for kind, month, planned, _ in rows if kind == "line"}
    audits = {int(month): (planned, done) for kind, month, planned, done in rows if kind == "audit"}
    months = []
    for number in MONTHS:
        planned, done = audits.get(number, (0, 0))
        months.append(Month(number, lines.get(number, 0) if lines else planned, done))
    until = 0 if scope.first > scope.day else scope.end.month
    slipped = sum(count for kind, _, count, _ in rows if kind == "slipped")
    return YearOfAudits(tuple(months), bool(lines), until, slipped)


def _audits(scope: Scope) -> Select[*tuple[Any, ...]]:
    month = extract("month", Audit.starts_on)
    asked = (
        select(literal("audit"), month, func.count(), _count(Audit.state.in_(HELD)))
        .where(Audit.starts_on.between(scope.first, scope.last), *counted())
        .group_by(month)
    )
    return _of_category(asked, Audit.supplier_id, scope)


def _lines(scope: Scope) -> Select[*tuple[Any, ...]]:
    asked = (
        select(literal("line"), ProgrammeLine.month, func.count(), literal(0))
        .select_from(ProgrammeLine)
        .join(Programme, Programme.id == ProgrammeLine.programme_id)
        .where(Programme.year == scope.year, ProgrammeLine.dropped_at.is_(None))
        .group_by(ProgrammeLine.month)
    )
    return _of_category(asked, ProgrammeLine.supplier_id, scope)


def _slipped(scope: Scope) -> Select[*tuple[Any, ...]]:
    asked = select(literal("slipped"), literal(0), func.count(), literal(0)).select_from(Audit)
    return _of_category(asked.where(is_slipped(scope.day)), Audit.supplier_id, scope)


def _of_category(asked: Select[*tuple[Any, ...]], supplier_id: Any, scope: Scope) -> Select[*tuple[Any, ...]]:
    if not scope.category:
        return asked
    return asked.join(Supplier, Supplier.id == supplier_id).where(Supplier.category == scope.category)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


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
    each = (
        select(first_audited_on(scope.end).label("first"), Supplier.strategic_core, Supplier.annual_spend)
        .where(*scope.suppliers())
        .subquery()
    )
    year = extract("year", each.c.first)
    by_year = select(year, func.count(), _count(each.c.strategic_core.is_(True)), func.sum(each.c.annual_spend))
    rows = session.execute(by_year.group_by(year)).all()
    found = [
        Reached(None if told is None else int(told), suppliers, core, spend or Decimal(0))
        for told, suppliers, core, spend in rows
    ]
    return Reach(tuple(sorted(found, key=lambda one: (one.year is None, one.year or 0))))
