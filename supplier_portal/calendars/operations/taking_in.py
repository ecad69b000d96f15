"""Taking in years of calendars: a year is replaced as a whole, and the same year again changes nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.calendars.models import DAY_KINDS, Calendar, CalendarDay, CalendarYear
from supplier_portal.calendars.queries import forget_calendars
from supplier_portal.calendars.years import Year, known_years, without_equals
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.countries import country_names
from supplier_portal.trail.operations import record_event

FIRST_YEAR, LAST_YEAR = 1990, 2100


def take_in_years(session: Session, actor: Actor, years: Sequence[Year], moment: Moment) -> list[Year]:
    """Replace each of the years, in one act and with one event a calendar; returns those that were not so already.

    Raises Invalid naming calendar and year, Missing for who may not.
    """
    reach_of(actor, Permission.CALENDARS_CALENDAR_LOAD)
    if faults := list(_faults(years)):
        raise Invalid(faults)
    fresh = without_equals(years, known_years(session, [(year.calendar, year.year) for year in years]))
    _add_calendars(session, {year.calendar for year in fresh})
    for year in fresh:
        _remove(session, year.calendar, year.year)
        of_year = {"calendar": year.calendar, "year": year.year, "announced": year.announced, "source": year.source}
        session.execute(insert(CalendarYear).values(**of_year, taken_in_at=moment.at, taken_in_by=actor.account_id))
        if year.days:
            session.execute(insert(CalendarDay), [{"calendar": year.calendar, **vars(day)} for day in year.days])
    _tell(session, actor, moment, [(year.calendar, year.year) for year in fresh])
    return fresh


def remove_years(session: Session, actor: Actor, years: Collection[tuple[str, int]], moment: Moment) -> None:
    """Take years out again that were not there before a file. Raises Missing for who may not."""
    reach_of(actor, Permission.CALENDARS_CALENDAR_LOAD)
    for calendar, year in years:
        _remove(session, calendar, year)
    _tell(session, actor, moment, years)


def _remove(session: Session, calendar: str, year: int) -> None:
    days = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    session.execute(delete(CalendarDay).where(CalendarDay.calendar == calendar, days))
    session.execute(delete(CalendarYear).where(CalendarYear.calendar == calendar, CalendarYear.year == year))


def _add_calendars(session: Session, codes: Iterable[str]) -> None:
    for code in sorted(codes):
        if session.get(Calendar, code) is None:
            session.add(Calendar(code=code, name_en=country_names("en")[code], name_zh=country_names("zh")[code]))
    session.flush()


def _faults(years: Sequence[Year]) -> Iterator[Fault]:
    for year in years:
        place = f"{year.calendar} {year.year}"
        if year.calendar not in country_names("en"):
            yield Fault("calendars.no_such_calendar", place, facts={"calendar": year.calendar})
        if not FIRST_YEAR <= year.year <= LAST_YEAR:
            yield Fault("calendars.no_such_year", place, facts={"first": FIRST_YEAR, "last": LAST_YEAR})
        for day in year.days:
            if day.kind not in DAY_KINDS or day.day.year != year.year:
                yield Fault("calendars.not_of_year", place, facts={"day": day.day.isoformat()})


def _tell(session: Session, actor: Actor, moment: Moment, changed: Iterable[tuple[str, int]]) -> None:
    forget_calendars(session)
    for calendar, years in groupby(sorted(changed), key=lambda one: one[0]):
        told = [str(year) for _, year in years]
        record_event(session, actor, moment, "calendar_changed", calendar=calendar, years=told)
