"""Pages of suppliers, as a planner, others of the buyer, a supplier and its rival."""

import re
from dataclasses import asdict
from decimal import Decimal

import pytest
from sqlalchemy import delete, event, select

from supplier_portal.accounts.models import Account
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.operations import AddSupplier, add_supplier
from tests.cast import ADA, FANG, HE, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.sbti_list import isin, lei

TYPED = {
    "number": "S-0077",
    "name_en": "Wangxiao Battery",
    "name_zh": "望峣电池",
    "country": "CN",
    "category": "batteries_power",
    "makes_goods": "y",
    "staff": "1200",
    "scope_1_2": "12000.5",
    "annual_spend": "243,000,000.01",
    "spend_year": "",
    "uscc": "",
    "duns": "",
    "lei": "",
    "isin": "",
    "time_zone": "Asia/Shanghai",
}


@pytest.fixture
def more(database):
    """Thirty suppliers beside the cast's two, the last with identifiers."""
    with database.unit_of_work(PAN.actor) as session:
        for number in range(30):
            add_supplier(
                session,
                PAN.actor,
                AddSupplier(
                    number=f"T-{number:02}",
                    name_en=f"Thermal {number:02}",
                    name_zh="恒湄散热" if number == 7 else "",
                    country="DE",
                    category="thermal",
                    annual_spend=Decimal(1000 * number),
                    lei=lei("LAST") if number == 29 else None,
                    isin=isin("LAST") if number == 29 else None,
                ),
                NOW,
            )
    return database


def names_in(page):
    return re.findall(r'<a href="/suppliers/\d+">([^<]+)</a>', page)


