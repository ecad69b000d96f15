"""Science-based targets by spend over the years, the CDP scores of a year, and the roadmap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from supplier_portal.carbon.models import CdpScore, SupplierTarget
from supplier_portal.carbon.queries.snapshots import applied_on, snapshot_in_force
from supplier_portal.carbon.sbti_list.companies import NONE
from supplier_portal.dashboard.models import RoadmapGoal
from supplier_portal.dashboard.queries import KEPT, Scope
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.suppliers.models import Supplier

YEARS_SHOWN = 4
"""Ends of years before the day itself."""
LEADERSHIP, MANAGEMENT, LOWER = ("A", "A-"), ("B", "B-"), ("C", "C-", "D", "D-")


@dataclass(frozen=True)
class Coverage:
    """What stood on a day, by status: suppliers, and their spend in CNY."""

    day: date
    suppliers: Mapping[str, int]
    spend: Mapping[str, Decimal]

    def share(self, status: str, whole: Decimal) -> Decimal:
        """Percent of all spend, at 0.1."""
        return figure(Fraction(self.spend.get(status, Decimal(0))) * 100 / Fraction(whole), 1) if whole else Decimal(0)


def coverage_over_years(session: Session, scope: Scope) -> list[Coverage]:
    """What the list in force said on the last days of years and on the day, oldest first, in one statement.

    Every day is weighed with the suppliers' present yearly spend: the line moves with targets alone. A day before the
    first list is left out.
    """
    days = _days(scope)
    found: dict[int, dict[str, tuple[int, Decimal]]] = {}
    for place, status, count, spend in session.execute(_covered(scope)):
        found.setdefault(place, {})[status] = (count, spend or Decimal(0))
    return [
        Coverage(
            days[place],
            {status: count for status, (count, _) in by_status.items()},
            {status: spend for status, (_, spend) in by_status.items()},
        )
        for place, by_status in sorted(found.items())
    ]


def _days(scope: Scope) -> list[date]:
    return [*(date(year, 12, 31) for year in range(scope.end.year - YEARS_SHOWN, scope.end.year)), scope.end]


@lru_cache(maxsize=KEPT)
def _covered(scope: Scope) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*(_coverage_on(place, day, scope) for place, day in enumerate(_days(scope))))


def _coverage_on(place: int, day: date, scope: Scope) -> Select[*tuple[Any, ...]]:
    applied = targets_on(day).subquery()
    return (
        select(literal(place), applied.c.status, func.count(), func.sum(Supplier.annual_spend))
        .select_from(applied)
        .join(Supplier, Supplier.id == applied.c.supplier_id)
        .where(applied.c.first == 1, *scope.suppliers())
        .group_by(applied.c.status)
    )


def targets_on(day: date) -> Select[*tuple[Any, ...]]:
    """Supplier, status and target's year as ratings of the day count them; of several of a supplier, `first` is 1.

    What a person decided goes before a match by identifier.
    """
    first = func.row_number().over(
        partition_by=SupplierTarget.supplier_id, order_by=(SupplierTarget.verdict, SupplierTarget.id.desc())
    )
    over = SupplierTarget.target_year < day.year
    return select(
        SupplierTarget.supplier_id,
        case((over, NONE), else_=SupplierTarget.status).label("status"),
        SupplierTarget.target_year,
        first.label("first"),
    ).where(SupplierTarget.snapshot_id == snapshot_in_force(day).scalar_subquery(), applied_on(day))


@dataclass(frozen=True)
class CdpYear:
    """Scores of one disclosure year that were published for everybody. counts, spend: by score."""

    year: int
    counts: Mapping[str, int]
    spend: Mapping[str, Decimal]

    @property
    def published(self) -> int:
        return sum(self.counts.values())

    def count(self, scores: Sequence[str]) -> int:
        return sum(self.counts.get(score, 0) for score in scores)

    def share(self, scores: Sequence[str]) -> Decimal:
        """Whole percent of those published."""
        return figure(Fraction(self.count(scores) * 100, self.published), 0) if self.published else Decimal(0)

    def spend_share(self, whole: Decimal) -> Decimal:
        """Percent of all spend that goes to suppliers with a published score, at 0.1."""
        told = sum(self.spend.values(), Decimal(0))
        return figure(Fraction(told) * 100 / Fraction(whole), 1) if whole else Decimal(0)


NOT_SCORED = "F"
"""Asked by its customers, and no answer: it took no part."""


def cdp_of_year(session: Session, scope: Scope) -> CdpYear | None:
    """The newest disclosure year published by the end of the scope, in one statement; None before the first."""
    rows = session.execute(_published(scope)).all()
    newest = max((year for year, *_ in rows), default=None)
    if newest is None:
        return None
    own = [(score, count, spend or Decimal(0)) for year, score, count, spend in rows if year == newest]
    return CdpYear(newest, {score: count for score, count, _ in own}, {score: spend for score, _, spend in own})


def is_published(scope: Scope) -> list[ColumnElement[bool]]:
    """Whether everybody may see a score by the end of the scope, and its supplier took part."""
    return [CdpScore.public.is_(True), CdpScore.score != NOT_SCORED, CdpScore.published_on <= scope.end]


@lru_cache(maxsize=KEPT)
def _published(scope: Scope) -> Select[*tuple[Any, ...]]:
    return (
        select(CdpScore.year, CdpScore.score, func.count(), func.sum(Supplier.annual_spend))
        .join(Supplier, Supplier.id == CdpScore.supplier_id)
        .where(*is_published(scope), *scope.suppliers())
        .group_by(CdpScore.year, CdpScore.score)
    )


def goals(session: Session) -> list[RoadmapGoal]:
    """The goals of the version loaded last, by year; none where no roadmap was loaded. One statement."""
    last = select(RoadmapGoal.version).order_by(RoadmapGoal.loaded_at.desc(), RoadmapGoal.id.desc()).limit(1)
    asked = select(RoadmapGoal).where(RoadmapGoal.version == last.scalar_subquery())
    return list(session.scalars(asked.order_by(RoadmapGoal.year, RoadmapGoal.id)))


def goals_of(measure: str, roadmap: Sequence[RoadmapGoal]) -> Iterator[tuple[int, Decimal]]:
    """Year and percent of the goals of a measure."""
    return ((goal.year, goal.value) for goal in roadmap if goal.measure == measure)
