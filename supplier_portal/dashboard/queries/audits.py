"""Audits meant and held by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, extract, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.audits.narrowing import counted, is_slipped
from supplier_portal.dashboard.queries import KEPT, Scope, how_many
from supplier_portal.domain.workflow.audit import FROZEN
from supplier_portal.programme.line_states import month_is_due
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.suppliers.models import Supplier

HELD = ("closing_held", "in_review", "draft_sent", *FROZEN)
"""States in which the visit is over."""
AHEAD = ("planned", "confirmed", "in_progress")
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Month:
    """planned: audits meant for it; held: those of them whose visit is over; missing: those still to be visited.

    done: its own visits that are over, whichever month they were meant for.
    """

    number: int
    planned: int = 0
    held: int = 0
    missing: int = 0
    done: int = 0


@dataclass(frozen=True)
class YearOfAudits:
    """by_programme: whether the plan is the programme's; else it is the audits' own dates.

    until: the month that has come, over: the one whose last day has, 0 before the first; slipped: audits of any year
    that have not begun though their day is past.
    """

    months: tuple[Month, ...]
    by_programme: bool
    until: int
    over: int
    slipped: int

    @property
    def planned(self) -> int:
        return sum(month.planned for month in self.months)

    @property
    def due(self) -> int:
        """Planned for the months that are over."""
        return sum(month.planned for month in self._over())

    @property
    def held(self) -> int:
        """Those of them whose visit is over."""
        return sum(month.held for month in self._over())

    @property
    def behind(self) -> int:
        """Those of them still to be visited; what was refused is not."""
        return sum(month.missing for month in self._over())

    def _over(self) -> Iterator[Month]:
        return (month for month in self.months if month.number <= self.over)


def audits_of_year(session: Session, scope: Scope) -> YearOfAudits:
    """Count by month, in one statement. A second revision is no second audit, and a cancelled one none at all."""
    rows = session.execute(_months(scope)).all()
    lines, audits = (
        {int(month): counts for kind, month, *counts in rows if kind == wanted} for wanted in ("line", "audit")
    )
    months = []
    for number in MONTHS:
        planned, held, missing = (lines or audits).get(number, (0, 0, 0))
        _, done, _ = audits.get(number, (0, 0, 0))
        months.append(Month(number, planned, held, missing, done))
    until = 0 if scope.first > scope.day else scope.end.month
    over = until if month_is_due(scope.year, until, scope.end) else max(until - 1, 0)
    slipped = sum(count for kind, _, count, *_ in rows if kind == "slipped")
    return YearOfAudits(tuple(months), bool(lines), until, over, slipped)


@lru_cache(maxsize=KEPT)
def _months(scope: Scope) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(_audits(scope), _lines(scope), _slipped(scope))


def _audits(scope: Scope) -> Select[*tuple[Any, ...]]:
    month = extract("month", Audit.starts_on)
    asked = (
        select(literal("audit"), month, func.count(), how_many(Audit.state.in_(HELD)), how_many(Audit.state.in_(AHEAD)))
        .where(Audit.starts_on.between(scope.first, scope.last), *counted())
        .group_by(month)
    )
    return _of_category(asked, Audit.supplier_id, scope)


def _lines(scope: Scope) -> Select[*tuple[Any, ...]]:
    missing = or_(Audit.id.is_(None), Audit.state.in_((*AHEAD, "cancelled")))
    asked = (
        select(literal("line"), ProgrammeLine.month, func.count(), how_many(Audit.state.in_(HELD)), how_many(missing))
        .select_from(ProgrammeLine)
        .join(Programme, Programme.id == ProgrammeLine.programme_id)
        .outerjoin(Audit, Audit.id == ProgrammeLine.audit_id)
        .where(Programme.year == scope.year, ProgrammeLine.dropped_at.is_(None))
        .group_by(ProgrammeLine.month)
    )
    return _of_category(asked, ProgrammeLine.supplier_id, scope)


def _slipped(scope: Scope) -> Select[*tuple[Any, ...]]:
    asked = select(literal("slipped"), literal(0), func.count(), literal(0), literal(0)).select_from(Audit)
    return _of_category(asked.where(is_slipped(scope.day)), Audit.supplier_id, scope)


def _of_category(asked: Select[*tuple[Any, ...]], supplier_id: Any, scope: Scope) -> Select[*tuple[Any, ...]]:
    if not scope.category:
        return asked
    return asked.join(Supplier, Supplier.id == supplier_id).where(Supplier.category == scope.category)
