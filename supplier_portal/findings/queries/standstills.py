"""What the days are called on which a supplier's clock stands still."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.calendars.models import AGREED, HOLIDAY, CalendarDay, Shutdown
from supplier_portal.suppliers.models import Supplier


@dataclass(frozen=True)
class Standstill:
    """Days from first to last. name_en, name_zh: the holiday's, empty for a shutdown of the supplier's."""

    first: date
    last: date
    name_en: str = ""
    name_zh: str = ""

    def name(self, language: str) -> str:
        """Its name as the reader reads it, in English where it has none in Chinese."""
        return self.name_zh if language == "zh" and self.name_zh else self.name_en


def standstills_of(session: Session, supplier: Supplier, first: date, last: date) -> list[Standstill]:
    """The holidays of a supplier's country and its agreed shutdowns from the first to the last day, in order."""
    holidays = (
        select(CalendarDay.day, CalendarDay.name_en, CalendarDay.name_zh)
        .where(CalendarDay.calendar == supplier.country, CalendarDay.kind == HOLIDAY)
        .where(CalendarDay.day.between(first, last))
        .order_by(CalendarDay.day)
    )
    shutdowns = (
        select(Shutdown.first_on, Shutdown.last_on)
        .where(Shutdown.supplier_id == supplier.id, Shutdown.decision == AGREED)
        .where(Shutdown.first_on <= last, Shutdown.last_on >= first)
    )
    shut = [Standstill(max(begin, first), min(end, last)) for begin, end in session.execute(shutdowns)]
    days = [Standstill(day, day, english, chinese) for day, english, chinese in session.execute(holidays)]
    return sorted([*_joined(days), *shut], key=lambda one: one.first)


def _joined(days: Sequence[Standstill]) -> Iterator[Standstill]:
    """Days that follow each other under one name as one."""
    held: Standstill | None = None
    for one in days:
        follows = held is not None and one.first - held.last == timedelta(days=1)
        if held is not None and follows and one.name_en == held.name_en:
            held = replace(held, last=one.last)
        else:
            if held is not None:
                yield held
            held = one
    if held is not None:
        yield held
