"""The table of scorecards: filtered, sorted and counted in the database, one row a supplier."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, SQLColumnExpression, String, and_, case, func, or_, type_coerce
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.queries import visible_now
from supplier_portal.scores.validity import AGEING, EXPIRED, FULL, NONE, SOON, SOON_DAYS
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers

ANY, NO, BLOCKED = "any", "no", "blocked"
LONGEST = 200
FIRST_SORT = "-spend"


@dataclass(frozen=True)
class TableFilter:
    """What a reader narrowed the table to; an empty text asks for all.

    gate: a code, `any`, `no` or `blocked`; validity: full, ageing, soon, expired, none; target: as in `RatingNow.sbt`.
    """

    text: str = ""
    category: str = ""
    grade: str = ""
    gate: str = ""
    validity: str = ""
    target: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "TableFilter":
        """Read the fields from an address, a form or a job's arguments; what else stands there is left alone."""
        return cls(**{field.name: str(given.get(field.name, "")).strip()[:LONGEST] for field in fields(cls)})


@dataclass(frozen=True)
class Counts:
    """Of the rows a filter leaves: how many, their spend, by grade, with an acting gate, blocked, provisional."""

    suppliers: int
    spend: Decimal
    grades: Mapping[str, int]
    gated: int
    blocked: int
    provisional: int


class ScorecardTable:
    """One actor's table on one day. full_days: how long an audit counts in full, by the policy of the day."""

    def __init__(self, actor: Actor, wanted: TableFilter, day: date, full_days: int) -> None:
        self.now = aliased(RatingNow, visible_now(actor).subquery())
        self._suppliers = visible_suppliers(actor)
        self._wanted = wanted
        self._day = day
        self._full_since = day - timedelta(days=full_days)

    def rows(self, sort: str) -> Select[Any, Any]:
        """Select supplier and `RatingNow` (None where never rated), by a key of `sorts`, falling with a "-" before."""
        columns = self.sorts()
        column = columns.get(sort.removeprefix("-"), columns["spend"])
        falling = sort.startswith("-") or sort not in columns
        order = (column.desc() if falling else column.asc()).nulls_last()
        return self._filtered().with_only_columns(Supplier, self.now).order_by(order, Supplier.id)

    def sorts(self) -> dict[str, ColumnElement[Any]]:
        """Give the columns one may sort by, under their keys."""
        now = self.now
        columns: dict[str, Any] = {
            "name": func.lower(Supplier.name_en), "category": Supplier.category, "spend": Supplier.annual_spend,
            "grade": now.grade, "rating": now.rating, "sustainability": now.sustainability,
            "audit": now.effective_audit, "validity": now.expires_on, "cdp": now.cdp, "target": now.sbt,
            "critical": now.open_critical, "major": now.open_major, "minor": now.open_minor,
        }  # fmt: skip
        return columns

    def total(self, session: Session) -> tuple[int, Decimal]:
        """Count all suppliers the actor sees, and their spend, whatever the filter."""
        counted = self._suppliers.with_only_columns(func.count(), func.sum(Supplier.annual_spend))
        count, spend = session.execute(counted).one()
        return count, spend or Decimal(0)

    def counts(self, session: Session) -> Counts:
        """Count the rows of the filter, in one statement."""
        now = self.now
        counted = self._filtered().with_only_columns(
            now.grade, func.count(), func.sum(Supplier.annual_spend), _count(self._gated()), _count(now.bid_blocked),
            _count(now.provisional),
        )  # fmt: skip
        rows = session.execute(counted.group_by(now.grade)).all()
        return Counts(
            suppliers=sum(row[1] for row in rows),
            spend=sum((row[2] or Decimal(0) for row in rows), Decimal(0)),
            grades={row[0]: row[1] for row in rows if row[0]},
            gated=sum(row[3] for row in rows),
            blocked=sum(row[4] for row in rows),
            provisional=sum(row[5] for row in rows),
        )

    def _filtered(self) -> Select[Any]:
        rows: Select[Any] = self._suppliers.outerjoin(self.now, self.now.supplier_id == Supplier.id)
        return rows.where(*self._conditions())

    def _conditions(self) -> list[ColumnElement[bool]]:
        wanted, now = self._wanted, self.now
        found = []
        if wanted.text:
            names = (Supplier.name_en, Supplier.name_zh, Supplier.number)
            found.append(or_(*(name.icontains(wanted.text, autoescape=True) for name in names)))
        for text, column in ((wanted.category, Supplier.category), (wanted.grade, now.grade), (wanted.target, now.sbt)):
            if text:
                found.append(column == text)
        if wanted.gate:
            found.append(self._by_gate())
        if wanted.validity:
            found.append(self._by_validity())
        return found

    def _gates(self) -> ColumnElement[str]:
        return type_coerce(self.now.gates, String)

    def _gated(self) -> ColumnElement[bool]:
        return self._gates() != "[]"

    def _by_gate(self) -> ColumnElement[bool]:
        code = self._wanted.gate
        named = {ANY: self._gated(), NO: self._gates() == "[]", BLOCKED: self.now.bid_blocked.is_(True)}
        return named[code] if code in named else self._gates().contains(f'"{code}"', autoescape=True)

    def _by_validity(self) -> ColumnElement[bool]:
        """Say in SQL what `Validity.state` says of a row."""
        issued_on, expires_on = self.now.issued_on, self.now.expires_on
        soon = self._day + timedelta(days=SOON_DAYS)
        ageing = and_(expires_on >= self._day, issued_on < self._full_since)
        states = {
            FULL: and_(expires_on >= self._day, issued_on >= self._full_since),
            AGEING: and_(ageing, expires_on > soon),
            SOON: and_(ageing, expires_on <= soon),
            EXPIRED: expires_on < self._day,
            NONE: issued_on.is_(None),
        }
        return states.get(self._wanted.validity, Supplier.id.is_(None))


def _count(condition: SQLColumnExpression[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0, type_=Integer)
