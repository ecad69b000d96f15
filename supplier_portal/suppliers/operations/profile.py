"""A supplier's profile as it is written."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

from supplier_portal.domain.identifiers import as_registered, without_marks
from supplier_portal.intake.cells.writing import half_width
from supplier_portal.suppliers.models import Supplier


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Units as in the model: scope_1_2 in t CO2e a year, annual_spend in CNY; country ISO 3166 alpha-2.

    spend_year: the year annual_spend is of; None where it is not known. further_categories: besides the main one.
    """

    number: str
    name_en: str
    country: str
    category: str
    name_zh: str = ""
    further_categories: list[str] = field(default_factory=list)
    strategic_core: bool = False
    makes_goods: bool = True
    staff: int | None = None
    scope_1_2: Decimal | None = None
    annual_spend: Decimal = Decimal(0)
    spend_year: int | None = None
    lei: str | None = None
    isin: str | None = None
    uscc: str | None = None
    duns: str | None = None
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
_NO_TEXT = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    """Return the text composed and on one line, as files are read too, so that what was typed comes back the same."""
    return " ".join(_NO_TEXT.sub(" ", unicodedata.normalize("NFC", text)).split())


def tidy(profile: Profile) -> Profile:
    """Write texts on one line; write identifiers and country as they are registered, an empty identifier as none."""
    return replace(
        profile,
        number=one_line(half_width(profile.number)),
        name_en=one_line(profile.name_en),
        name_zh=one_line(profile.name_zh),
        country=profile.country.strip().upper(),
        further_categories=sorted(set(profile.further_categories) - {profile.category}),
        lei=as_registered(profile.lei or "") or None,
        isin=as_registered(profile.isin or "") or None,
        uscc=without_marks(profile.uscc or "") or None,
        duns=without_marks(profile.duns or "") or None,
    )


def profile_digest(supplier: Supplier) -> str:
    """Return what tells one state of a profile from another."""
    values = "\n".join(f"{name}={getattr(supplier, name)!r}" for name in FIELDS)
    return hashlib.sha256(values.encode()).hexdigest()
