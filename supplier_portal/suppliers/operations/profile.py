"""A supplier's profile as it is written, and everything that can be wrong with it."""

import hashlib
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.identifiers import as_registered, is_isin, is_lei
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import Supplier

LONGEST = {"number": 32, "name_en": 200, "name_zh": 200}
MOST_STAFF = 10_000_000
BELOW = Decimal(10) ** 15
TONNES_PLACES, MONEY_PLACES = 3, 2


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Units as in the model: scope_1_2 in t CO2e a year, annual_spend in CNY; country ISO 3166 alpha-2."""

    number: str
    name_en: str
    country: str
    category: str
    name_zh: str = ""
    strategic_core: bool = False
    makes_goods: bool = True
    staff: int | None = None
    scope_1_2: Decimal | None = None
    annual_spend: Decimal = Decimal(0)
    lei: str | None = None
    isin: str | None = None
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class AddSupplier(Profile):
    """A new supplier."""


@dataclass(frozen=True, kw_only=True)
class ChangeSupplier(Profile):
    """seen: `profile_digest` of the profile that the change was made on; None changes whatever stands there."""

    supplier_id: int
    seen: str | None = None


FIELDS = tuple(field.name for field in fields(Profile))


def tidy(profile: Profile) -> Profile:
    """Trim texts; write identifiers and country as they are registered, an empty identifier as none."""
    return replace(
        profile,
        number=profile.number.strip(),
        name_en=profile.name_en.strip(),
        name_zh=profile.name_zh.strip(),
        country=profile.country.strip().upper(),
        lei=as_registered(profile.lei or "") or None,
        isin=as_registered(profile.isin or "") or None,
    )


def profile_digest(supplier: Supplier) -> str:
    """Return what tells one state of a profile from another."""
    values = "\n".join(f"{name}={getattr(supplier, name)!r}" for name in FIELDS)
    return hashlib.sha256(values.encode()).hexdigest()


def faults_of(profile: Profile) -> list[Fault]:
    """Name everything wrong with a tidy profile by itself, at its field."""
    return [*_text_faults(profile), *_choice_faults(profile), *_figure_faults(profile), *_identifier_faults(profile)]


def _text_faults(profile: Profile) -> list[Fault]:
    faults = [Fault("form.required", place=name) for name in ("number", "name_en") if not getattr(profile, name)]
    for name, most in LONGEST.items():
        length = len(getattr(profile, name))
        if length > most:
            faults.append(Fault("form.too_long", place=name, facts={"most": most, "length": length}))
    return faults


def _choice_faults(profile: Profile) -> list[Fault]:
    faults = []
    if profile.country not in country_names("en"):
        faults.append(Fault("suppliers.country_unknown", place="country"))
    if profile.category not in CATEGORIES:
        faults.append(Fault("form.unknown_choice", place="category"))
    try:
        ZoneInfo(profile.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(Fault("suppliers.time_zone_unknown", place="time_zone"))
    return faults


def _figure_faults(profile: Profile) -> list[Fault]:
    faults = []
    if profile.staff is not None and not 0 <= profile.staff <= MOST_STAFF:
        faults.append(Fault("suppliers.staff", place="staff", facts={"most": MOST_STAFF}))
    figures = (("scope_1_2", profile.scope_1_2, TONNES_PLACES), ("annual_spend", profile.annual_spend, MONEY_PLACES))
    for name, figure, places in figures:
        if figure is not None and not _fits(figure, places):
            faults.append(Fault("suppliers.figure", place=name, facts={"places": places}))
    return faults


def _fits(figure: Decimal, places: int) -> bool:
    return figure.is_finite() and 0 <= figure < BELOW and figure == round(figure, places)


def _identifier_faults(profile: Profile) -> list[Fault]:
    faults = []
    if profile.lei is not None and not is_lei(profile.lei):
        faults.append(Fault("suppliers.wrong_lei", place="lei"))
    if profile.isin is not None and not is_isin(profile.isin):
        faults.append(Fault("suppliers.wrong_isin", place="isin"))
    return faults
