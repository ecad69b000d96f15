"""What the dashboard asks the database: counts and sums, worked out there, a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func

from supplier_portal.domain.local_days import quarter_of
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.models import Supplier

FIRST_YEAR = 2000
KEPT = 64
"""Scopes of which a statement is kept: building one takes Python as long as half of them take the database."""


@dataclass(frozen=True)
class Scope:
    """What a reader narrowed the dashboard to. category: a code, empty for all; zone: the buyer's, where days begin.

    Whole years before this one are told as they stood at their last day, this one as it stands on `day`.
    """

    year: int
    category: str
    moment: Moment
    zone: ZoneInfo

    @classmethod
    def of(cls, given: Mapping[str, Any], moment: Moment, zone: ZoneInfo) -> "Scope":
        """Read an address; nonsense there means this year and all categories."""
        told, day = str(given.get("year", "")), moment.day
        year = int(told) if told.isdecimal() and len(told) == 4 else day.year  # noqa: PLR2004 digits of a year
        category = str(given.get("category", ""))
        known = FIRST_YEAR <= year <= day.year + 1
        whole = Moment(quarter_of(moment.at), day)  # the same for all who ask within it: statements are kept
        return cls(year if known else day.year, category if category in CATEGORIES else "", whole, zone)

    @property
    def day(self) -> date:
        return self.moment.day

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def end(self) -> date:
        """The day as of which the year is told."""
        return min(self.day, self.last)

    @property
    def now(self) -> bool:
        """Whether the year is told as of today."""
        return self.end == self.day

    def suppliers(self) -> list[ColumnElement[bool]]:
        """Conditions on the suppliers counted: merged ones are none."""
        among = [Supplier.category == self.category] if self.category else []
        return [Supplier.merged_into_id.is_(None), *among]


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Rows of a group for which a condition holds, 0 of none."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
