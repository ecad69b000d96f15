"""Calendars and shutdowns as people meet them: the year, what is missing, declaring, deciding, withdrawing."""

import re
from datetime import date

import pytest
from sqlalchemy import update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.loading import load_shipped
from supplier_portal.calendars.models import AGREED, Shutdown
from supplier_portal.calendars.operations import (
    DecideShutdown,
    DeclareShutdown,
    decide_shutdown,
    declare_shutdown,
    take_in_years,
    withdraw_shutdown,
)
from supplier_portal.calendars.years import Year
from supplier_portal.suppliers.models import Supplier
from tests.cast import ADA, FANG, HE, LIN, MINGYAN, NOW, PAN, RIVAL, TAN, ZHOU
from tests.web.statements import statements

FORM = {"first_on": "2024-04-08", "last_on": "2024-04-12", "reason": "The plating line is overhauled."}


@pytest.fixture
def loaded(database):
    with database.unit_of_work(SYSTEM) as session:
        load_shipped(session, SYSTEM, NOW)
    return database


def declared(database, person=TAN, first=date(2024, 4, 3), last=date(2024, 4, 9)):
    with database.unit_of_work(person.actor) as session:
        return declare_shutdown(session, person.actor, DeclareShutdown(first, last, "Overhaul of the line"), NOW).id


def decided(database, shutdown_id, decision=AGREED, answer=""):
    with database.unit_of_work(PAN.actor) as session:
        decide_shutdown(session, PAN.actor, DecideShutdown(shutdown_id, decision, answer), NOW)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_list_counts_who_follows_a_calendar_and_says_which_years_are_there(loaded, as_person):
    page = words(as_person(PAN).page("/calendars"))
    assert "China CN 2 2022 2023 2024 2025 2026 2027 –" in page
    assert "Vietnam VN 0" in page
    assert "are not known" not in page


def test_a_country_whose_suppliers_have_no_calendar_is_named_with_the_way_out(loaded, as_person):
    with loaded.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == MINGYAN).values(country="NO"))
    page = as_person(PAN).page("/calendars")
    assert "Norway: the holidays of 2024, 2025 are not known" in words(page)
    assert "Clocks of 1 supplier count every day of it." in words(page)
    assert "supplier-portal calendars load NO 2024 2025" in page
    assert 'href="/imports"' in page
    assert "supplier-portal calendars load" not in as_person(FANG).page("/calendars")


def test_only_the_year_that_is_missing_is_named(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        take_in_years(session, SYSTEM, [Year("CN", 2024, (), announced=True, source="")], NOW)
    assert "China: the holidays of 2025 are not known" in words(as_person(PAN).page("/calendars"))


def test_a_year_shows_its_stretches_what_is_worked_and_where_it_is_from(loaded, as_person):
    page = as_person(PAN).page("/calendars/CN?year=2024")
    told = words(page)
    assert "Chinese New Year (Spring Festival) 10 Feb 2024 to 17 Feb 2024 8 days" in told
    assert "Tomb-Sweeping Day 4 Apr 2024 to 6 Apr 2024 3 days" in told
    assert "Worked instead, though a weekend: 4 Feb 2024, 18 Feb 2024, 7 Apr 2024" in told
    assert "State announced Source Python package holidays" in told
    assert "2 suppliers follow it." in told
    assert "The buyer’s working days follow it too." in told
    assert '<td class="off">10<span class="visually-hidden"> holiday</span></td>' in page
    assert '<td class="worked">18<span class="visually-hidden"> worked</span></td>' in page


def test_a_year_nobody_announced_says_so_in_both_languages(loaded, as_person):
    browser = as_person(PAN)
    assert "not announced yet: worked out ahead" in browser.page("/calendars/CN?year=2027")
    assert "尚未公布：预先推算" in browser.speaking("zh").page("/calendars/CN?year=2027")
    assert "春节" in browser.page("/calendars/CN?year=2027")


@pytest.mark.parametrize("year", ["2031", "0", "99999", "next"])
def test_a_year_that_is_not_known_says_what_it_means(loaded, as_person, year):
    page = words(as_person(PAN).page(f"/calendars/CN?year={year}"))
    assert "are not known Until they are, clocks count every day of it." in page or year == "next"


def test_a_supplier_sees_its_own_calendar_and_no_count_of_others(loaded, as_person):
    browser = as_person(TAN)
    assert browser.get("/calendars").headers["Location"].endswith("/calendars/CN")
    page = words(browser.page("/calendars/CN"))
    assert "Your clocks stand still on these days." in page
    assert "follow" not in page
    assert "Pan" not in page
    assert browser.get("/calendars/VN").status_code == 404
    assert browser.get("/calendars/XX").status_code == 404


@pytest.mark.parametrize("person", [ADA, ZHOU, LIN])
def test_who_may_read_calendars_may_not_read_shutdowns(loaded, as_person, person):
    browser = as_person(person)
    browser.page("/calendars/CN")
    assert browser.get("/shutdowns").status_code == 404


def test_a_supplier_declares_and_reads_what_was_agreed(loaded, as_person):
    browser = as_person(TAN)
    assert "No shutdown is declared" in browser.page("/shutdowns")
    answer = browser.post("/shutdowns", FORM, follow_redirects=True)
    assert "Declared. The days stand still once the buyer has agreed." in answer.text
    assert "8 Apr 2024 to 12 Apr 2024 waiting 5 days The plating line is overhauled." in words(answer.text)
    with loaded.reading(SYSTEM) as session:
        shutdown_id = session.query(Shutdown.id).scalar()
    decided(loaded, shutdown_id, answer="Agreed with the programme.")
    page = words(browser.page("/shutdowns"))
    assert "agreed 5 days" in page
    assert "The buyer’s answer Agreed with the programme." in page


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({"first_on": "2024-03-31"}, {"first_on"}),
        ({"last_on": "2024-04-07"}, {"last_on"}),
        ({"last_on": "2024-07-01", "reason": " "}, {"last_on", "reason"}),
        ({"first_on": "31.3.", "reason": ""}, {"first_on", "reason"}),
        ({"first_on": "", "last_on": ""}, {"first_on", "last_on"}),
        ({"reason": "x" * 1001}, {"reason"}),
    ],
)
def test_every_fault_stands_at_its_field_and_everything_typed_is_kept(loaded, as_person, changed, places):
    browser = as_person(TAN)
    browser.page("/shutdowns")
    answer = browser.post("/shutdowns", FORM | changed)
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-error"', answer.text)) == places
    for typed in (FORM | changed).values():
        assert typed.strip() in answer.text
    with loaded.reading(SYSTEM) as session:
        assert session.query(Shutdown).count() == 0


