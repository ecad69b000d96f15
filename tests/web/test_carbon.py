"""The page of targets: the list in force, its matches and conflicts, and who may read it."""

from datetime import date

import pytest
from sqlalchemy import event

from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.suppliers.models import Supplier
from tests.cast import ADA, FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, ZHOU
from tests.sbti_list import lei


def company(name, own_lei, status="Targets set", year=2030):
    return ListedCompany("1", name, "China", own_lei, None, status, year)


@pytest.fixture
def take(database):
    """Import a list; Huiling and Mingyan have LEIs."""
    with database.unit_of_work(PAN.actor) as session:
        session.get(Supplier, HUILING).lei = lei("HUILING")
        session.get(Supplier, MINGYAN).lei = lei("MINGYAN")

    def take(*companies, as_of=TODAY, digest="a" * 64):
        with database.unit_of_work(PAN.actor) as session:
            command = ImportSbtiList(
                SbtiList((*companies, company("Aldermoor Paper", None)), wrong_leis=19), digest, as_of
            )
            import_sbti_list(session, PAN.actor, command, NOW)

    return take


def test_before_the_first_list_the_page_says_how_to_import_one(as_person):
    page = as_person(PAN).page("/targets")
    assert "No list was imported yet" in page
    assert "supplier-portal sbti import FILE" in page


def test_a_match_is_shown_with_its_status_of_today_and_a_conflict_with_both_names(as_person, take):
    take(company("Huiling Co., Ltd.", lei("HUILING")), company("Northmere Shipping Lines plc", lei("MINGYAN")))
    page = as_person(LIN).page("/targets")
    conflicts, applied, lists = (page.index(f'id="{part}"') for part in ("conflicts", "applied", "lists"))
    assert conflicts < page.index("Mingyan Circuit Boards") < page.index("Northmere Shipping Lines plc") < applied
    assert applied < page.index("Huiling Co., Ltd.") < page.index("validated", applied) < lists
    assert "Aldermoor" not in page
    assert page.index("in force", lists) < page.index('<td class="num">19</td>')


def test_a_target_whose_year_is_past_is_shown_as_none(as_person, take):
    take(company("Huiling Co., Ltd.", lei("HUILING"), year=2023))
    page = as_person(PAN).page("/targets")
    assert '<span class="st st-none">none</span>' in page
    assert '<span class="st st-done">validated</span>' not in page


def test_the_list_of_a_later_day_is_not_in_force_yet(as_person, take):
    take(company("Huiling Co., Ltd.", lei("HUILING")), as_of=date(2024, 4, 1))
    page = as_person(PAN).page("/targets")
    assert "Every imported list counts from a later day." in page
    assert "Huiling Co., Ltd." not in page
    take(company("Huiling Limited", lei("HUILING")), as_of=date(2023, 1, 1), digest="b" * 64)
    page = as_person(PAN).page("/targets")
    assert "Huiling Limited" in page
    assert "Huiling Co., Ltd." not in page


def test_where_no_supplier_stands_in_the_list_the_page_says_what_helps(as_person, take):
    take()
    assert "No supplier stands in the list" in as_person(PAN).page("/targets")


@pytest.mark.parametrize(("person", "in_menu"), [(PAN, True), (LIN, True), (MO, True), (ADA, False), (FANG, False)])
def test_the_buyers_people_read_it_and_some_have_it_in_their_menu(as_person, take, person, in_menu):
    take()
    browser = as_person(person)
    assert "Imported lists" in browser.page("/targets")
    assert ('href="/targets"' in browser.page("/profile")) == in_menu


@pytest.mark.parametrize("person", [TAN, RIVAL, ZHOU])
def test_suppliers_and_auditors_find_nothing_there(as_person, take, person):
    take(company("Huiling Co., Ltd.", lei("HUILING")))
    answer = as_person(person).get("/targets")
    assert answer.status_code == 404
    assert "Huiling Co., Ltd." not in answer.text


def test_the_page_takes_the_same_statements_however_many_lists_and_matches(as_person, app, take):
    browser, statements = as_person(PAN), []
    engine = app.extensions["portal"].database.engine
    take(company("Huiling", lei("HUILING")))
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    browser.page("/targets")
    few = len(statements)
    take(company("Huiling", lei("HUILING")), company("Northmere", lei("MINGYAN")), digest="b" * 64)
    statements.clear()
    browser.page("/targets")
    assert len(statements) == few <= 8


def test_the_page_speaks_chinese(as_person, take):
    take(company("Huiling", lei("HUILING")), company("Northmere", lei("MINGYAN")))
    page = as_person(PAN).speaking("zh").page("/targets")
    assert "已导入的名单" in page
    assert "已验证" in page
