"""Calendars and shutdowns an actor may see, and the days on which clocks of suppliers and of the buyer stand still."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.calendars.models import AGREED, HOLIDAY, CalendarDay, Shutdown
from supplier_portal.domain.calendars import MONDAY_TO_FRIDAY, Calendar, DaySet, Span
from supplier_portal.suppliers.models import Supplier

DEFAULT_COUNTRY = "CN"
_READ = "country_calendars"
MOST_NAMED = 500
"""Suppliers named in a statement; of more, all are read: a statement takes no list of any length."""


def standing_days(session: Session, supplier_ids: Collection[int]) -> Mapping[int, Calendar]:
    """The calendar of each supplier: its country's public holidays and its agreed shutdowns, in three statements.

    A supplier whose country has no calendar has its shutdowns alone. Suppliers of one country without a shutdown
    share one value. For rules of the house: no permission is asked.
    """
    wanted = frozenset(supplier_ids)
    country_of = _countries(session, wanted)
    of_country = _country_calendars(session, frozenset(country_of.values()))
    shut = _shutdown_days(session, wanted)
    return {
        supplier: of_country[country].also_standing(shut.get(supplier, DaySet()))
        for supplier, country in country_of.items()
    }


def country_calendars(session: Session, countries: Collection[str]) -> Mapping[str, Calendar]:
    """The public holidays of each country, in one statement; Monday to Friday where they are not known."""
    known = _country_calendars(session, frozenset(countries))
    return {country: known[country] for country in countries}


def buyer_calendar(session: Session, country: str = "") -> Calendar:
    """The calendar of the buyer's country, in one statement; Monday to Friday where it is not there.

    country: that of the running portal's settings where it is empty.
    """
    asked = country or buyer_country(session)
    return country_calendars(session, {asked})[asked]


def buyer_country(session: Session) -> str:
    """The buyer's country, as the running portal's settings have it."""
    country: str = session.info.get("country", DEFAULT_COUNTRY)
    return country


def calendars_for(session: Session, supplier: Supplier) -> tuple[Calendar, Calendar]:
    """The calendars of one supplier and of the buyer, in two statements."""
    buyer = buyer_country(session)
    known = _country_calendars(session, frozenset({supplier.country, buyer}))
    shut = _shutdown_days(session, frozenset({supplier.id})).get(supplier.id, DaySet())
    return known[supplier.country].also_standing(shut), known[buyer]


def visible(actor: Actor) -> Select[Shutdown]:
    """The shutdowns of one's own company; all for the buyer's offices. Raises Missing for who may not read them."""
    reach = reach_of(actor, Permission.CALENDARS_SHUTDOWN_READ)
    if reach is Reach.OWN_COMPANY:
        return select(Shutdown).where(Shutdown.supplier_id == actor.supplier_id)
    return select(Shutdown)


def _countries(session: Session, suppliers: frozenset[int]) -> dict[int, str]:
    asked = select(Supplier.id, Supplier.country)
    if len(suppliers) <= MOST_NAMED:
        asked = asked.where(Supplier.id.in_(suppliers))
    return {supplier: country for supplier, country in session.execute(asked) if supplier in suppliers}


def forget_calendars(session: Session) -> None:
    """For who changes a calendar: what this session read of them before is old."""
    session.info.pop(_READ, None)


def _country_calendars(session: Session, countries: frozenset[str]) -> Mapping[str, Calendar]:
    """Each country's calendar, read once in a session: a day of it is asked for with every step of a finding."""
    read: dict[str, Calendar] = session.info.setdefault(_READ, {})
    if missing := countries - read.keys():
        read |= dict.fromkeys(missing, MONDAY_TO_FRIDAY) | _read_calendars(session, missing)
    return read


def _read_calendars(session: Session, countries: frozenset[str]) -> dict[str, Calendar]:
    asked = select(CalendarDay.calendar, CalendarDay.day, CalendarDay.kind).where(CalendarDay.calendar.in_(countries))
    days: dict[str, dict[bool, list[date]]] = defaultdict(lambda: {True: [], False: []})
    for country, day, kind in session.execute(asked):
        days[country][kind == HOLIDAY].append(day)
    return {country: Calendar(DaySet.of(told[True]), DaySet.of(told[False])) for country, told in days.items()}


_AGREED = select(Shutdown.supplier_id, Shutdown.first_on, Shutdown.last_on).where(Shutdown.decision == AGREED)
_AGREED_OF = _AGREED.where(Shutdown.supplier_id.in_(bindparam("suppliers", expanding=True)))


def _shutdown_days(session: Session, suppliers: frozenset[int]) -> dict[int, DaySet]:
    few = len(suppliers) <= MOST_NAMED
    agreed = session.execute(_AGREED_OF, {"suppliers": list(suppliers)}) if few else session.execute(_AGREED)
    days: dict[int, set[date]] = defaultdict(set)
    for supplier, first, last in agreed:
        days[supplier].update(Span(first, last))
    return {supplier: DaySet.of(shut) for supplier, shut in days.items()}
