"""What `seed/demo` holds, read into plain values."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from supplier_portal.shipped import SEED

LANGUAGES = ("en", "zh")
Names = Mapping[str, str]
"""One name in each language."""


@dataclass(frozen=True)
class SeedSite:
    names: Names
    spend_share: Decimal


@dataclass(frozen=True)
class SeedSupplier:
    """annual_spend: CNY; level: about what the buyer's systems give; missing: the part they give nothing for.

    cdp: score by the questionnaire's year; primary_share: 0 to 1, None where nothing is known.
    """

    number: str
    names: Names
    country: str
    category: str
    staff: int
    scope_1_2: Decimal
    annual_spend: Decimal
    sites: tuple[SeedSite, ...]
    contact: str
    level: int
    missing: str | None = None
    strategic_core: bool = False
    makes_goods: bool = True
    lei: str | None = None
    isin: str | None = None
    time_zone: str = "Asia/Shanghai"
    cdp: Mapping[int, str] = field(default_factory=dict)
    primary_share: Decimal | None = None
    verified: bool = False

    @property
    def language(self) -> str:
        """The language its people work in."""
        return "zh" if self.country == "CN" else "en"

    @property
    def domain(self) -> str:
        """Where its people get mail: a domain that is reserved for examples."""
        return f"{self.names['en'].split()[0].lower()}.example.org"


@dataclass(frozen=True)
class SeedPerson:
    """key: how stories name the person; supplier: number of the company, for its people."""

    key: str
    name: str
    role: str
    supplier: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class SeedAudit:
    """site: place in the supplier's list; until: the state it comes to; answered: per cent of the checkpoints."""

    supplier: str
    starts_on: date
    profile: str
    site: int = 0
    type: str = "initial"
    mode: str = "on_site"
    until: str = "issued"
    findings: int = 4
    lives: Sequence[str] = ()
    integrity: bool = False
    sent_back: bool = False
    answered: int = 100

    @property
    def key(self) -> str:
        """No two audits have the same."""
        return f"{self.supplier}:{self.site}:{self.starts_on}"


@dataclass(frozen=True)
class SeedTender:
    """bids: supplier and, where bids are in, price and technical marks."""

    number: str
    title: str
    created_on: date
    deadline_on: date
    until: str
    weights: Mapping[str, str]
    full_marks_at: str
    zero_at: str
    bids: Sequence[Mapping[str, str]]
    award_reason: str = ""


Texts = Mapping[str, Any]
"""Tables of one language: by checkpoint, then `tails`, `not_applicable`, `audit`, `integrity` and `answers`."""


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SEED / "demo" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def suppliers() -> tuple[SeedSupplier, ...]:
    """All suppliers, in the order of their numbers."""
    return tuple(_supplier(row) for row in _read("suppliers")["suppliers"])


def _supplier(row: dict[str, Any]) -> SeedSupplier:
    sites = tuple(
        SeedSite({language: site[language] for language in LANGUAGES}, Decimal(site["spend_share"]))
        for site in row["sites"]
    )
    share = row.get("primary_share")
    exact = {
        "sites": sites,
        "scope_1_2": Decimal(row["scope_1_2"]),
        "annual_spend": Decimal(row["annual_spend"]) * 1_000_000,
        "cdp": {int(year): score for year, score in row.get("cdp", {}).items()},
        "primary_share": None if share is None else Decimal(share),
    }
    return SeedSupplier(**{**row, **exact})


@cache
def people() -> tuple[SeedPerson, ...]:
    """The buyer's people and the two rivals' members."""
    return tuple(SeedPerson(**row) for row in _read("people")["people"])


@cache
def audits() -> tuple[SeedAudit, ...]:
    return tuple(SeedAudit(**row) for row in _read("audits")["audits"])


@cache
def profiles() -> Mapping[str, Mapping[str, int]]:
    """About how mature each kind of supplier is: tenths of a level, by dimension."""
    found: Mapping[str, Mapping[str, int]] = _read("audits")["profiles"]
    return found


@cache
def tenders() -> tuple[SeedTender, ...]:
    return tuple(SeedTender(**row) for row in _read("tenders")["tenders"])


@cache
def texts(language: str) -> Texts:
    """The bank of sentences in one language."""
    return _read(f"texts-{language}")


@cache
def places() -> Mapping[str, tuple[str, str]]:
    """Province and grid of a Chinese city, by its Chinese name."""
    grids = tomllib.loads((SEED / "demo" / "places.toml").read_text(encoding="utf-8"))
    return {
        city: (region, grid) for grid, regions in grids.items() for region, cities in regions.items() for city in cities
    }
