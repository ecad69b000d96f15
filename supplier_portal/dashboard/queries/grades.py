"""Grades at two days, and audits that expire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, not_, or_, select, type_coerce
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.dashboard.queries import KEPT, Scope
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.domain.workflow.audit import BEFORE_ISSUE
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.suppliers.models import Supplier

SOON_DAYS, LATER_DAYS = 90, 180
EXPIRED, SOON, LATER, BEYOND, NEVER = ("expired", "soon", "later", "beyond", "never")
VALID = (SOON, LATER, BEYOND)


@dataclass(frozen=True)
class Moves:
    """counts: suppliers by grade at the end of the year before and grade now; fresh: rated first since then."""

    counts: Mapping[tuple[str, str], int]
    fresh: int

    def total(self) -> int:
        return sum(self.counts.values())

    def up(self) -> int:
        return sum(count for (before, now), count in self.counts.items() if now < before)

    def down(self) -> int:
        return sum(count for (before, now), count in self.counts.items() if now > before)


def moves_of_year(session: Session, scope: Scope) -> Moves:
    """Compare each supplier's grade at the end of the year before with the one at the end of the scope.

    One statement; suppliers rated on one of the days alone move nothing.
    """
    rows = session.execute(_both_grades(scope)).all()
    return Moves(
        {(was, grade): count for was, grade, count in rows if was and grade},
        sum(count for was, grade, count in rows if grade and not was),
    )


@lru_cache(maxsize=KEPT)
def _both_grades(scope: Scope) -> Select[*tuple[Any, ...]]:
    before = _grade_on(scope.first - timedelta(days=1))
    now: Any = RatingNow.grade if scope.now else _grade_on(scope.end)
    both = (
        select(before.label("before"), now.label("now"))
        .select_from(RatingNow)
        .join(Supplier, Supplier.id == RatingNow.supplier_id)
        .where(*scope.suppliers())
        .subquery()
    )
    return select(both.c.before, both.c.now, func.count()).group_by(both.c.before, both.c.now)


def _grade_on(day: date) -> ColumnElement[str]:
    """The grade of the last rating published up to a day, read from the index alone."""
    return (
        select(Rating.grade)
        .where(Rating.supplier_id == RatingNow.supplier_id, Rating.as_of <= day)
        .order_by(Rating.as_of.desc(), Rating.id.desc())
        .limit(1)
        .correlate(RatingNow)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Expiry:
    """Suppliers whose last audit expires in a span. undated: those of them without an audit planned or under way."""

    suppliers: int = 0
    undated: int = 0
    first: date | None = None


@dataclass(frozen=True)
class Validity:
    """Suppliers by when their audit expires. audits: number and mean of the valid ones of each category."""

    spans: Mapping[str, Expiry]
    audits: Mapping[str, tuple[int, Decimal]]

    def of(self, span: str) -> Expiry:
        return self.spans.get(span, Expiry())


def validity_ahead(session: Session, scope: Scope) -> Validity:
    """Count rated suppliers by when their audit expires, and average the effective audits, in one statement."""
    return _validity([Group(*row) for row in session.execute(_by_span(scope))])


@lru_cache(maxsize=KEPT)
def _by_span(scope: Scope) -> Select[*tuple[Any, ...]]:
    expires, day = RatingNow.expires_on, scope.day
    soon, later = (day + timedelta(days=days) for days in (SOON_DAYS, LATER_DAYS))
    span = case(
        (expires.is_(None), NEVER), (expires < day, EXPIRED), (expires <= soon, SOON), (expires <= later, LATER),
        else_=BEYOND,
    )  # fmt: skip
    ahead = select(Audit.id).where(Audit.supplier_id == RatingNow.supplier_id, Audit.state.in_(BEFORE_ISSUE)).exists()
    undated = case((and_(or_(expires.is_(None), expires <= later), not_(ahead)), 1), else_=0)
    audits = func.sum(type_coerce(RatingNow.effective_audit, Integer))
    return (
        select(Supplier.category, span, func.count(), func.sum(undated), func.min(expires), audits)
        .select_from(RatingNow)
        .join(Supplier, Supplier.id == RatingNow.supplier_id)
        .where(*scope.suppliers())
        .group_by(Supplier.category, span)
    )


class Group(NamedTuple):
    """What one category has of one span; audits: sum of the effective audits in hundredths."""

    category: str
    span: str
    suppliers: int
    undated: int
    first: date | None
    audits: int


def _validity(groups: Sequence[Group]) -> Validity:
    spans: dict[str, Expiry] = {}
    valid: dict[str, tuple[int, int]] = {}
    for one in groups:
        so_far = spans.get(one.span, Expiry())
        days = [day for day in (so_far.first, one.first) if day]
        spans[one.span] = Expiry(
            so_far.suppliers + one.suppliers, so_far.undated + int(one.undated), min(days, default=None)
        )
        if one.span in VALID:
            count, total = valid.get(one.category, (0, 0))
            valid[one.category] = (count + one.suppliers, total + int(one.audits))
    means = {category: (count, figure(Fraction(total, 100 * count))) for category, (count, total) in valid.items()}
    return Validity(spans, means)
