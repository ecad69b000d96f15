"""Which audits a count is about: of a month, of a category, or past their day and not begun."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from supplier_portal.audits.models import Audit
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.models import Supplier

NOT_BEGUN = ("planned", "confirmed")
YES = "yes"
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Narrowing:
    """What an address tells; empty and unknown fields ask for all.

    month: of the visit's first day ("2024-03"), cancelled audits and second revisions left out; slipped: "yes".
    """

    month: str = ""
    slipped: str = ""
    category: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Narrowing":
        """Read an address; what is not understood there is left empty."""
        month, slipped, category = (str(given.get(name, "")) for name in ("month", "slipped", "category"))
        return cls(
            month if _MONTH.fullmatch(month) else "",
            YES if slipped == YES else "",
            category if category in CATEGORIES else "",
        )

    def conditions(self, day: date) -> list[ColumnElement[bool]]:
        asked: list[ColumnElement[bool]] = []
        if self.month:
            year, month = map(int, self.month.split("-"))
            last = date(year, month, calendar.monthrange(year, month)[1])
            asked += [Audit.starts_on.between(last.replace(day=1), last), *counted()]
        if self.slipped:
            asked.append(is_slipped(day))
        if self.category:
            asked.append(Audit.supplier_id.in_(select(Supplier.id).where(Supplier.category == self.category)))
        return asked


def counted() -> list[ColumnElement[bool]]:
    """Audits that stand for themselves: no second revision, none that was cancelled."""
    return [Audit.revision == 1, Audit.state != "cancelled"]


def is_slipped(day: date) -> ColumnElement[bool]:
    """Not begun, though the day of its visit is past."""
    return and_(Audit.state.in_(NOT_BEGUN), Audit.starts_on < day, Audit.revision == 1)
