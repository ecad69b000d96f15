"""Adding and changing suppliers and sites: every fault at its field, and only by who may."""

from dataclasses import asdict, replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.operations import (
    AddSite,
    AddSupplier,
    ChangeSupplier,
    add_site,
    add_supplier,
    change_supplier,
    profile_digest,
)
from supplier_portal.trail.models import Event
from tests.cast import ADA, FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, ZHOU
from tests.sbti_list import isin, lei

PLAIN = AddSupplier(number="S-77", name_en="Wangxiao Battery", country="CN", category="batteries_power")
FULL = replace(
    PLAIN,
    name_zh="望峣电池",
    strategic_core=True,
    makes_goods=False,
    staff=12,
    scope_1_2=Decimal("9.125"),
    annual_spend=Decimal("243000000.01"),
    lei=lei("WANGXIAO"),
    isin=isin("WANGXIAO"),
    time_zone="Europe/Madrid",
)


def faults(call):
    with pytest.raises(Invalid) as refused:
        call()
    return [(fault.place, fault.code) for fault in refused.value.faults]


def add(session, command=PLAIN, person=PAN):
    return add_supplier(session, person.actor, command, NOW)


@pytest.mark.parametrize("person", [PAN, ADA])
@pytest.mark.parametrize("command", [PLAIN, FULL])
def test_a_supplier_is_kept_as_it_was_given(session, person, command):
    supplier = add(session, command, person)
    session.expire_all()
    kept = session.get(Supplier, supplier.id)
    assert {name: getattr(kept, name) for name in asdict(command)} == asdict(command)


def test_texts_are_trimmed_and_identifiers_written_as_registered(session):
    typed = replace(
        PLAIN, number=" S-77 ", name_en=" Wangxiao Battery\t", country=" cn", lei=f" {lei('W').lower()} ", isin="  "
    )
    supplier = add(session, typed)
    assert (supplier.number, supplier.name_en, supplier.country) == ("S-77", "Wangxiao Battery", "CN")
    assert (supplier.lei, supplier.isin) == (lei("W"), None)


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"number": "  "}, "number", "form.required"),
        ({"number": "N" * 33}, "number", "form.too_long"),
        ({"number": "S-0002"}, "number", "suppliers.number_taken"),
        ({"name_en": ""}, "name_en", "form.required"),
        ({"name_en": "N" * 201}, "name_en", "form.too_long"),
        ({"name_zh": "名" * 201}, "name_zh", "form.too_long"),
        ({"country": "XX"}, "country", "suppliers.country_unknown"),
        ({"country": "EU"}, "country", "suppliers.country_unknown"),
        ({"country": ""}, "country", "suppliers.country_unknown"),
        ({"category": "toys"}, "category", "form.unknown_choice"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "suppliers.time_zone_unknown"),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "suppliers.time_zone_unknown"),
        ({"time_zone": ""}, "time_zone", "suppliers.time_zone_unknown"),
        ({"staff": -1}, "staff", "suppliers.staff"),
        ({"staff": 10**12}, "staff", "suppliers.staff"),
        ({"scope_1_2": Decimal("-0.001")}, "scope_1_2", "suppliers.figure"),
        ({"scope_1_2": Decimal("0.0001")}, "scope_1_2", "suppliers.figure"),
        ({"annual_spend": Decimal("0.001")}, "annual_spend", "suppliers.figure"),
        ({"annual_spend": Decimal(10) ** 15}, "annual_spend", "suppliers.figure"),
        ({"annual_spend": Decimal("NaN")}, "annual_spend", "suppliers.figure"),
        ({"lei": lei("W")[:-1] + "X"}, "lei", "suppliers.wrong_lei"),
        ({"lei": lei("MINGYAN")}, "lei", "suppliers.lei_taken"),
        ({"isin": "US0378331006"}, "isin", "suppliers.wrong_isin"),
        ({"isin": isin("MINGYAN")}, "isin", "suppliers.isin_taken"),
    ],
)
def test_a_wrong_field_is_named(session, change, place, code):
    rival = session.get(Supplier, MINGYAN)
    rival.lei, rival.isin = lei("MINGYAN"), isin("MINGYAN")
    session.flush()
    assert faults(lambda: add(session, replace(PLAIN, **change))) == [(place, code)]
    assert session.scalar(select(func.count()).select_from(Supplier)) == 2


def test_every_wrong_field_is_named_in_one_run(session):
    wrong = replace(FULL, number="S-0001", country="??", staff=-1, lei="1", isin="2")
    assert {place for place, _ in faults(lambda: add(session, wrong))} == {"number", "country", "staff", "lei", "isin"}


