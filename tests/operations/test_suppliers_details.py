"""Names, contacts, spend by year, sites and family of a supplier: kept as given, wrong ones refused at their field."""

from dataclasses import asdict, replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.suppliers.flags import flags_of
from supplier_portal.suppliers.models import Site, Supplier, SupplierContact, SupplierName, SupplierSpend
from supplier_portal.suppliers.operations import (
    AddName,
    AddSite,
    AddSupplier,
    ChangeSite,
    ChangeSupplier,
    RecordSpend,
    SaveContact,
    SetParent,
    add_name,
    add_site,
    add_supplier,
    change_site,
    change_supplier,
    record_spend,
    remove_contact,
    remove_name,
    remove_spend,
    row_digest,
    save_contact,
    set_parent,
)
from supplier_portal.suppliers.queries import names_of, visible
from supplier_portal.suppliers.queries.details import contacts_of, further_names, years_of
from supplier_portal.suppliers.queries.family import ancestors_of, parents_of, subsidiaries_of
from supplier_portal.suppliers.queries.listing import SupplierFilter, filtered
from supplier_portal.trail.models import Event
from tests.cast import FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, ZHOU

USCC, DUNS = "91350100M000100Y43", "150483782"
PLAIN = AddSupplier(number="S-77", name_en="Wangxiao Battery", country="CN", category="batteries_power")
NOT_WRITERS = (LIN, MO, FANG, ZHOU, TAN, RIVAL)


def faults(call):
    with pytest.raises(Invalid) as refused:
        call()
    return [(fault.place, fault.code) for fault in refused.value.faults]


def add(session, number="S-77", **given):
    return add_supplier(session, PAN.actor, replace(PLAIN, number=number, **given), NOW)


def change(session, supplier, **changes):
    fields = {name: getattr(supplier, name) for name in asdict(PLAIN)} | changes
    return change_supplier(session, PAN.actor, ChangeSupplier(supplier_id=supplier.id, **fields), NOW)


def acts(session):
    return [body.split('"act":"')[1].split('"')[0] for body in session.scalars(select(Event.body).order_by(Event.id))]


class TestIdentifiers:
    def test_uscc_and_duns_are_kept_as_registered(self, session):
        supplier = add(session, uscc=f" {USCC.lower()} ", duns="15-048-3782")
        assert (supplier.uscc, supplier.duns) == (USCC, DUNS)

    @pytest.mark.parametrize(
        ("given", "place", "code"),
        [
            ({"uscc": USCC[:-1] + "4"}, "uscc", "suppliers.wrong_uscc"),
            ({"duns": "150483783"}, "duns", "suppliers.wrong_duns"),
            ({"duns": "15048378"}, "duns", "suppliers.wrong_duns"),
            ({"uscc": USCC}, "uscc", "suppliers.uscc_taken"),
            ({"duns": DUNS}, "duns", "suppliers.duns_taken"),
            ({"further_categories": ["toys"]}, "further_categories", "form.unknown_choice"),
            ({"spend_year": 1989}, "spend_year", "suppliers.year"),
            ({"spend_year": NOW.day.year + 1}, "spend_year", "suppliers.year"),
            ({"annual_spend": Decimal(10) ** 13}, "annual_spend", "suppliers.figure"),
        ],
    )
    def test_a_wrong_one_is_refused_at_its_field(self, session, given, place, code):
        rival = session.get(Supplier, MINGYAN)
        rival.uscc, rival.duns = USCC, DUNS
        session.flush()
        assert faults(lambda: add(session, **given)) == [(place, code)]

    def test_further_categories_are_in_order_without_the_main_one(self, session):
        given = ["thermal", "batteries_power", "optical", "thermal"]
        assert add(session, further_categories=given).further_categories == ["optical", "thermal"]


