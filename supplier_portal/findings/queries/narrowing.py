"""Which findings are open, of what age, late, of which step, category and year: for lists and for counting them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.local_days import zones_by_day
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import STANDING, TURN_OF_BUYER, TURN_OF_SUPPLIER
from supplier_portal.findings.models import Finding
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.models import Supplier

YOUNG, MIDDLE, OLD = BANDS = ("young", "middle", "old")
YOUNG_DAYS, MIDDLE_DAYS = 30, 60
"""Whole days since the notice: up to 30, up to 60, and more."""
YES, SUPPLIER, BUYER = "yes", "supplier", "buyer"
_STEP, _YEAR = re.compile(r"[A-Z]{1,4}[1-9][0-9]?"), re.compile(r"20[0-9]{2}")


@dataclass(frozen=True)
class Narrowing:
    """What a figure is about, as an address tells it; empty and unknown fields ask for all.

    open: "yes"; age: one of BANDS; late: "supplier" or "buyer"; step: letters and number that its codes begin with
    ("S4"); category: the supplier's; notified: a year, of non-conformities alone.
    """

    open: str = ""
    age: str = ""
    late: str = ""
    step: str = ""
    category: str = ""
    notified: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Narrowing":
        """Read an address; what is not understood there is left empty."""
        told = {name: str(given.get(name, "")) for name in cls.__dataclass_fields__}
        understood = {
            "open": told["open"] == YES,
            "age": told["age"] in BANDS,
            "late": told["late"] in {SUPPLIER, BUYER},
            "step": _STEP.fullmatch(told["step"]),
            "category": told["category"] in CATEGORIES,
            "notified": _YEAR.fullmatch(told["notified"]),
        }
        return cls(**{name: text for name, text in told.items() if understood[name]})

    def conditions(self, moment: Moment, zone: ZoneInfo) -> list[ColumnElement[bool]]:
        """zone: the buyer's, where days since the notice are counted; what is late is so where the supplier is."""
        asked: list[ColumnElement[bool]] = []
        if self.open:
            asked.append(is_open())
        if self.age:
            asked.append(band(moment.day, zone) == self.age)
        if self.late:
            asked.append(is_late(moment.at) if self.late == SUPPLIER else buyer_is_late(moment.at))
        if self.step:
            asked.append(Finding.checkpoint.startswith(f"{self.step}."))
        if self.category:
            asked.append(Finding.supplier_id.in_(select(Supplier.id).where(Supplier.category == self.category)))
        if self.notified:
            year = int(self.notified)
            asked += notified_in(date(year, 1, 1), date(year, 12, 31), zone)
        return asked


def is_open() -> ColumnElement[bool]:
    """Notified and not yet settled; a strength is nothing to settle."""
    return and_(Finding.state.in_(STANDING), Finding.severity != "none")


def band(day: date, zone: ZoneInfo) -> ColumnElement[str]:
    """Which of BANDS the days since the notice are in."""
    young, middle = (begin_of(day - timedelta(days=days), zone) for days in (YOUNG_DAYS, MIDDLE_DAYS))
    return case((Finding.notified_at >= young, YOUNG), (Finding.notified_at >= middle, MIDDLE), else_=OLD)


def is_late(at: datetime) -> ColumnElement[bool]:
    """Say in SQL what `Standing.late` says of a finding that is the supplier's turn, on the supplier's day."""
    return and_(Finding.state.in_(TURN_OF_SUPPLIER), Finding.severity != "none", _is_over(Finding.turn_due_on, at))


def buyer_is_late(at: datetime) -> ColumnElement[bool]:
    """Say in SQL what `Standing.buyer_late` says, on the supplier's day."""
    return and_(Finding.state.in_(TURN_OF_BUYER), Finding.severity != "none", _is_over(Finding.turn_due_on, at))


def is_escalated(at: datetime) -> ColumnElement[bool]:
    """Whether one of the reasons of `domain/findings/escalation` holds on the supplier's day."""
    return and_(is_open(), _has_begun(Finding.escalates_on, at))


def _is_over(column: InstrumentedAttribute[date | None], at: datetime) -> ColumnElement[bool]:
    """Whether the day in a column is over where the supplier is: those zones alone are asked where days differ."""
    days = list(zones_by_day(at))
    return or_(column < days[0], *(and_(column == day, _later_than(day, at)) for day in days[:-1]))


def _has_begun(column: InstrumentedAttribute[date | None], at: datetime) -> ColumnElement[bool]:
    days = list(zones_by_day(at))
    before = zip(days[1:], days[:-1], strict=True)
    return or_(column <= days[0], *(and_(column == day, _later_than(earlier, at)) for day, earlier in before))


def _later_than(day: date, at: datetime) -> ColumnElement[bool]:
    """Whether it is a later day where the supplier is."""
    zones = {zone for other, those in zones_by_day(at).items() if other > day for zone in those}
    return Finding.supplier_id.in_(select(Supplier.id).where(Supplier.time_zone.in_(sorted(zones))))


def notified_in(first: date, last: date, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """Non-conformities notified from the first to the last day."""
    return [
        Finding.kind == NONCONFORMITY,
        Finding.notified_at >= begin_of(first, zone),
        Finding.notified_at < begin_of(last + timedelta(days=1), zone),
    ]


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
