"""The dashboard and the list of training as their readers see them."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.dashboard.board import board_of
from supplier_portal.dashboard.operations import load_roadmap
from supplier_portal.dashboard.queries import Scope
from supplier_portal.outreach.operations import (
    HoldTraining,
    Participant,
    RecordParticipants,
    hold_training,
    record_participants,
)
from tests import programme_world
from tests.cast import ADA, FANG, HE, HUILING, LIN, LUO, MO, NOW, PAN, TAN, YAN, ZHOU
from tests.web.statements import statements

MOST_STATEMENTS = 20
READERS, OTHERS = (PAN, FANG, MO, LIN), (ADA, ZHOU, LUO, TAN, HE, YAN)


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        made = programme_world.build(session)
        load_roadmap(session, SYSTEM, NOW)
    with database.unit_of_work(PAN.actor) as session:
        held = hold_training(
            session, PAN.actor, HoldTraining(date(2023, 9, 1), "online", "eu_tariff", "Tariff <b>", "en"), NOW
        )
        record_participants(session, PAN.actor, RecordParticipants(held.id, [Participant(HUILING)] * 3), NOW)
    return made


def panels(page) -> list[str]:
    """Titles of the panels."""
    return [unescape(" ".join(text.split())) for text in re.findall(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)]


def links(page) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/[^"]*)"', page.split("<main")[1])]


@pytest.mark.parametrize("person", READERS, ids=lambda person: person.name)
def test_every_reader_s_figures_lead_to_lists_that_open(world, as_person, person):
    browser = as_person(person)
    page = browser.page("/dashboard")
    # The world's ratings have no receipt that a single scorecard could take apart.
    followed = {link for link in links(page) if not re.match(r"/dashboard$|/scorecards/\d", link)}
    assert len(followed) > 5
    for link in followed:
        browser.page(link)


@pytest.mark.parametrize("person", OTHERS, ids=lambda person: person.name)
def test_the_dashboard_is_not_there_for_others(as_person, person):
    assert as_person(person).get("/dashboard").status_code == 404
    assert as_person(person).get("/trainings").status_code == 404


def test_titles_tell_the_finding_and_pictures_have_words_and_tables(world, as_person):
    page = as_person(PAN).page("/dashboard")
    titles = panels(page)
    assert any(title.startswith("Audits: ") for title in titles)
    assert any(re.fullmatch(r"Grades: \d+ up, \d+ down", title) for title in titles)
    assert "Training: 3 people in 2023" in titles
    pictures = re.findall(r"<svg class=\"chart\".*?</svg>", page, re.DOTALL)
    assert len(pictures) == 9
    named = re.compile(r'<title id="[\w-]+">[^<]+</title><desc id="[\w-]+">[^<]+</desc>')
    assert all(named.search(one) for one in pictures)
    assert page.count('<details class="data">') == 5


def test_the_counts_of_the_page_are_those_of_the_list_behind_them(world, as_person):
    pan = as_person(PAN)
    page = pan.page("/dashboard?category=optical")
    found = re.findall(r'<a class="plain" href="(/findings\?[^"]*)">([\d,]+)</a>', page)
    assert len(found) > 10
    for link, count in found[:25]:
        listed = pan.page(unescape(link))
        assert re.search(r"([\d,]+) findings?", listed)[1] == count, link


def test_months_lead_to_the_audits_of_the_month(world, as_person):
    pan = as_person(PAN)
    page = pan.page("/dashboard?year=2023")
    months = [link for link in links(page) if "month=2023" in link]
    assert months
    for link in months:
        number = int(link[-2:])
        counted = [one for one in world.audits if one.revision == 1 and one.state != "cancelled"]
        expected = [one for one in counted if (one.starts_on.year, one.starts_on.month) == (2023, number)]
        assert f"{len(expected)} audit" in pan.page(link)


@pytest.mark.parametrize("address", ["/dashboard", "/dashboard?year=2023&category=thermal", "/dashboard?year=2025"])
def test_the_number_of_statements_is_fixed(world, app, as_person, address):
    pan = as_person(PAN)
    pan.page(address)
    with statements(app) as sent:
        pan.page(address)
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)


def test_an_empty_portal_says_what_to_do_first(as_person):
    page = as_person(MO).page("/dashboard?category=logistics")
    assert "There are no suppliers here yet" in page
    assert "No audit is planned for this year" in page


@pytest.mark.parametrize("address", ["/dashboard", "/dashboard?year=2023", "/trainings"])
def test_both_languages_have_all_words(world, as_person, address):
    page = as_person(PAN).speaking("zh").page(address)
    main = re.sub(r"<[^>]+>", " ", "<main" + page.split("<main")[1])
    left = set(re.findall(r"[A-Za-z]{4,}", main)) - {"Programme", "SMART", "Tariff", "Supplier"}
    assert not left, left


def test_the_state_of_the_page_stands_in_its_address(world, as_person):
    page = as_person(PAN).page("/dashboard?year=2023&category=optical")
    assert "Programme dashboard 2023" in page
    assert re.search(r'<option value="2023" selected>', page)
    assert all("category=optical" in link for link in links(page) if link.startswith("/findings"))


@pytest.mark.parametrize("address", ["/dashboard?year=%00&category='", "/trainings?year=0000&form=x&page=99"])
def test_nonsense_in_an_address_changes_nothing(world, as_person, address):
    as_person(PAN).page(address)


def test_training_is_listed_with_people_and_suppliers(world, as_person):
    page = as_person(LIN).page("/trainings?year=2023")
    assert "Tariff &lt;b&gt;" in page
    assert re.search(r'<td class="num">3</td>\s*<td class="num">1</td>', page)
    assert "No session fits the filter." in as_person(LIN).page("/trainings?year=2021")


LISTED = re.compile(r'<a class="plain" href="(/dashboard/coverage\?[^"]*)">([\d,.]+)')


@pytest.mark.parametrize("address", ["/dashboard", "/dashboard?year=2024&category=optical"])
def test_every_figure_of_scores_leads_to_as_many_names(world, as_person, address):
    pan = as_person(PAN)
    figures = [(unescape(link), count) for link, count in LISTED.findall(pan.page(address)) if "cdp=" in link]
    assert figures
    for link, count in figures:
        page = pan.page(link)
        assert re.search(r"([\d,]+) suppliers?", page)[1] == count, link
        assert page.count('<th scope="row">') == min(int(count), 20)


@pytest.mark.parametrize("status", ["committed", "validated"])
def test_the_names_behind_a_target_are_those_counted(world, as_person, app, status):
    pan = as_person(PAN)
    with app.extensions["portal"].database.reading(PAN.actor) as session:
        counted = board_of(session, PAN.actor, Scope.of({}, NOW, app.extensions["portal"].config.zone)).coverage[-1]
    page = pan.page(f"/dashboard/coverage?target={status}&size=100")
    assert re.search(r"(\d+) suppliers?", page)[1] == str(counted.suppliers[status])
    named = {int(number) for number in re.findall(r'/scorecards/(\d+)"', page)}
    assert len(named) == counted.suppliers[status]


def test_no_name_stands_behind_a_score_that_is_not_public(world, as_person):
    page = as_person(MO).page("/dashboard/coverage?cdp=published&size=100")
    hidden = {one.supplier_id for one in world.cdp if not one.public or one.score == "F"}
    listed = {int(number) for number in re.findall(r'/scorecards/(\d+)"', page)}
    assert hidden
    assert listed
    assert not hidden & listed


def test_whom_most_is_bought_from_stands_first_and_nobody_else_reads_it(world, as_person):
    page = as_person(LIN).page("/dashboard/coverage?size=100")
    told = re.findall(r'<td class="num">([\d,.]+)</td>\s*<td class="num">', page)
    spend = [Decimal(amount.replace(",", "")) for amount in told]
    assert len(spend) > 5
    assert spend == sorted(spend, reverse=True)
    assert {as_person(person).get("/dashboard/coverage").status_code for person in OTHERS} == {404}


def test_before_anything_is_known_the_names_say_what_to_do_first(as_person):
    page = as_person(PAN).page("/dashboard/coverage")
    assert "No score and no target is known yet" in page