class TestNames:
    def test_names_are_known_in_order_registered_first(self, session):
        supplier = add(session, name_zh="望峣电池")
        for name, kind in (("Wangxiao", "alias"), ("ワンシャオ電池", "registered"), ("Old Battery Works", "former")):
            add_name(session, PAN.actor, AddName(supplier.id, f" {name} ", kind, "other", " list "), NOW)
        session.add(SupplierName(supplier_id=supplier.id, kind="number", language="other", name="S-12"))
        session.flush()
        add_name(session, PAN.actor, AddName(MINGYAN, "Mingyan Boards"), NOW)
        known = names_of(session, [supplier.id, HUILING, 999_999])
        assert known[supplier.id] == ("Wangxiao Battery", "望峣电池", "ワンシャオ電池", "Wangxiao", "Old Battery Works")
        assert known[HUILING] == ("Huiling Precision Electronics", "惠岭精密电子")
        assert known.keys() == {supplier.id, HUILING}
        assert [name.kind for name in further_names(session, supplier)] == ["registered", "former", "alias", "number"]

    def test_names_of_more_suppliers_than_a_statement_takes_can_be_asked(self, session):
        assert len(names_of(session, range(1, 25_001))) == 2

    @pytest.mark.parametrize(
        ("command", "place", "code"),
        [
            (AddName(HUILING, " "), "name", "form.required"),
            (AddName(HUILING, "N" * 201), "name", "form.too_long"),
            (AddName(HUILING, "H", source="s" * 121), "source", "form.too_long"),
            (AddName(HUILING, "H", kind="number"), "kind", "form.unknown_choice"),
            (AddName(HUILING, "H", language="de"), "language", "form.unknown_choice"),
            (AddName(HUILING, "惠岭精密电子"), "name", "suppliers.name_known"),
            (AddName(HUILING, "HL"), "name", "suppliers.name_known"),
        ],
    )
    def test_a_wrong_name_is_refused_at_its_field(self, session, command, place, code):
        add_name(session, PAN.actor, AddName(HUILING, "HL"), NOW)
        assert faults(lambda: add_name(session, PAN.actor, command, NOW)) == [(place, code)]

    def test_a_name_of_another_supplier_is_not_removed_by_this_ones_address(self, session):
        name = add_name(session, PAN.actor, AddName(MINGYAN, "MY"), NOW)
        with pytest.raises(Missing):
            remove_name(session, PAN.actor, HUILING, name.id, NOW)
        remove_name(session, PAN.actor, MINGYAN, name.id, NOW)
        assert names_of(session, [MINGYAN])[MINGYAN] == ("Mingyan Circuit Boards", "明砚电路板")

    @pytest.mark.parametrize("text", ["wangx", "电池厂", "S-12", USCC[4:10].lower()])
    def test_the_list_finds_a_supplier_by_alias_former_number_and_identifier(self, session, text):
        supplier = add(session, uscc=USCC)
        for name, kind in (("Wangxiao", "alias"), ("望峣电池厂", "former"), ("S-12", "number")):
            session.add(SupplierName(supplier_id=supplier.id, kind=kind, language="en", name=name))
        session.flush()
        found = session.scalars(filtered(visible(PAN.actor), SupplierFilter(text))).all()
        assert [one.id for one in found] == [supplier.id]


