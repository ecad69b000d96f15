"""What a filter of the table says, as conditions on a supplier and its row."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, or_, type_coerce

from supplier_portal.scores.table_state import (
    ANY,
    BLOCKED,
    DOWN,
    LEADERSHIP,
    LOWER,
    MANAGEMENT,
    NO,
    UP,
    YES,
    TableFilter,
)
from supplier_portal.scores.validity import AGEING, EXPIRED, EXPIRING, FULL, MOVED_DAYS, NONE, SOON, SOON_DAYS
from supplier_portal.suppliers.models import Supplier

CDP_BANDS = {LEADERSHIP: ("A", "A-"), MANAGEMENT: ("B", "B-"), LOWER: ("C", "C-", "D", "D-", "F")}
MILLION = 1_000_000
MOST_MILLIONS = 10**9


class Conditions:
    """now: the alias of `RatingNow`; day: the day asked; full_days: how long an audit counts in full."""

    def __init__(self, now: Any, day: date, full_days: int) -> None:
        self._now = now
        self._day = day
        self._full_since = day - timedelta(days=full_days)

    def of(self, wanted: TableFilter) -> list[ColumnElement[bool]]:
        """Give a condition for each field asked for; a value that is not known leaves no row."""
        asked: dict[str, Callable[[str], ColumnElement[bool]]] = {
            "text": self._named,
            "category": Supplier.category.__eq__,
            "grade": self._now.grade.__eq__,
            "gate": self._by_gate,
            "validity": self._by_validity,
            "target": self._now.sbt.__eq__,
            "cdp": self._by_cdp,
            "moved": self.moved,
            "core": lambda value: Supplier.strategic_core.is_(value == YES),
            "provisional": lambda value: self._now.provisional.is_(value == YES),
            "spend": _spending,
        }
        return [asked[name](value) for name, value in wanted.filled().items()]

    def gated(self) -> ColumnElement[bool]:
        """Tell whether any gate acts."""
        return self._gates() != "[]"

    def moved(self, direction: str) -> ColumnElement[bool]:
        """Tell whether the grade moved up, down or anyhow within a quarter; grades rise towards A."""
        before, grade = self._now.grade_before, self._now.grade
        directions = {UP: grade < before, DOWN: grade > before, ANY: before.is_not(None)}
        since = self._day - timedelta(days=MOVED_DAYS)
        return and_(self._now.moved_on > since, directions.get(direction, false()))

    def _named(self, text: str) -> ColumnElement[bool]:
        names = (Supplier.name_en, Supplier.name_zh, Supplier.number)
        return or_(*(name.icontains(text, autoescape=True) for name in names))

    def _gates(self) -> ColumnElement[str]:
        return type_coerce(self._now.gates, String)

    def _by_gate(self, code: str) -> ColumnElement[bool]:
        named = {ANY: self.gated(), NO: self._gates() == "[]", BLOCKED: self._now.bid_blocked.is_(True)}
        return named[code] if code in named else self._gates().contains(f'"{code}"', autoescape=True)

    def _by_cdp(self, score: str) -> ColumnElement[bool]:
        known: ColumnElement[bool] = self._now.cdp.in_(CDP_BANDS.get(score, (score,)))
        return known

    def _by_validity(self, state: str) -> ColumnElement[bool]:
        """Say in SQL what `Validity.state` says of a row."""
        issued_on, expires_on = self._now.issued_on, self._now.expires_on
        soon = self._day + timedelta(days=SOON_DAYS)
        ageing = and_(expires_on >= self._day, issued_on < self._full_since)
        states: dict[str, ColumnElement[bool]] = {
            FULL: and_(expires_on >= self._day, issued_on >= self._full_since),
            AGEING: and_(ageing, expires_on > soon),
            SOON: and_(ageing, expires_on <= soon),
            EXPIRED: expires_on < self._day,
            EXPIRING: expires_on <= soon,
            NONE: issued_on.is_(None),
        }
        return states.get(state, Supplier.id.is_(None))


def _spending(least: str) -> ColumnElement[bool]:
    """Ask for a yearly spend of so many million CNY."""
    try:
        millions = Decimal(least)
    except InvalidOperation:
        return false()
    if not (millions.is_finite() and 0 <= millions < MOST_MILLIONS):
        return false()
    return Supplier.annual_spend >= (millions * MILLION).quantize(Decimal("0.01"))
