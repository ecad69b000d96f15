"""Calendars as pages show them: which there are, what a year of one holds, and which years are missing."""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.calendars.models import HOLIDAY, WORKING, Calendar, CalendarDay, CalendarYear
from supplier_portal.domain.calendars import DaySet, Span
from supplier_portal.domain.errors import Missing
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import Supplier

MONTHS, MONDAY = range(1, 13), 0


@dataclass(frozen=True)
class ListedCalendar:
    """years: those known → whether announced; lacking: the current and the next year where they are not known.

    suppliers: how many follow it; None for a supplier, who is not told of others.
    """

    code: str
    suppliers: int | None
    years: Mapping[int, bool]
    lacking: Sequence[int]

    def name(self, language: str) -> str:
        """The country's name in the reader's language."""
        return country_names(language)[self.code]


@dataclass(frozen=True)
class Stretch:
    """Days off in a row. names: of its holidays, each once, in order."""

    span: Span
    names: Sequence[tuple[str, str]]

    def title(self, language: str) -> str:
        """Its names in the reader's language; English where there is no other."""
        told = [chinese if language == "zh" and chinese else english for english, chinese in self.names]
        return " · ".join(told)


@dataclass(frozen=True)
class ShownYear:
    """A year of a calendar: None for `known` where nobody has taken it in. person: who did, empty for the portal."""

    year: int
    known: CalendarYear | None
    person: str
    kinds: Mapping[date, str]
    stretches: Sequence[Stretch]

    @property
    def worked(self) -> list[date]:
        return sorted(day for day, kind in self.kinds.items() if kind == WORKING)

    def weeks(self, month: int) -> list[list[date | None]]:
        """The days of a month by week from Monday; None for those of other months."""
        weeks = Weeks(MONDAY).monthdatescalendar(self.year, month)
        return [[day if day.month == month else None for day in week] for week in weeks]


def visible_calendars(actor: Actor) -> Select[Calendar]:
    """Return a supplier's own country's calendar, all for everybody else. Raises Missing for who may not read them."""
    if reach_of(actor, Permission.CALENDARS_CALENDAR_READ) is Reach.OWN_COMPANY:
        own = select(Supplier.country).where(Supplier.id == actor.supplier_id).scalar_subquery()
        return select(Calendar).where(Calendar.code == own)
    return select(Calendar)


def list_calendars(session: Session, actor: Actor, today: date) -> list[ListedCalendar]:
    """Give the calendars an actor may see, and countries of suppliers without one, those lacking a year first."""
    suppliers = _suppliers_by_country(session, actor)
    seen = visible_calendars(actor).with_only_columns(Calendar.code)
    years: dict[str, dict[int, bool]] = {code: {} for code in (*suppliers, *session.scalars(seen))}
    told = select(CalendarYear.calendar, CalendarYear.year, CalendarYear.announced)
    for code, year, announced in session.execute(told.where(CalendarYear.calendar.in_(seen))):
        years[code][year] = announced
    tells = actor.supplier_id is None
    rows = [
        ListedCalendar(
            code, suppliers.get(code, 0) if tells else None, dict(sorted(known.items())), lacking(known, today)
        )
        for code, known in years.items()
    ]
    return sorted(rows, key=lambda row: (not (row.lacking and row.suppliers), -(row.suppliers or 0), row.code))


def listed_calendar(session: Session, actor: Actor, code: str, today: date) -> ListedCalendar:
    """Give one of them. Raises Missing for one that is not there for this actor."""
    for row in list_calendars(session, actor, today):
        if row.code == code:
            return row
    raise Missing


def lacking(known: Iterable[int], today: date) -> list[int]:
    """The current and the next year, where they are not known."""
    return [year for year in (today.year, today.year + 1) if year not in set(known)]


def shown_year(session: Session, code: str, year: int) -> ShownYear:
    """Read a year of a calendar the caller has found, in two statements."""
    of_year = (CalendarYear.calendar == code, CalendarYear.year == year)
    found = session.execute(
        select(CalendarYear, Account.name).outerjoin(Account, Account.id == CalendarYear.taken_in_by).where(*of_year)
    ).one_or_none()
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    days = session.scalars(select(CalendarDay).where(CalendarDay.calendar == code, within)).all()
    names = {row.day: (row.name_en, row.name_zh) for row in days if row.kind == HOLIDAY}
    stretches = [Stretch(span, tuple(dict.fromkeys(names[day] for day in span))) for span in DaySet.of(names).spans()]
    known, person = found if found is not None else (None, "")
    return ShownYear(year, known, person or "", {row.day: row.kind for row in days}, stretches)


def _suppliers_by_country(session: Session, actor: Actor) -> dict[str, int]:
    """Suppliers a calendar counts for; a supplier is told of its own country alone."""
    counted = select(Supplier.country, func.count()).where(Supplier.merged_into_id.is_(None)).group_by(Supplier.country)
    if actor.supplier_id is not None:
        counted = counted.where(Supplier.id == actor.supplier_id)
    return dict(session.execute(counted).all())