class TestContacts:
    def save(self, session, **given):
        return save_contact(session, PAN.actor, SaveContact(HUILING, **({"name": "Li Wen"} | given)), NOW)

    def mains(self, session):
        return [(one.name, one.main) for one in contacts_of(session, session.get(Supplier, HUILING))]

    def test_the_first_contact_is_the_main_one_and_a_new_main_one_takes_its_place(self, session):
        save_contact(session, PAN.actor, SaveContact(MINGYAN, "Rival", main=True), NOW)
        self.save(session)
        self.save(session, name="Xu An")
        assert self.mains(session) == [("Li Wen", True), ("Xu An", False)]
        self.save(session, name="Zhu Qi", main=True)
        assert self.mains(session) == [("Zhu Qi", True), ("Li Wen", False), ("Xu An", False)]
        assert [one.main for one in contacts_of(session, session.get(Supplier, MINGYAN))] == [True]

    def test_when_the_main_contact_goes_the_eldest_left_takes_its_place(self, session):
        first, _ = self.save(session), self.save(session, name="Xu An")
        remove_contact(session, PAN.actor, HUILING, first.id, NOW)
        assert self.mains(session) == [("Xu An", True)]

    def test_a_change_made_on_an_older_state_is_refused(self, session):
        contact = self.save(session)
        seen = row_digest(contact)
        self.save(session, contact_id=contact.id, seen=seen, phone="0752 555 0100")
        refused = faults(lambda: self.save(session, contact_id=contact.id, seen=seen, phone="1111"))
        assert refused == [("", "suppliers.changed_meanwhile")]
        assert contact.phone == "0752 555 0100"

    @pytest.mark.parametrize(
        ("given", "place", "code"),
        [
            ({"name": ""}, "name", "form.required"),
            ({"email": "li.wen"}, "email", "suppliers.email"),
            ({"email": "li@wen"}, "email", "suppliers.email"),
            ({"email": "a@x.example, b@x.example"}, "email", "suppliers.email"),
            ({"phone": "ask Li"}, "phone", "suppliers.phone"),
            ({"language": "de"}, "language", "form.unknown_choice"),
            ({"role": "r" * 121}, "role", "form.too_long"),
        ],
    )
    def test_a_wrong_contact_is_refused_at_its_field(self, session, given, place, code):
        assert faults(lambda: self.save(session, **given)) == [(place, code)]

    def test_the_trail_names_the_contact_by_its_id_alone(self, session):
        self.save(session, email="li.wen@supplier.example")
        assert "li.wen" not in session.scalars(select(Event.body).order_by(Event.id.desc())).first()


class TestSpend:
    def shown(self, supplier):
        return supplier.annual_spend, supplier.spend_year

    def test_the_latest_year_is_the_annual_spend(self, session):
        supplier = add(session, annual_spend=Decimal(500))
        assert self.shown(supplier) == (Decimal(500), None)
        for year, amount in ((2021, 10), (2023, 30), (2022, 20)):
            record_spend(session, PAN.actor, RecordSpend(supplier.id, year, Decimal(amount), "ERP"), NOW)
        assert self.shown(supplier) == (Decimal(30), 2023)
        assert [(row.year, row.amount) for row in years_of(session, supplier)] == [(2023, 30), (2022, 20), (2021, 10)]
        remove_spend(session, PAN.actor, supplier.id, 2023, NOW)
        assert self.shown(supplier) == (Decimal(20), 2022)

    def test_a_profile_with_a_year_writes_that_year(self, session):
        supplier = add(session, annual_spend=Decimal(5), spend_year=2022)
        change(session, supplier, annual_spend=Decimal(7), spend_year=2021)
        assert self.shown(supplier) == (Decimal(5), 2022)
        change(session, supplier, annual_spend=Decimal(9), spend_year=2023)
        assert self.shown(supplier) == (Decimal(9), 2023)
        assert [(row.year, row.amount) for row in years_of(session, supplier)] == [(2023, 9), (2022, 5), (2021, 7)]

    def test_an_amount_without_its_year_is_refused_where_years_are_on_record(self, session):
        supplier = add(session, annual_spend=Decimal(5), spend_year=2022)
        refused = faults(lambda: change(session, supplier, annual_spend=Decimal(7), spend_year=None))
        assert refused == [("spend_year", "suppliers.spend_year_needed")]
        change(session, supplier, spend_year=None, name_zh="望峣")
        assert self.shown(supplier) == (Decimal(5), 2022)

    @pytest.mark.parametrize(
        ("command", "place", "code"),
        [
            (RecordSpend(HUILING, 1989, Decimal(1)), "year", "suppliers.year"),
            (RecordSpend(HUILING, 2999, Decimal(1)), "year", "suppliers.year"),
            (RecordSpend(HUILING, 2023, Decimal(-1)), "amount", "suppliers.figure"),
            (RecordSpend(HUILING, 2023, Decimal("0.001")), "amount", "suppliers.figure"),
            (RecordSpend(HUILING, 2023, Decimal(1), "s" * 121), "source", "form.too_long"),
        ],
    )
    def test_a_wrong_year_is_refused_at_its_field(self, session, command, place, code):
        assert faults(lambda: record_spend(session, PAN.actor, command, NOW)) == [(place, code)]

    def test_a_year_that_is_not_on_record_cannot_be_removed(self, session):
        record_spend(session, PAN.actor, RecordSpend(MINGYAN, 2023, Decimal(1)), NOW)
        with pytest.raises(Missing):
            remove_spend(session, PAN.actor, HUILING, 2023, NOW)
        assert session.scalar(select(SupplierSpend.supplier_id)) == MINGYAN