def test_a_rivals_shutdown_is_never_there(loaded, as_person):
    mine = declared(loaded)
    browser = as_person(RIVAL)
    assert "Overhaul" not in browser.page("/shutdowns")
    assert browser.get(f"/shutdowns/{mine}").status_code == 404
    assert browser.post(f"/shutdowns/{mine}/withdraw").status_code == 404
    browser = as_person(HE)
    browser.page("/shutdowns")
    assert "Withdrawn. Its days count again." in browser.post(
        f"/shutdowns/{mine}/withdraw", follow_redirects=True
    ).text  # fmt: skip


def test_a_planner_finds_what_waits_first_and_decides(loaded, as_person):
    decided(loaded, declared(loaded, RIVAL, date(2024, 4, 1), date(2024, 4, 2)))
    waits = declared(loaded)
    browser = as_person(PAN)
    page = words(browser.page("/shutdowns"))
    assert page.index("Huiling") < page.index("Mingyan")
    assert "3 Apr 2024 to 9 Apr 2024 7 days; 3 of them public holidays anyway" in page
    assert "Agreed, the supplier’s due days move on" in browser.page(f"/shutdowns/{waits}")
    answer = browser.post(f"/shutdowns/{waits}/decide", {"decision": "agreed", "answer": ""}, follow_redirects=True)
    assert "Agreed. Clocks of this supplier stand still on these days." in answer.text
    assert "No shutdown fits the filter." in browser.page("/shutdowns?state=waiting")
    assert "Huiling" in browser.page("/shutdowns?state=agreed")


def test_refusing_without_a_reason_keeps_the_page_with_the_fault_at_its_field(loaded, as_person):
    waits = declared(loaded)
    browser = as_person(PAN)
    browser.page(f"/shutdowns/{waits}")
    answer = browser.post(f"/shutdowns/{waits}/decide", {"decision": "refused", "answer": " "})
    assert answer.status_code == 422
    assert re.findall(r'id="(\w+)-error"', answer.text) == ["answer"]
    refused = {"decision": "refused", "answer": "An audit is planned that week."}
    assert "Refused. The supplier reads why." in browser.post(
        f"/shutdowns/{waits}/decide", refused, follow_redirects=True
    ).text  # fmt: skip
    assert "An audit is planned that week." in as_person(TAN).page("/shutdowns")


def test_a_planner_who_comes_too_late_is_told_and_keeps_the_words(loaded, as_person):
    waits = declared(loaded)
    browser = as_person(PAN)
    browser.page(f"/shutdowns/{waits}")
    with loaded.unit_of_work(TAN.actor) as session:
        withdraw_shutdown(session, TAN.actor, waits, NOW)
    typed = {"decision": "refused", "answer": "An audit is planned that week."}
    answer = browser.post(f"/shutdowns/{waits}/decide", typed)
    assert answer.status_code == 409
    assert "This shutdown is withdrawn by now. Nothing was changed." in answer.text
    assert "An audit is planned that week." in answer.text


def test_a_supplier_who_withdraws_what_was_refused_meanwhile_is_told(loaded, as_person):
    waits = declared(loaded)
    browser = as_person(TAN)
    browser.page("/shutdowns")
    decided(loaded, waits, "refused", "No.")
    answer = browser.post(f"/shutdowns/{waits}/withdraw")
    assert answer.status_code == 409
    assert "This shutdown is refused by now. Nothing was changed." in answer.text


def test_reviewers_read_shutdowns_and_decide_nothing(loaded, as_person):
    waits = declared(loaded)
    browser = as_person(FANG)
    assert "Overhaul" in browser.page("/shutdowns")
    page = browser.page(f"/shutdowns/{waits}")
    assert "Agree" not in words(page).replace("agreed", "")
    assert browser.post(f"/shutdowns/{waits}/decide", {"decision": "agreed"}).status_code == 404


@pytest.mark.parametrize(("person", "address"), [(PAN, "/shutdowns"), (TAN, "/shutdowns"), (PAN, "/calendars")])
def test_the_number_of_statements_does_not_grow_with_the_rows(app, loaded, as_person, person, address):
    browser = as_person(person)
    browser.page(address)
    for month in range(4, 10):
        declared(loaded, TAN, date(2024, month, 20), date(2024, month, 20))
    with statements(app) as sent:
        browser.page(address)
    assert len(sent) <= 12


def test_the_pages_speak_chinese(loaded, as_person):
    declared(loaded)
    assert "申报停产" in as_person(TAN).speaking("zh").page("/shutdowns")
    assert "待审批" in as_person(PAN).speaking("zh").page("/shutdowns")
    assert "节假日：中国" in as_person(TAN).speaking("zh").page("/calendars/CN")