def said(answer, number):
    """The page without the address asked for and without the form's token, which tells the second."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text).replace(f"/suppliers/{number}", "")


def stored(database, number):
    with database.reading(PAN.actor) as session:
        return session.scalar(select(Supplier).where(Supplier.number == number))


@pytest.mark.parametrize("person", [ADA, PAN, FANG, LIN, MO])
def test_the_buyers_people_find_all_suppliers_in_their_menu(as_person, person):
    page = as_person(person).page("/suppliers")
    assert names_in(page) == ["Huiling Precision Electronics", "Mingyan Circuit Boards"]
    assert "惠岭精密电子" in page
    assert "286,400,000.00" in page
    assert 'href="/suppliers"' in as_person(person).page("/profile")


@pytest.mark.parametrize("person", [ZHOU, YAN])
def test_auditors_have_no_list_of_suppliers(as_person, person):
    assert as_person(person).get("/suppliers").status_code == 404
    assert as_person(person).get(f"/suppliers/{HUILING}").status_code == 404


@pytest.mark.safety(2)
@pytest.mark.parametrize("person", [TAN, HE])
def test_a_supplier_finds_itself_and_another_company_looks_like_a_missing_one(as_person, person):
    browser = as_person(person)
    own = browser.page("/suppliers") + browser.page(f"/suppliers/{HUILING}")
    assert "Huiling Precision Electronics" in own
    assert "Mingyan" not in own
    assert "286,400,000" not in own
    others, missing = browser.get(f"/suppliers/{MINGYAN}"), browser.get("/suppliers/999999")
    assert others.status_code == missing.status_code == 404
    assert said(others, MINGYAN) == said(missing, 999999)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=huiling", ["Huiling Precision Electronics"]),
        ("q=恒湄", ["Thermal 07"]),
        ("q=t-29", ["Thermal 29"]),
        ("q=%25", []),
        ("q=_", []),
        ("category=electronics", ["Huiling Precision Electronics", "Mingyan Circuit Boards"]),
        ("category=electronics&q=ming", ["Mingyan Circuit Boards"]),
        ("category=optical", []),
    ],
)
def test_suppliers_are_filtered_by_name_number_and_category(as_person, more, query, found):
    page = as_person(PAN).page(f"/suppliers?{query}")
    assert names_in(page) == found
    assert ("No supplier matches this filter." in page) == (not found)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", "Huiling Precision Electronics"),
        ("sort=-name", "Thermal 29"),
        ("sort=number", "Huiling Precision Electronics"),
        ("sort=-number", "Thermal 29"),
        ("sort=spend", "Thermal 00"),
        ("sort=-spend", "Huiling Precision Electronics"),
        ("sort=-country", "Thermal 00"),
        ("sort=-category", "Thermal 00"),
        ("sort=isin&page=2&size=20", "Thermal 18"),
        ("page=nonsense", "Huiling Precision Electronics"),
        ("page=2", "Thermal 18"),
    ],
)
def test_suppliers_are_sorted_and_paged_by_the_address(as_person, more, query, first):
    assert names_in(as_person(PAN).page(f"/suppliers?{query}"))[0] == first


def test_the_list_takes_the_same_statements_for_two_and_for_many(as_person, app, request):
    browser, statements = as_person(PAN), []
    engine = app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    browser.page("/suppliers?size=100")
    few = len(statements)
    request.getfixturevalue("more")
    statements.clear()
    assert len(names_in(browser.page("/suppliers?size=100"))) == 32
    assert len(statements) == few <= 6


def test_an_empty_list_says_what_to_do_first(as_person, database):
    with database.unit_of_work(PAN.actor) as session:
        session.execute(delete(Account).where(Account.supplier_id.is_not(None)))
        session.execute(delete(Site))
        session.execute(delete(Supplier))
    assert "There are no suppliers yet" in as_person(PAN).page("/suppliers")
    assert "/suppliers/new" not in as_person(LIN).page("/suppliers")


def test_the_profile_shows_each_identifier_with_its_check_digit(as_person, more, database):
    with database.unit_of_work(PAN.actor) as session:
        session.scalar(select(Supplier).where(Supplier.number == "T-29")).isin = "US0378331006"
    page = as_person(LIN).page(f"/suppliers/{stored(database, 'T-29').id}")
    assert page.index(lei("LAST")) < page.index("check digit right") < page.index("US0378331006")
    assert page.index("US0378331006") < page.index("check digit wrong")
    assert "check digit" not in as_person(LIN).page(f"/suppliers/{HUILING}")


def test_a_planner_adds_a_supplier_and_lands_on_its_page(as_person, database):
    browser = as_person(PAN)
    browser.page("/suppliers/new")
    answer = browser.post("/suppliers/new", TYPED | {"lei": f" {lei('W').lower()}"})
    kept = stored(database, "S-0077")
    assert answer.headers["Location"] == f"/suppliers/{kept.id}"
    assert (kept.name_zh, kept.staff, kept.annual_spend) == ("望峣电池", 1200, Decimal("243000000.01"))
    assert (kept.scope_1_2, kept.lei, kept.isin) == (Decimal("12000.5"), lei("W"), None)
    assert (kept.makes_goods, kept.strategic_core) == (True, False)
    assert "The supplier was added." in browser.page(answer.headers["Location"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": "S-0001"}, "Another supplier has this number."),
        ({"lei": lei("W")[:-1] + "X"}, "This is no LEI: its two check digits"),
        ({"lei": lei("LAST")}, "Another supplier has this LEI."),
        ({"isin": "US0378331006"}, "This is no ISIN: its check digit"),
        ({"isin": isin("LAST")}, "Another supplier has this ISIN."),
        ({"country": "ZZ"}, "Choose a country of the list (ISO 3166)."),
        ({"category": "toys"}, "Choose one of the list."),
        ({"staff": "many"}, "Not a valid integer value."),
        ({"staff": "-1"}, "Write a whole number from 0 to 10000000."),
        ({"annual_spend": "0.001"}, "Write a number of 0 or more, at most 2 decimals."),
        ({"annual_spend": "a lot"}, "Write a plain number"),
        ({"name_en": ""}, "This field is required."),
        ({"time_zone": "Mars/Olympus"}, "There is no such time zone."),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_is_kept(as_person, more, change, told):
    browser = as_person(PAN)
    browser.page("/suppliers/new")
    answer = browser.post("/suppliers/new", TYPED | change)
    place = next(iter(change))
    assert answer.status_code == 422
    assert f'id="{place}-error">{told}' in answer.text
    assert 'value="望峣电池"' in answer.text
    assert stored(more, "S-0077") is None


def test_fields_that_are_not_sent_count_as_empty(as_person):
    browser = as_person(PAN)
    browser.page("/suppliers/new")
    assert browser.post("/suppliers/new", {"number": "S-1", "name_en": "A", "time_zone": "UTC"}).status_code == 422


@pytest.mark.safety(4)
def test_fields_that_nobody_asked_for_change_nothing(as_person, database):
    browser = as_person(PAN)
    browser.page("/suppliers/new")
    browser.post("/suppliers/new", TYPED | {"id": "1", "supplier_id": "1", "sites": "x"})
    assert stored(database, "S-0077").id > MINGYAN
    assert stored(database, "S-0001").name_en == "Huiling Precision Electronics"


def test_a_planner_changes_a_supplier(as_person, database):
    browser = as_person(ADA)
    page = browser.page(f"/suppliers/{HUILING}/edit")
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    answer = browser.post(f"/suppliers/{HUILING}/edit", TYPED | {"number": "S-0001", "seen": seen, "isin": isin("H")})
    assert answer.headers["Location"] == f"/suppliers/{HUILING}"
    kept = stored(database, "S-0001")
    assert (kept.name_en, kept.isin, kept.strategic_core) == ("Wangxiao Battery", isin("H"), False)


def test_of_two_who_change_a_supplier_the_second_is_told_and_loses_nothing_typed(as_person, database):
    first, second = as_person(PAN), as_person(ADA)
    pages = [browser.page(f"/suppliers/{HUILING}/edit") for browser in (first, second)]
    seen = [page.split('name="seen"')[1].split('value="')[1].split('"')[0] for page in pages]
    first.post(f"/suppliers/{HUILING}/edit", TYPED | {"seen": seen[0]})
    answer = second.post(f"/suppliers/{HUILING}/edit", TYPED | {"seen": seen[1], "staff": "4321"})
    assert answer.status_code == 422
    assert "Someone else changed this supplier meanwhile." in answer.text
    assert 'value="4321"' in answer.text
    assert stored(database, "S-0077").staff == 1200


@pytest.mark.parametrize("person", [FANG, LIN, MO, ZHOU, TAN, RIVAL])
@pytest.mark.parametrize("address", ["/suppliers/new", f"/suppliers/{HUILING}/edit", f"/suppliers/{HUILING}/sites"])
def test_others_neither_see_the_forms_nor_send_them(as_person, database, person, address):
    browser = as_person(person)
    browser.get("/profile")
    assert browser.get(address).status_code == 404
    assert browser.post(address, TYPED).status_code == 404
    assert stored(database, "S-0077") is None
    assert "/suppliers/new" not in browser.get("/suppliers").text


def test_a_site_is_added_on_the_suppliers_page(as_person, database):
    browser = as_person(PAN)
    assert "Huizhou" in browser.page(f"/suppliers/{HUILING}")
    typed = {"name_en": "Dongguan", "name_zh": "东莞", "spend_share": ""}
    answer = browser.post(f"/suppliers/{HUILING}/sites", typed)
    page = browser.page(answer.headers["Location"])
    assert "The site was added." in page
    assert page.index("Huizhou") < page.index("Dongguan") < page.index("东莞")


@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        ({"name_en": "Huizhou"}, "name_en", "This supplier has a site of this name."),
        ({"name_en": ""}, "name_en", "This field is required."),
        ({"name_en": "Dongguan", "spend_share": "0.5"}, "spend_share", "The shares of all sites together"),
    ],
)
def test_a_wrong_site_is_told_at_its_field(as_person, typed, place, told):
    browser = as_person(PAN)
    browser.page(f"/suppliers/{HUILING}")
    answer = browser.post(f"/suppliers/{HUILING}/sites", typed)
    assert answer.status_code == 422
    assert f'id="{place}-error">{told}' in answer.text


@pytest.mark.parametrize("address", ["/suppliers/2147483648", "/suppliers/99999999999999999999", "/suppliers/0"])
def test_a_number_that_no_supplier_can_have_is_missing(as_person, address):
    assert as_person(PAN).get(address).status_code == 404


def test_the_pages_speak_chinese(as_person, more):
    browser = as_person(PAN).speaking("zh")
    for address in ("/suppliers", f"/suppliers/{HUILING}", "/suppliers/new", f"/suppliers/{HUILING}/edit"):
        assert "供应商" in browser.page(address)
    assert "<h1>惠岭精密电子</h1>" in browser.page(f"/suppliers/{HUILING}")
    assert "德国" in browser.page("/suppliers")
    answer = browser.post("/suppliers/new", TYPED | {"lei": "1"})
    assert "LEI 有误" in answer.text


def test_the_form_sends_what_the_command_takes():
    command = AddSupplier(number="", name_en="", country="", category="")
    assert set(TYPED) | {"strategic_core", "further_categories"} == set(asdict(command))
