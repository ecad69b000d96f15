"""The suppliers that are drawn: as many as the sources tell, invented, different from each other, and believable."""

import re
from collections import Counter
from datetime import timedelta

from supplier_portal.demo import seed_files, seeds
from supplier_portal.demo.calendar import HOLIDAYS, LAST_WEEKDAY, VISIT_DAYS
from supplier_portal.demo.crowd import crowd
from supplier_portal.demo.crowd_audits import crowd_audits
from supplier_portal.demo.seed_rows import SeedSupplier
from supplier_portal.demo.teams import first_team
from supplier_portal.domain.identifiers import is_isin, is_lei
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.models import GRIDS

PINYIN = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ong|u?ang|i?ang|eng|ing|[aeiu]n|[iu]an|uai|[aeiou]{1,3})"
)


def _parts(country: str) -> list[tuple[str, str]]:
    told = seed_files.names_of(country)
    return [tuple(part) for part in (*told["first"], *told["second"])]


def test_three_hundred_are_strategic_core_and_the_forty_with_stories_are_still_the_first() -> None:
    suppliers = seeds.suppliers()
    assert sum(supplier.strategic_core for supplier in suppliers) == 300
    assert [supplier.number for supplier in suppliers[:40]] == [f"S-{number}" for number in range(1001, 1041)]
    assert seeds.suppliers()[:40] == seed_files.told_suppliers()


def test_no_two_suppliers_share_a_name_in_either_language_or_an_address() -> None:
    suppliers = seeds.suppliers()
    for told in ("en", "zh"):
        assert len({supplier.names[told] for supplier in suppliers}) == len(suppliers)
    assert len({supplier.domain for supplier in suppliers}) == len(suppliers)
    assert not {supplier.own_name for supplier in suppliers} & set(seed_files.avoided_names())


def test_a_chinese_sign_is_always_read_the_same_way_as_a_syllable_that_exists() -> None:
    readings: dict[str, set[str]] = {}
    for roman, sign in _parts("CN"):
        readings.setdefault(sign, set()).add(roman)
        assert len(sign) == 1
        assert PINYIN.fullmatch(roman), roman
    assert [sign for sign, told in readings.items() if len(told) > 1] == []


def test_both_forms_of_a_name_say_the_same() -> None:
    for supplier in crowd():
        chinese = {roman: sign for roman, sign in _parts(supplier.country)}  # noqa: C416 the last of a sound is enough
        told = [(one + two, chinese[one] + chinese[two]) for one, two in _splits(supplier, chinese)]
        makes = [tuple(pair) for pair in seed_files.names_of("makes")[supplier.category]]
        english, ending = supplier.names["en"].removeprefix(supplier.names["en"].split()[0] + " "), supplier.names["zh"]
        assert any(english == one and ending.endswith(two) for one, two in makes), supplier.names
        assert any(own == supplier.own_name for own, _ in told), supplier.names


def _splits(supplier: SeedSupplier, known: dict[str, str]) -> list[tuple[str, str]]:
    own = supplier.own_name
    cuts = ((own[:at], own[at:]) for at in range(1, len(own)))
    return [(one, two) for one, two in cuts if one in known and two in known]


def test_they_are_spread_over_categories_countries_provinces_and_grids() -> None:
    suppliers = seeds.suppliers()
    assert {supplier.category for supplier in suppliers} == set(CATEGORIES)
    assert len({supplier.country for supplier in suppliers}) >= 15
    cities = {site.names["zh"] for supplier in crowd() if supplier.country == "CN" for site in supplier.sites}
    places = {city: seed_files.places()[city] for city in cities}
    assert {grid for _, grid in places.values()} == set(GRIDS) - {"other"}
    assert len({province for province, _ in places.values()}) >= 15
    assert 20 <= sum(len(supplier.sites) == 2 for supplier in crowd()) <= 60


def test_few_suppliers_have_most_of_the_spend_and_shares_of_sites_are_whole() -> None:
    spends = sorted((supplier.annual_spend for supplier in seeds.suppliers()), reverse=True)
    fifth = sum(spends[: len(spends) // 5])
    assert sum(spends) * 55 / 100 < fifth < sum(spends) * 85 / 100
    assert {sum(site.spend_share for site in supplier.sites) for supplier in seeds.suppliers()} == {1}


def test_identifiers_are_right_and_nobody_elses() -> None:
    leis = [supplier.lei for supplier in seeds.suppliers() if supplier.lei]
    isins = [supplier.isin for supplier in seeds.suppliers() if supplier.isin]
    assert len(leis) > 100
    for codes, right in ((leis, is_lei), (isins, is_isin)):
        assert len(set(codes)) == len(codes)
        assert all(right(code) for code in codes)
        assert {code[:2] for code in codes} == {"ZZ"}


def test_the_carbon_scores_of_2023_are_those_of_the_sources() -> None:
    published = Counter(
        supplier.cdp[2023] for supplier in seeds.suppliers() if supplier.cdp_public and 2023 in supplier.cdp
    )
    unanswered = published.pop("F")
    assert sum(published.values()) == 81
    assert published["A"] + published["A-"] == 17
    assert published["B"] + published["B-"] == 27
    assert unanswered > 20
    assert any(not supplier.cdp_public for supplier in seeds.suppliers())


def test_the_further_a_supplier_is_the_better_it_stands() -> None:
    listed = [supplier for supplier in crowd() if supplier.target and supplier.target.status == "Targets set"]
    others = [supplier for supplier in crowd() if supplier.target is None]
    assert _mean(listed) > _mean(others) + 15


def _mean(suppliers: list[SeedSupplier]) -> float:
    return sum(supplier.maturity for supplier in suppliers) / len(suppliers)


def test_as_many_suppliers_have_their_first_audit_in_each_year_as_the_sources_tell() -> None:
    first: dict[str, int] = {}
    for audit in sorted(seeds.audits(), key=lambda audit: audit.starts_on):
        if audit.until == "issued":
            first.setdefault(audit.supplier, audit.starts_on.year)
    assert Counter(first.values()) == {2022: 109, 2023: 150}


def test_visits_begin_on_days_on_which_one_works_and_nobody_is_at_two_at_once() -> None:
    language = {supplier.number: supplier.language for supplier in seeds.suppliers()}
    busy: Counter[tuple[str, object]] = Counter()
    for audit in crowd_audits():
        assert audit.starts_on.weekday() <= LAST_WEEKDAY
        assert not any(first <= audit.starts_on <= last for first, last in HOLIDAYS)
        lead, auditor, _ = audit.team
        assert lead.startswith(f"lead_{language[audit.supplier]}")
        for person in (lead, auditor):
            busy.update((person, audit.starts_on + timedelta(days=day)) for day in range(VISIT_DAYS))
    assert max(busy.values()) == 1


def test_somebody_else_reviews_than_visits() -> None:
    for audit in seeds.audits():
        lead, auditor, reviewer = audit.team or first_team("zh")
        assert len({lead, auditor, reviewer}) == 3
        assert reviewer.startswith("reviewer")