@pytest.mark.parametrize("person", [LIN, MO, FANG, ZHOU, TAN, RIVAL])
def test_others_write_no_supplier(session, person):
    with pytest.raises(Missing):
        add(session, person=person)
    with pytest.raises(Missing):
        change_supplier(session, person.actor, ChangeSupplier(supplier_id=HUILING, **asdict(PLAIN)), NOW)
    with pytest.raises(Missing):
        add_site(session, person.actor, AddSite(HUILING, "Dongguan"), NOW)


def change(session, supplier, seen=None, **changes):
    command = ChangeSupplier(supplier_id=supplier.id, seen=seen, **(asdict(FULL) | changes))
    return change_supplier(session, PAN.actor, command, NOW)


def test_a_change_keeps_what_differs_and_the_trail_names_the_fields_alone(session):
    supplier = add(session, FULL)
    change(session, supplier, name_en="Wangxiao Power", staff=None)
    assert (supplier.name_en, supplier.staff, supplier.lei) == ("Wangxiao Power", None, FULL.lei)
    body = session.scalars(select(Event.body).order_by(Event.id.desc())).first()
    assert '"act":"supplier_changed"' in body
    assert '"fields":["name_en","staff"]' in body
    assert "Wangxiao" not in body


def test_a_change_of_nothing_leaves_no_event(session):
    supplier = add(session, FULL)
    events = session.scalar(select(func.count()).select_from(Event))
    change(session, supplier)
    assert session.scalar(select(func.count()).select_from(Event)) == events


def test_a_supplier_may_keep_its_own_number_and_identifiers_and_take_nobody_elses(session):
    supplier = add(session, FULL)
    change(session, supplier, name_zh="")
    assert faults(lambda: change(session, supplier, number="S-0001")) == [("number", "suppliers.number_taken")]


def test_a_change_made_on_an_older_profile_is_refused(session):
    supplier = add(session, FULL)
    seen = profile_digest(supplier)
    change(session, supplier, seen, name_zh="望峣")
    refused = faults(lambda: change(session, supplier, seen, staff=13))
    assert refused == [("", "suppliers.changed_meanwhile")]
    assert (supplier.name_zh, supplier.staff) == ("望峣", 12)


def test_a_supplier_that_is_not_there_cannot_be_changed(session):
    with pytest.raises(Missing):
        change_supplier(session, PAN.actor, ChangeSupplier(supplier_id=999_999, **asdict(PLAIN)), NOW)


def test_sites_are_added_up_to_a_whole(session):
    supplier = add(session)
    for name, share in (("Huizhou", "0.6"), ("Dongguan", "0.4"), ("Heyuan", None)):
        add_site(session, PAN.actor, AddSite(supplier.id, f" {name} ", "", Decimal(share) if share else None), NOW)
    session.expire_all()
    assert [(site.name_en, site.spend_share) for site in supplier.sites] == [
        ("Huizhou", Decimal("0.6")),
        ("Dongguan", Decimal("0.4")),
        ("Heyuan", None),
    ]


@pytest.mark.parametrize(
    ("site", "place", "code"),
    [
        (AddSite(HUILING, " "), "name_en", "form.required"),
        (AddSite(HUILING, "N" * 121), "name_en", "form.too_long"),
        (AddSite(HUILING, "Dongguan", "名" * 121), "name_zh", "form.too_long"),
        (AddSite(HUILING, "Huizhou"), "name_en", "suppliers.site_taken"),
        (AddSite(HUILING, "Dongguan", "", Decimal(0)), "spend_share", "suppliers.share"),
        (AddSite(HUILING, "Dongguan", "", Decimal("1.1")), "spend_share", "suppliers.share"),
        (AddSite(HUILING, "Dongguan", "", Decimal("0.00001")), "spend_share", "suppliers.share"),
        (AddSite(HUILING, "Dongguan", "", Decimal("NaN")), "spend_share", "suppliers.share"),
        (AddSite(HUILING, "Dongguan", "", Decimal("0.1")), "spend_share", "suppliers.shares_above_one"),
    ],
)
def test_a_wrong_site_is_named_at_its_field(session, site, place, code):
    assert faults(lambda: add_site(session, PAN.actor, site, NOW)) == [(place, code)]
    assert session.scalar(select(func.count()).select_from(Site)) == 2


def test_a_site_of_another_suppliers_name_is_no_conflict(session):
    assert add_site(session, PAN.actor, AddSite(HUILING, "Kunshan"), NOW).supplier_id == HUILING


def test_a_site_needs_a_supplier(session):
    with pytest.raises(Missing):
        add_site(session, PAN.actor, AddSite(999_999, "Nowhere"), NOW)


def test_countries_are_those_of_the_standard_in_both_languages():
    assert len(country_names("en")) == len(country_names("zh")) == 249
    assert country_names("en")["TW"] == "Taiwan, Province of China"
    assert country_names("zh")["HK"] == "中国香港"


def test_every_category_has_its_word():
    from supplier_portal.language.codes import words  # noqa: PLC0415 only this test looks at words

    assert all(f"supplier_category.{code}" in words() for code in CATEGORIES)
