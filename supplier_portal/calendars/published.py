"""Public holidays as the package `holidays` knows them: its only importer, for the loading command alone."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.metadata import version

import holidays

from supplier_portal.calendars.models import HOLIDAY, WORKING
from supplier_portal.calendars.years import Day, Year
from supplier_portal.domain.calendars import SATURDAY
from supplier_portal.domain.errors import Missing

WITH_STRETCHES = frozenset({"CN", "TW", "VN"})
"""Where stretches are announced: a weekend that touches a holiday and is not worked belongs to it."""
ANNOUNCED_EACH_YEAR = frozenset({"CN", "HU", "VN"})
"""Where days off and the weekends worked for them are announced for one year at a time."""
LOOKED_AHEAD = 10
"""Years after those asked for, in which a swapped day tells that they are announced: some years have none."""
ENGLISH, CHINESE = ("en_US", "en_GB", "en_IN", "en_SG"), "zh_CN"
SWAPPED_DAY = ("Swapped working day", "调休上班")
_SUBSTITUTED = re.compile(r"^Day off \(substituted")
_OBSERVED = re.compile(r" \((observed|in lieu)\)|（补假）|（观察日）")
_NEXT_TO = (timedelta(days=-1), timedelta(days=1))

Names = tuple[str, str]


def published_years(country: str, years: Iterable[int]) -> list[Year]:
    """The years of a country as the package has them, sorted. Raises Missing for a country it does not know.

    A year whose stretches are announced one at a time, and that lies after the last one announced, is worked out
    ahead: announced is False.
    """
    wanted = sorted(set(years))
    if country not in holidays.list_supported_countries():
        raise Missing("calendars.not_published", country=country)
    around = range(wanted[0] - 1, wanted[-1] + 2)  # a stretch may reach over the turn of the year
    worked = _worked(country, range(around.start, around.stop + LOOKED_AHEAD))
    named = _names(country, around)
    off = _with_weekends(named, worked) if country in WITH_STRETCHES else named
    last_announced = max((day.year for day in worked), default=0)
    days = [Day(day, HOLIDAY, *names) for day, names in off.items()]
    days += [Day(day, WORKING, *SWAPPED_DAY) for day in worked]
    by_year = {year: tuple(sorted(day for day in days if day.day.year == year)) for year in wanted}
    source = f"Python package holidays {version('holidays')}"
    return [
        Year(country, year, by_year[year], country not in ANNOUNCED_EACH_YEAR or year <= last_announced, source)
        for year in wanted
    ]


def _worked(country: str, years: Iterable[int]) -> list[date]:
    listed = getattr(holidays.country_holidays(country, years=years), "weekend_workdays", ())
    return sorted(day for day in listed if day.year in years)


def _names(country: str, years: Iterable[int]) -> dict[date, Names]:
    """Holiday → names in English and Chinese; a substituted day off is called as the holiday nearest to it."""
    languages = type(holidays.country_holidays(country, years=[])).supported_languages
    english = next((language for language in ENGLISH if language in languages), None)
    off = dict(holidays.country_holidays(country, years=years, language=english))
    chinese = dict(holidays.country_holidays(country, years=years, language=CHINESE)) if CHINESE in languages else {}
    called = {
        day: (_plain(name), _plain(chinese.get(day, ""))) for day, name in off.items() if not _SUBSTITUTED.match(name)
    }
    return {day: called[_nearest(day, called)] for day in sorted(off)}


def _plain(name: str) -> str:
    return _OBSERVED.sub("", name)


def _nearest(day: date, called: Mapping[date, Names]) -> date:
    return min(called, key=lambda other: (abs(other - day), other))


def _with_weekends(named: Mapping[date, Names], worked: Iterable[date]) -> dict[date, Names]:
    """The holidays and every weekend day that touches one, by itself or through the other day of its weekend."""
    off, at_work = dict(named), set(worked)
    for _ in range(2):
        for day in sorted(off):
            for step in _NEXT_TO:
                beside = day + step
                if beside.weekday() >= SATURDAY and beside not in at_work:
                    off.setdefault(beside, off[day])
    return off
