"""The table of scorecards: filtered, sorted and counted in the database, one row a supplier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, SQLColumnExpression, and_, case, func, true
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.queries import visible_now
from supplier_portal.scores.queries.conditions import Conditions
from supplier_portal.scores.table_state import DOWN, FIRST_SORT, UP, TableFilter
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers


@dataclass(frozen=True)
class Counts:
    """Of the rows a filter leaves: how many, their spend, by grade, with an acting gate, blocked, provisional.

    up, down: whose grade moved within a quarter.
    """

    suppliers: int
    spend: Decimal
    grades: Mapping[str, int]
    gated: int
    blocked: int
    provisional: int
    up: int
    down: int


@dataclass(frozen=True)
class Whole:
    """Of all the actor sees, whatever the filter: how many, their spend, and how many each of the asked views has."""

    suppliers: int
    spend: Decimal
    views: Sequence[int]


class ScorecardTable:
    """One actor's table on one day. full_days: how long an audit counts in full, by the policy of the day."""

    def __init__(self, actor: Actor, wanted: TableFilter, day: date, full_days: int) -> None:
        self.now = aliased(RatingNow, visible_now(actor).subquery())
        self._suppliers = visible_suppliers(actor)
        self._wanted = wanted
        self._conditions = Conditions(self.now, day, full_days)

    def rows(self, sort: str) -> Select[Any, Any]:
        """Select supplier and `RatingNow` (None where never rated), by a key of `sorts`, falling with a "-" before."""
        columns = self.sorts()
        sort = sort if sort.removeprefix("-") in columns else FIRST_SORT
        column = columns[sort.removeprefix("-")]
        order = (column.desc() if sort.startswith("-") else column.asc()).nulls_last()
        return self._filtered().with_only_columns(Supplier, self.now).order_by(order, Supplier.id)

    def rated_ids(self, session: Session, sort: str, most: int, among: Sequence[int] | None = None) -> list[int]:
        """Find the first `most` rated suppliers of the filter, in the table's order; among: of these alone."""
        rated = self.rows(sort).where(self.now.supplier_id.is_not(None))
        if among is not None:
            rated = rated.where(Supplier.id.in_(among))
        return list(session.scalars(rated.with_only_columns(Supplier.id).limit(most)))

    def sorts(self) -> dict[str, ColumnElement[Any]]:
        """Give the columns one may sort by, under their keys."""
        now = self.now
        columns: dict[str, Any] = {
            "name": func.lower(Supplier.name_en), "category": Supplier.category, "spend": Supplier.annual_spend,
            "grade": now.grade, "moved": now.moved_on, "rating": now.rating, "sustainability": now.sustainability,
            "audit": now.effective_audit, "validity": now.expires_on, "cdp": now.cdp, "target": now.sbt,
            "critical": now.open_critical, "major": now.open_major, "minor": now.open_minor,
            "number": Supplier.number, "country": Supplier.country, "core": Supplier.strategic_core,
            "as_of": now.as_of,
        }  # fmt: skip
        return columns

    def whole(self, session: Session, views: Sequence[TableFilter] = ()) -> Whole:
        """Count all suppliers the actor sees, their spend, and the rows of each view, in one statement."""
        of_views = [_count(and_(true(), *self._conditions.of(wanted))) for wanted in views]
        counted = self._joined().with_only_columns(func.count(), func.sum(Supplier.annual_spend), *of_views)
        count, spend, *several = session.execute(counted).one()
        return Whole(count, spend or Decimal(0), several)

    def left_without(self, session: Session) -> dict[str, int]:
        """Count the rows there would be without each field of the filter, in one statement."""
        names = list(self._wanted.filled())
        freed = [_count(and_(true(), *self._conditions.of(self._wanted.without(name)))) for name in names]
        if not freed:
            return {}
        return dict(zip(names, session.execute(self._joined().with_only_columns(*freed)).one(), strict=True))

    def counts(self, session: Session) -> Counts:
        """Count the rows of the filter, in one statement."""
        now, told = self.now, self._conditions
        counted = self._filtered().with_only_columns(
            now.grade, func.count(), func.sum(Supplier.annual_spend), _count(told.gated()), _count(now.bid_blocked),
            _count(now.provisional), _count(told.moved(UP)), _count(told.moved(DOWN)),
        )  # fmt: skip
        rows = session.execute(counted.group_by(now.grade)).all()
        gated, blocked, provisional, up, down = (sum(int(row[place]) for row in rows) for place in range(3, 8))
        return Counts(
            suppliers=sum(row[1] for row in rows),
            spend=sum((row[2] or Decimal(0) for row in rows), Decimal(0)),
            grades={row[0]: row[1] for row in rows if row[0]},
            gated=gated,
            blocked=blocked,
            provisional=provisional,
            up=up,
            down=down,
        )

    def _joined(self) -> Select[Any]:
        return self._suppliers.outerjoin(self.now, self.now.supplier_id == Supplier.id)

    def _filtered(self) -> Select[Any]:
        return self._joined().where(*self._conditions.of(self._wanted))


def _count(condition: SQLColumnExpression[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0, type_=Integer)
