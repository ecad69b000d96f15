"""The further suppliers: drawn from the parts and shares in `seed/demo/crowd.toml`, the same each time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from random import Random
from typing import TypeVar

from supplier_portal.demo import seed_files
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.crowd_names import OwnNames, person_of, with_what_it_makes
from supplier_portal.demo.crowd_standing import with_answers, with_targets
from supplier_portal.demo.invented_codes import lei_of
from supplier_portal.demo.seed_rows import LANGUAGES, SeedSite, SeedSupplier

BEST = 99
DICE, SIDES = 3, 33
LARGER_BY = 20  # of the largest: the more is bought from a supplier, the further it is
SPENT, FLATTENED = 1_600_000_000, Decimal("2.2")  # annual spend is the first, divided by rank and second: few have most
MILLION, TEN_THOUSAND = 1_000_000, -4
FEWEST = 60


Kind = TypeVar("Kind")


@cache
def crowd() -> tuple[SeedSupplier, ...]:
    """All further suppliers, by number: each strategic core."""
    told = seed_files.crowd()
    countries = [code for code, country in told["countries"].items() for _ in range(country["suppliers"])]
    chance = chance_for("crowd")
    chance.shuffle(countries)
    ranks = list(range(1, len(countries) + 1))
    chance.shuffle(ranks)
    names = OwnNames([*seed_files.avoided_names(), *(one.own_name for one in seed_files.told_suppliers())])
    drawn = [
        _drawn(told["first_number"] + place, country, rank, len(ranks), names)
        for place, (country, rank) in enumerate(zip(countries, ranks, strict=True))
    ]
    return tuple(with_targets(with_answers(drawn, told["cdp"]), told["targets"]))


def _drawn(number: int, country: str, rank: int, of: int, names: OwnNames) -> SeedSupplier:
    told, key = seed_files.crowd(), f"S-{number}"
    chance = chance_for(f"supplier:{key}")
    maturity = sum(chance.randint(0, SIDES) for _ in range(DICE)) + LARGER_BY * (of - rank) // of - LARGER_BY // 2
    maturity = max(0, min(BEST, maturity))
    category = _weighted({name: row["weight"] for name, row in told["categories"].items()}, chance)
    own = names.next_of(country)
    spend = _spend(rank, chance)
    staff = FEWEST + chance.randint(0, 700) + int(spend / MILLION) * chance.randint(2, 9)
    seed = SeedSupplier(
        number=key,
        names=with_what_it_makes(own, category, chance),
        country=country,
        category=category,
        staff=staff,
        scope_1_2=Decimal(staff * told["categories"][category]["tonnes"] * chance.randint(5, 18)) / 10,
        annual_spend=spend,
        sites=_sites(told["countries"][country]["cities"], chance),
        contact=person_of(country, chance),
        level=58 + maturity // 3 + chance.randint(-4, 4),
        missing=_missing(chance),
        strategic_core=True,
        makes_goods=category != "logistics",
        lei=lei_of(own["en"]) if chance.randrange(told["lei_once_in"]) == 0 else None,
        time_zone=told["countries"][country]["time_zone"],
        maturity=maturity,
    )
    return _with_data(seed, maturity, chance)


def _spend(rank: int, chance: Random) -> Decimal:
    """CNY a year, in ten thousands: a few suppliers have most of it."""
    shared = SPENT / (rank + FLATTENED) * chance.randint(88, 112) / 100
    return Decimal(round(int(shared), TEN_THOUSAND))


def _sites(cities: Sequence[tuple[str, str, int]], chance: Random) -> tuple[SeedSite, ...]:
    """One site, or two in different cities with the larger first."""
    weights = {(english, chinese): weight for english, chinese, weight in cities}
    first = _weighted(weights, chance)
    others = {city: weight for city, weight in weights.items() if city != first}
    if chance.randrange(seed_files.crowd()["two_sites_once_in"]):
        return (_site(first, Decimal(1)),)
    share = Decimal(chance.randint(11, 16)) / 20
    return _site(first, share), _site(_weighted(others, chance), 1 - share)


def _site(city: tuple[str, str], share: Decimal) -> SeedSite:
    return SeedSite(dict(zip(LANGUAGES, city, strict=True)), share)


def _missing(chance: Random) -> str | None:
    """The part for which the buyer's systems give nothing, if there is one."""
    once_in = seed_files.crowd()["without_a_figure_once_in"]
    return chance.choice(("technology", "cost", "quality")) if chance.randrange(once_in) == 0 else None


def _with_data(seed: SeedSupplier, maturity: int, chance: Random) -> SeedSupplier:
    """Share of the supplier's own data in its footprints, 0 to 1, and whether somebody verified the inventory."""
    percent = maturity * 9 // 10 + chance.randint(-12, 12) - 5
    if percent < chance.randint(0, 30):
        return seed
    verified = chance.randint(30, 100) < maturity
    return replace(seed, primary_share=Decimal(max(percent, 2)) / 100, verified=verified)


def _weighted(weights: Mapping[Kind, int], chance: Random) -> Kind:
    return chance.choices(list(weights), list(weights.values()))[0]
