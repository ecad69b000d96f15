"""Everything that can be wrong with a profile by itself, whether it was typed or came in a file."""

from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.identifiers import is_duns, is_isin, is_lei, is_uscc
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import IDENTIFIERS
from supplier_portal.suppliers.operations.profile import Profile

LONGEST = {"number": 32, "name_en": 200, "name_zh": 200}
MOST_STAFF = 10_000_000
MOST_DIGITS = 15
"""Of a figure with its places: what a spreadsheet keeps, so that files hold each figure exactly."""
TONNES_PLACES, MONEY_PLACES = 3, 2
FIRST_YEAR = 1990
RIGHT = {"lei": is_lei, "isin": is_isin, "uscc": is_uscc, "duns": is_duns}
UNIQUE = {name: f"suppliers.{name}_taken" for name in ("number", *IDENTIFIERS)}
"""What belongs to one supplier alone, and the fault where another has it."""


def faults_of(profile: Profile, this_year: int) -> list[Fault]:
    """Name everything wrong with a tidy profile by itself, at its field."""
    return [
        *_text_faults(profile),
        *_choice_faults(profile),
        *_figure_faults(profile),
        *year_faults(profile.spend_year, this_year, "spend_year"),
        *_identifier_faults(profile),
    ]


def _text_faults(profile: Profile) -> list[Fault]:
    faults = [Fault("form.required", place=name) for name in ("number", "name_en") if not getattr(profile, name)]
    for name, most in LONGEST.items():
        faults += length_faults(getattr(profile, name), most, name)
    return faults


def length_faults(text: str, most: int, place: str) -> list[Fault]:
    """Name a text that is longer than its column."""
    return [Fault("form.too_long", place=place, facts={"most": most, "length": len(text)})] if len(text) > most else []


def _choice_faults(profile: Profile) -> list[Fault]:
    faults = []
    if profile.country not in country_names("en"):
        faults.append(Fault("suppliers.country_unknown", place="country"))
    if profile.category not in CATEGORIES:
        faults.append(Fault("form.unknown_choice", place="category"))
    if not set(profile.further_categories) <= set(CATEGORIES):
        faults.append(Fault("form.unknown_choice", place="further_categories"))
    if not _is_zone(profile.time_zone):
        faults.append(Fault("suppliers.time_zone_unknown", place="time_zone"))
    return faults


@lru_cache(maxsize=1000)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _figure_faults(profile: Profile) -> list[Fault]:
    faults = []
    if profile.staff is not None and not 0 <= profile.staff <= MOST_STAFF:
        faults.append(Fault("suppliers.staff", place="staff", facts={"most": MOST_STAFF}))
    figures = (("scope_1_2", profile.scope_1_2, TONNES_PLACES), ("annual_spend", profile.annual_spend, MONEY_PLACES))
    for name, figure, places in figures:
        faults += figure_faults(figure, places, name)
    return faults


def figure_faults(figure: Decimal | None, places: int, place: str) -> list[Fault]:
    """Name a figure that is negative, too large for its column or has more decimals than it keeps."""
    below = Decimal(10) ** (MOST_DIGITS - places)
    if figure is None or (figure.is_finite() and 0 <= figure < below and figure == round(figure, places)):
        return []
    return [Fault("suppliers.figure", place=place, facts={"places": places})]


def year_faults(year: int | None, this_year: int, place: str) -> list[Fault]:
    """Name a year that spend cannot be of: before 1990, or to come."""
    if year is None or FIRST_YEAR <= year <= this_year:
        return []
    return [Fault("suppliers.year", place=place, facts={"first": FIRST_YEAR, "last": this_year})]


def _identifier_faults(profile: Profile) -> list[Fault]:
    return [
        Fault(f"suppliers.wrong_{name}", place=name)
        for name, is_right in RIGHT.items()
        if (code := getattr(profile, name)) is not None and not is_right(code)
    ]
