"""The page of emission factors and GWP sets: what each is right for, how it is narrowed, and who reads it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.factors.loading import FOLDER, load_factors
from tests.cast import ADA, FANG, HE, LIN, LUO, MO, NOW, PAN, RIVAL, TAN, ZHOU

ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def loaded(database):
    with database.unit_of_work(SYSTEM) as session:
        load_factors(session, SYSTEM, NOW)
    return database


def rows(page):
    return [" ".join(TAGS.sub(" ", row).split()) for row in ROW.findall(page)]


def row_with(page, *texts):
    (found,) = [row for row in rows(page) if all(text in row for text in texts)]
    return found


def test_before_anything_is_loaded_the_page_says_how(as_person):
    page = as_person(PAN).page("/factors")
    assert "No factors are loaded yet" in page
    assert "supplier-portal factors load" in page


def test_each_factor_stands_with_value_unit_purpose_source_and_check(as_person, loaded):
    row = row_with(as_person(PAN).page("/factors"), "0.5306")
    for text in (
        "Electricity, grid average",
        "China",
        "2023",
        "kgCO2/kWh",
        "Location-based",
        "2023年电力二氧化碳排放因子",
    ):
        assert text in row
    assert row.count("confirmed") == 1


def test_published_decimals_are_kept(as_person, loaded):
    assert "East China grid 2023 0.5500 kgCO2/kWh" in row_with(
        as_person(PAN).page("/factors"), "East China grid", "0.55"
    )


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("0.5703", "A reporting figure, not an average"),
        ("0.8042", "Right for an avoided-emission claim of a project. Wrong for an inventory."),
        ("0.6096", "Right for market-based scope 2"),
    ],
)
def test_what_a_factor_is_right_and_wrong_for_stands_beside_it(as_person, loaded, value, says):
    assert says in row_with(as_person(LIN).page("/factors"), value)


def test_what_was_not_compared_with_its_publication_says_so(as_person, loaded):
    page = as_person(PAN).page("/factors")
    assert "not confirmed" in row_with(page, "0.5568")
    assert "Not read in the notice itself." in row_with(page, "0.5703")
    assert "not confirmed" in row_with(page, "24,300")
    assert "not confirmed" not in row_with(page, "HFC-134a")


def test_gases_stand_side_by_side(as_person, loaded):
    page = as_person(PAN).page("/factors")
    assert row_with(page, "HFC-134a").startswith("HFC-134a CH2FCF3 100 1,430 1,300 1,530")
    assert row_with(page, "CH4-fossil").startswith("CH4-fossil CH4 100 – 30 29.8")
    assert "AR5: IPCC, Fifth Assessment Report" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("purpose=legal_reporting", ["0.5703"]),
        ("purpose=market&year=2021", ["0.5942"]),
        ("region=south", ["0.4042", "0.8042"]),
        ("region=national&purpose=location", ["0.5306", "0.5366", "0.5568"]),
        ("year=2019&confirmed=no", ["0.8042"]),
    ],
)
def test_the_address_narrows_the_factors(as_person, loaded, query, found):
    page = as_person(PAN).page(f"/factors?{query}")
    assert re.findall(r'<td class="num">(0\.\d{4})</td>', page) == found


def test_a_filter_that_leaves_none_can_be_cleared_and_the_gases_stay(as_person, loaded):
    page = as_person(PAN).page("/factors?year=1999")
    assert "No factor matches this filter." in page
    assert "HFC-134a" in page


def test_only_the_newest_version_of_a_set_is_shown(as_person, loaded, tmp_path):
    for file in FOLDER.iterdir():
        text = file.read_text().replace(",2026.1,", ",2027.1,").replace(",0.5306,", ",0.5301,")
        Path(tmp_path, file.name).write_text(text)
    with loaded.unit_of_work(SYSTEM) as session:
        load_factors(session, SYSTEM, NOW, tmp_path)
    page = as_person(PAN).page("/factors")
    assert "0.5301" in page
    assert "0.5306" not in page
    assert "cn-electricity 2026.1" not in page


@pytest.mark.parametrize("person", [ADA, PAN, ZHOU, LUO, FANG, LIN, MO])
def test_the_buyers_people_find_it_in_their_menu(as_person, loaded, person):
    browser = as_person(person)
    assert "0.5306" in browser.page("/factors")
    assert 'href="/factors"' in browser.page("/profile")


@pytest.mark.parametrize("person", [TAN, HE, RIVAL])
def test_suppliers_find_nothing_there(as_person, loaded, person):
    answer = as_person(person).get("/factors")
    assert answer.status_code == 404
    assert "0.5306" not in answer.text


def test_the_page_takes_the_same_statements_empty_and_full(as_person, app, request):
    browser, statements = as_person(PAN), []
    engine = app.extensions["portal"].database.engine
    browser.page("/factors")
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    browser.page("/factors")
    few = len(statements)
    request.getfixturevalue("loaded")
    statements.clear()
    browser.page("/factors")
    assert len(statements) == few <= 8


def test_the_page_speaks_chinese(as_person, loaded):
    page = as_person(PAN).speaking("zh").page("/factors")
    assert "是报告用数值，不是平均因子" in row_with(page, "0.5703")
    assert "未核对通知原文。" in row_with(page, "0.5703")