class TestSites:
    def test_a_site_is_kept_with_region_grid_country_and_categories(self, session):
        given = {
            "name_en": "Dongguan",
            "name_zh": "东莞",
            "region": "Guangdong",
            "grid": "south",
            "country": "CN",
            "categories": ["thermal", "optical"],
        }
        site = add_site(session, PAN.actor, AddSite(HUILING, **given), NOW)
        session.expire_all()
        kept = {name: getattr(session.get(Site, site.id), name) for name in given}
        assert kept == given | {"categories": ["optical", "thermal"]}

    def change(self, session, site_id=HUILING, **given):
        command = ChangeSite(supplier_id=HUILING, site_id=site_id, **({"name_en": "Huizhou"} | given))
        return change_site(session, PAN.actor, command, NOW)

    def test_a_change_keeps_its_own_name_and_share_free(self, session):
        site = self.change(session, spend_share=Decimal("0.5"), grid="south")
        add_site(session, PAN.actor, AddSite(HUILING, "Dongguan", spend_share=Decimal("0.5")), NOW)
        assert faults(lambda: self.change(session, spend_share=Decimal("0.6"))) == [
            ("spend_share", "suppliers.shares_above_one")
        ]
        assert faults(lambda: self.change(session, name_en="Dongguan", spend_share=None)) == [
            ("name_en", "suppliers.site_taken")
        ]
        assert (site.grid, acts(session)[0]) == ("south", "site_changed")

    @pytest.mark.parametrize(
        ("given", "place", "code"),
        [
            ({"grid": "tibet"}, "grid", "form.unknown_choice"),
            ({"country": "XX"}, "country", "suppliers.country_unknown"),
            ({"categories": ["toys"]}, "categories", "form.unknown_choice"),
            ({"region": "r" * 81}, "region", "form.too_long"),
        ],
    )
    def test_a_wrong_place_is_refused_at_its_field(self, session, given, place, code):
        assert faults(lambda: self.change(session, **given)) == [(place, code)]

    def test_a_change_made_on_an_older_state_is_refused(self, session):
        seen = row_digest(session.get(Site, HUILING))
        self.change(session, seen=seen, region="Guangdong")
        assert faults(lambda: self.change(session, seen=seen)) == [("", "suppliers.changed_meanwhile")]

    def test_a_site_of_another_supplier_is_missing(self, session):
        with pytest.raises(Missing):
            self.change(session, site_id=MINGYAN)


class TestFamily:
    def family(self, session):
        """Three above each other: S-1 over S-2 over S-3."""
        rows = [add(session, number) for number in ("F-1", "F-2", "F-3")]
        for below, above in ((rows[1], "F-1"), (rows[2], " F-2 ")):
            set_parent(session, PAN.actor, SetParent(below.id, above), NOW)
        return rows

    def test_a_family_is_read_both_ways(self, session):
        top, middle, bottom = self.family(session)
        assert ancestors_of(session, bottom.id) == [middle.id, top.id]
        assert parents_of(session, PAN.actor, bottom) == [top, middle]
        assert subsidiaries_of(session, PAN.actor, top) == [middle]
        assert parents_of(session, TAN.actor, bottom) == []

    @pytest.mark.parametrize(
        ("of", "number", "code"),
        [
            (0, "F-1", "suppliers.parent_circle"),
            (0, "F-2", "suppliers.parent_circle"),
            (0, "F-3", "suppliers.parent_circle"),
            (1, "F-9", "suppliers.parent_unknown"),
        ],
    )
    def test_a_circle_and_an_unknown_parent_are_refused(self, session, of, number, code):
        supplier = self.family(session)[of]
        assert faults(lambda: set_parent(session, PAN.actor, SetParent(supplier.id, number), NOW)) == [
            ("parent_number", code)
        ]

    def test_a_parent_is_taken_away_by_an_empty_number(self, session):
        bottom = self.family(session)[2]
        set_parent(session, PAN.actor, SetParent(bottom.id, ""), NOW)
        assert bottom.parent_id is None


