"""What suppliers ask of the buyer besides their findings stands at the desk of who decides it."""

import re
from datetime import timedelta

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.appeals.models import Appeal
from supplier_portal.calendars.operations import DeclareShutdown, declare_shutdown
from supplier_portal.declarations.facts import Told
from supplier_portal.declarations.models import TAKEN
from supplier_portal.declarations.operations import DecideDeclaration, Declare, decide_declaration, declare
from supplier_portal.desk.queries.dues import MOST
from tests.cast import FANG, HUILING, LUO, NOW, PAN, TAN


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def asked(database):
    """Tan declares a shutdown and a figure; the number of the declaration."""
    first = NOW.day + timedelta(days=6)
    with database.unit_of_work(TAN.actor) as session:
        declare_shutdown(session, TAN.actor, DeclareShutdown(first, first, "Overhaul"), NOW)
        return declare(session, TAN.actor, Declare(Told(staff=310)), NOW).id


def test_a_planner_finds_the_shutdown_before_the_data_no_day_is_set_for(as_person, asked):
    page = as_person(PAN).page("/desk")
    assert re.search(
        r"Decide the shutdown S-0001 .*6 days left .*Take over declared data S-0001 .*no day set", words(page)
    )
    assert f'href="/declarations/{asked}"' in page
    assert re.search(r'href="/shutdowns/\d+"', page)


def test_what_was_decided_stands_there_no_more(database, as_person, asked):
    with database.unit_of_work(PAN.actor) as session:
        decide_declaration(session, PAN.actor, DecideDeclaration(asked, TAKEN), NOW)
    assert "Take over declared data" not in words(as_person(PAN).page("/desk"))


@pytest.mark.parametrize("person", [FANG, LUO])
def test_who_does_not_decide_it_is_not_asked(as_person, asked, person):
    page = words(as_person(person).page("/desk"))
    assert "Decide the shutdown" not in page
    assert "Take over declared data" not in page


def test_appeals_beyond_those_told_lead_to_all_of_them(database, as_person):
    filed = {"supplier_id": HUILING, "subject": "figure", "code": "cdp", "text": "Wrong", "filed_by": TAN.number}
    with database.unit_of_work(SYSTEM) as session:
        session.add_all(Appeal(number=f"AP-{number}", filed_at=NOW.at, **filed) for number in range(MOST))
    browser = as_person(FANG)
    assert 'href="/appeals">All appeals</a>' in browser.page("/desk")
    assert f"{MOST} appeals" in words(browser.page("/appeals"))
