"""What `seed/demo` holds, read into plain values."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from supplier_portal.demo.seed_rows import (
    LANGUAGES,
    SeedAudit,
    SeedPerson,
    SeedSite,
    SeedSupplier,
    SeedTender,
    SeedTraining,
)
from supplier_portal.shipped import SEED

Texts = Mapping[str, Any]
"""Tables of one language: by checkpoint, then `tails`, `not_applicable`, `audit`, `forged` and `answers`."""


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SEED / "demo" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def told_suppliers() -> tuple[SeedSupplier, ...]:
    """The suppliers with stories of their own, in the order of their numbers."""
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
def crowd() -> Mapping[str, Any]:
    """How many further suppliers there are of each kind."""
    return _read("crowd")


@cache
def _names() -> Mapping[str, Any]:
    return _read("names")


def names_of(of: str) -> Mapping[str, Any]:
    """Parts of names: of a country's suppliers, of what they make (`makes`), of people by country (`people`)."""
    found: Mapping[str, Any] = _names()[of]
    return found


def avoided_names() -> Sequence[str]:
    """Names that nobody is to be given, in lower case."""
    found: Sequence[str] = _names()["avoided"]
    return found


@cache
def people() -> tuple[SeedPerson, ...]:
    """The buyer's people and the two rivals' members."""
    return tuple(SeedPerson(**row) for row in _read("people")["people"])


@cache
def told_audits() -> tuple[SeedAudit, ...]:
    """The audits of the suppliers with stories of their own."""
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
def trainings() -> tuple[SeedTraining, ...]:
    """The sessions that were held, in the order in which they are told."""
    told = _read("training")
    return tuple(SeedTraining(**row, roles=told["roles"]) for row in told["sessions"])


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