@pytest.mark.parametrize("person", NOT_WRITERS)
def test_others_write_nothing_beside_a_supplier(session, person):
    contact = save_contact(session, PAN.actor, SaveContact(HUILING, "Li Wen"), NOW)
    for call in (
        lambda: add_name(session, person.actor, AddName(HUILING, "H"), NOW),
        lambda: save_contact(session, person.actor, SaveContact(HUILING, "H"), NOW),
        lambda: remove_contact(session, person.actor, HUILING, contact.id, NOW),
        lambda: record_spend(session, person.actor, RecordSpend(HUILING, 2023, Decimal(1)), NOW),
        lambda: remove_spend(session, person.actor, HUILING, 2023, NOW),
        lambda: set_parent(session, person.actor, SetParent(HUILING, "S-0002"), NOW),
        lambda: change_site(session, person.actor, ChangeSite(supplier_id=1, site_id=1, name_en="H"), NOW),
        lambda: remove_name(session, person.actor, HUILING, 1, NOW),
    ):
        with pytest.raises(Missing):
            call()
    assert session.scalar(select(SupplierContact.name)) == "Li Wen"


@pytest.mark.parametrize(
    ("figures", "held", "reasons"),
    [
        ({"makes_goods": True}, ["MFG"], ["goods"]),
        ({"makes_goods": False, "staff": 249, "scope_1_2": Decimal("9999.999")}, [], []),
        ({"makes_goods": False, "staff": 250}, ["LRG"], ["staff"]),
        ({"makes_goods": False, "scope_1_2": Decimal(10_000)}, ["LRG"], ["tonnes"]),
        ({"makes_goods": False, "strategic_core": True}, ["LRG", "CORE"], ["core", "core"]),
        (
            {"makes_goods": True, "staff": 820, "scope_1_2": Decimal(20_000), "strategic_core": True},
            ["MFG", "LRG", "CORE"],
            ["goods", "staff", "tonnes", "core", "core"],
        ),
    ],
)
def test_flags_say_the_figures_they_come_from(session, figures, held, reasons):
    supplier = add(session, **figures)
    flags = [flag for flag in flags_of(supplier) if flag.holds]
    assert [flag.code for flag in flags] == held
    assert [reason.kind for flag in flags for reason in flag.reasons if reason.holds] == reasons
    assert supplier.large == ("LRG" in held)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"core": "yes"}, {"C"}),
        ({"core": "no"}, {"G", "L", "S"}),
        ({"large": "yes"}, {"C", "L"}),
        ({"large": "no"}, {"G", "S"}),
        ({"goods": "yes"}, {"G"}),
        ({"goods": "yes", "large": "yes"}, set()),
        ({"category": "optical"}, {"S"}),
        ({"category": "thermal"}, {"S"}),
        ({"large": "perhaps"}, {"C", "G", "L", "S"}),
    ],
)
def test_the_list_is_narrowed_by_flags_and_by_further_categories(session, wanted, found):
    add(session, "C", strategic_core=True, makes_goods=False)
    add(session, "G")
    add(session, "L", makes_goods=False, scope_1_2=Decimal(10_000))
    add(session, "S", makes_goods=False, staff=249, category="optical", further_categories=["thermal"])
    of_test = visible(PAN.actor).where(Supplier.id > MINGYAN)
    assert {one.number for one in session.scalars(filtered(of_test, SupplierFilter(**wanted)))} == found
