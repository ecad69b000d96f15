"""Declaring a company's data as people meet it: the task, the form, whose turn it is, taking over and declining."""

import re

import pytest
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.declarations.models import Declaration
from supplier_portal.suppliers.models import Site, Supplier
from tests.cast import ADA, HE, HUILING, LIN, MINGYAN, PAN, RIVAL, TAN, ZHOU

NEW, LIST = "/declarations/new", "/declarations"
HOME = "/home"
COMPANY = f"{HOME}/company"
USCC = "91350100M000100Y43"
FORM = {"staff": "310", "scope_1_2": "1,234.5", "uscc": USCC, "language": "zh", "note": "Payroll of December."}


def words(page):
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0] if found else page).split())


def kept(database):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Declaration).order_by(Declaration.id)).all()


def figures(database, number=HUILING):
    with database.reading(SYSTEM) as session:
        one = session.get_one(Supplier, number)
        return one.staff, one.uscc


def site_of(database, supplier=HUILING):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Site.id).where(Site.supplier_id == supplier)).first()


def post(browser, address, **form):
    """Send a form as a browser does that has a page of its own open."""
    browser.page("/profile")
    return browser.post(address, form)


@pytest.fixture
def sent(database, as_person):
    """Tan has declared; its number."""
    assert post(as_person(TAN), NEW, **FORM).status_code == 302
    return kept(database)[-1].id


def test_the_task_leads_to_the_form_which_holds_what_is_known(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == HUILING).values(staff=77))
    tan = as_person(TAN)
    assert f'href="{NEW}">Declare your data</a>' in tan.page("/home")
    page = tan.page(NEW)
    assert re.search(r'name="staff"[^>]*value="77"', page)
    assert f'name="site-{site_of(database)}-grid"' in page


def test_from_the_form_to_the_supplier_s_data(database, as_person, sent):
    tan, pan, site = as_person(TAN), as_person(PAN), site_of(database)
    assert "It is the buyer’s turn" in words(tan.page(COMPANY))
    assert "Declare your data" not in tan.page("/home")
    assert (
        post(tan, NEW, **FORM, **{f"site-{site}-grid": "east", f"site-{site}-categories": "optical"}).status_code == 302
    )
    number = kept(database)[-1].id
    assert "1 waits" in words(pan.page(LIST))
    page = words(pan.page(f"{LIST}/{number}"))
    assert "unified social credit code 91350100M000100Y43 in the portal now: –" in page
    assert "scope 1 and 2 emissions 1,234.500" in page
    assert re.search(r"power grid \S+ East", page)
    assert f'href="{LIST}/{number}"' in pan.page(f"/suppliers/{HUILING}")
    assert post(pan, f"{LIST}/{number}/decide", decision="taken").status_code == 302
    assert figures(database) == (310, USCC)
    assert "Taken over on" in words(tan.page(f"{LIST}/{number}"))


def test_a_refused_form_keeps_what_was_typed_and_names_the_site(database, as_person):
    site = site_of(database)
    typed = FORM | {"staff": "many", "email": "nobody", f"site-{site}-grid": "moon", "note": "As agreed by phone"}
    response = post(as_person(TAN), NEW, **typed)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'value="many"' in page
    assert "As agreed by phone" in page
    assert kept(database) == []
    response = post(as_person(TAN), NEW, **typed | {"staff": "310"})
    page = words(response.get_data(as_text=True))
    assert response.status_code == 422
    assert "Huizhou" in page
    assert kept(database) == []


def test_a_declined_one_says_why_and_is_the_company_s_turn_again(database, as_person, sent):
    pan = as_person(PAN)
    refused = post(pan, f"{LIST}/{sent}/decide", decision="declined")
    assert refused.status_code == 422
    assert post(pan, f"{LIST}/{sent}/decide", decision="declined", answer="Which year?").status_code == 302
    tan = as_person(TAN)
    assert "Which year?" in words(tan.page(f"{LIST}/{sent}"))
    assert "Declare your data" in tan.page("/home")
    assert figures(database)[1] is None


def test_a_code_of_another_s_is_told_to_the_planner_and_nothing_is_taken_over(database, as_person, sent):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == MINGYAN).values(uscc=USCC))
    response = post(as_person(PAN), f"{LIST}/{sent}/decide", decision="taken", answer="Thank you")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Thank you" in page
    assert "Another supplier has this" in words(page)
    assert figures(database)[0] != 310
    assert kept(database)[-1].decision is None


def test_who_comes_too_late_is_told_and_keeps_the_answer(database, as_person, sent):
    assert post(as_person(HE), f"{LIST}/{sent}/withdraw").status_code == 302
    response = post(as_person(PAN), f"{LIST}/{sent}/decide", decision="declined", answer="Which year?")
    assert response.status_code == 409
    assert "Someone else was quicker" in words(response.get_data(as_text=True))
    assert "Which year?" in response.get_data(as_text=True)
    assert post(as_person(TAN), f"{LIST}/{sent}/withdraw").status_code == 409


@pytest.mark.parametrize("person", [ADA, LIN, ZHOU, RIVAL])
def test_others_find_nothing(as_person, sent, person):
    browser = as_person(person)
    assert browser.get(f"{LIST}/{sent}").status_code == 404
    assert post(browser, f"{LIST}/{sent}/decide", decision="taken").status_code in {403, 404}


def test_a_supplier_reads_it_in_chinese(as_person, sent):
    tan = as_person(TAN)
    tan.client.set_cookie("language", "zh")
    assert "员工人数" in tan.page(f"{LIST}/{sent}")
    assert "申报企业数据" in tan.page(NEW)
