"""A year of a calendar as one value: compared, taken in and put back as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supplier_portal.calendars.models import CalendarDay, CalendarYear


@dataclass(frozen=True, order=True)
class Day:
    """kind: holiday or working, as in the models; name_zh: empty where nobody knows it."""

    day: date
    kind: str
    name_en: str
    name_zh: str = ""


@dataclass(frozen=True)
class Year:
    """days: those unlike others, sorted; announced, source: as in the models."""

    calendar: str
    year: int
    days: tuple[Day, ...]
    announced: bool
    source: str

    def document(self) -> dict[str, Any]:
        """Its plain JSON form."""
        return {
            "calendar": self.calendar,
            "year": self.year,
            "announced": self.announced,
            "source": self.source,
            "days": [[day.day.isoformat(), day.kind, day.name_en, day.name_zh] for day in self.days],
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Year":
        """The year of a document."""
        days = tuple(
            Day(date.fromisoformat(day), kind, name_en, name_zh) for day, kind, name_en, name_zh in document["days"]
        )
        return cls(document["calendar"], document["year"], days, document["announced"], document["source"])


def known_years(session: Session, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Year]:
    """The years that are there, by calendar and year, in two statements."""
    asked = set(wanted)
    calendars = {calendar for calendar, _ in asked}
    days: dict[tuple[str, int], list[Day]] = {}
    for row in session.scalars(_days_of(calendars, {year for _, year in asked})):
        one = Day(row.day, row.kind, row.name_en, row.name_zh)
        days.setdefault((row.calendar, row.day.year), []).append(one)
    rows = session.scalars(select(CalendarYear).where(CalendarYear.calendar.in_(calendars)))
    return {
        (row.calendar, row.year): Year(
            row.calendar, row.year, tuple(sorted(days.get((row.calendar, row.year), []))), row.announced, row.source
        )
        for row in rows
        if (row.calendar, row.year) in asked
    }


def _days_of(calendars: Iterable[str], years: Iterable[int]) -> Any:
    spans = [CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)]
    return select(CalendarDay).where(CalendarDay.calendar.in_(calendars), or_(False, *spans))


def without_equals(years: Sequence[Year], known: Mapping[tuple[str, int], Year]) -> list[Year]:
    """Those of the years that are not there as they are."""
    return [year for year in years if known.get((year.calendar, year.year)) != year]
