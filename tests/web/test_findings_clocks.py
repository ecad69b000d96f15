"""Whose turn it is and how long: the page, more days asked and answered there, the policy in words, the API."""

import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.models import Calendar, CalendarDay
from supplier_portal.findings.models import Extension, Finding, FindingMove
from supplier_portal.findings.operations.publishing import publish_clock_policy
from tests.cast import FANG, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, ZHOU
from tests.clock_story import DOCUMENT
from tests.findings_story import brought_to, notified

LABOUR_DAY = date(2024, 5, 1)


@pytest.fixture
def story(database):
    """Write findings, and give the number of the one asked for."""

    def tell(state="open", supplier=HUILING, **given):
        with database.unit_of_work(SYSTEM) as session:
            return brought_to(session, state, supplier, **given).id

    return tell


@pytest.fixture
def holidays(database):
    with database.unit_of_work(SYSTEM) as session:
        session.add(Calendar(code="CN", name_en="China", name_zh="中国"))
        session.flush()
        days = (LABOUR_DAY + timedelta(days=passed) for passed in range(5))
        session.add_all(
            CalendarDay(calendar="CN", day=day, kind="holiday", name_en="Labour Day", name_zh="劳动节") for day in days
        )


def send(browser, number, address, **form):
    """Post a form of the finding's page."""
    browser.page(f"/findings/{number}")
    return browser.post(f"/findings/{number}/{address}", form)


def answer_of(browser, number):
    return json.loads(browser.client.get(f"/api/findings/{number}/clock").data)


def test_the_page_says_whose_turn_it_is_how_long_and_what_stands_still(as_person, holidays, story):
    number = story("accepted")
    for person, left in ((TAN, "days left"), (ZHOU, "days left for the supplier")):
        page = as_person(person).page(f"/findings/{number}")
        for said in (left, "0 of 60 days used.", "the clock runs", "Labour Day", "4 Jun 2024", "left, 60 days"):
            assert said in page, said
        assert "Next reminder 30 Apr 2024." in page
    waiting = as_person(TAN).page(f"/findings/{story('implemented')}")
    assert "days left for the buyer" in waiting
    assert "The supplier’s clock stands still; 60 of 60 days are left." in waiting


@pytest.mark.parametrize(
    ("days", "said"),
    [(10, ["4 days left"]), (70, ["Overdue", "56 days late", "Escalated", "late for long"]), (400, ["386 days late"])],
)
def test_a_finding_of_some_time_ago_is_drawn_with_what_is_late(as_person, database, story, days, said):
    number, before = story("open"), NOW.at - timedelta(days=days)
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(FindingMove).values(at=before))
        session.execute(update(Finding).values(notified_at=before, turn_since=before, clock_from=before))
    page = re.sub(r"<[^>]+>|\s+", " ", as_person(PAN).page(f"/findings/{number}"))
    page = re.sub(r" +", " ", page)
    assert all(one in page for one in said)
    drawn = as_person(TAN).page(f"/findings/{number}")
    assert ("late:" in drawn or ": late." in drawn) is (days > 60)


def test_asked_days_name_the_holiday_among_them_and_the_buyer_who_is_late(as_person, database, holidays, story):
    number = story("accepted")
    festival = {"calendar": "CN", "kind": "holiday", "name_en": "Dragon Boat Festival", "name_zh": "端午节"}
    with database.unit_of_work(SYSTEM) as session:
        session.add(CalendarDay(day=date(2024, 6, 10), **festival))
    send(as_person(TAN), number, "extensions", clock="close", days="10", reason="Meters arrive in June")
    assert "The 1 day of Dragon Boat Festival does not count." in as_person(ZHOU).page(f"/findings/{number}")
    assert "The buyer is late" not in as_person(TAN).page(f"/findings/{number}")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Extension).values(asked_at=NOW.at - timedelta(days=7)))
    assert "The buyer is late" in as_person(TAN).page(f"/findings/{number}")


def test_days_are_asked_for_and_granted_in_the_browser(as_person, database, holidays, story):
    number = story("accepted")
    tan, zhou = as_person(TAN), as_person(ZHOU)
    sent = send(tan, number, "extensions", clock="close", days="10", reason="Meters arrive in June")
    assert sent.status_code == 302
    page = zhou.page(f"/findings/{number}")
    assert "More days asked for: 10 days, to 14 Jun 2024" in page
    assert "Asked 31 Mar 2024, answer due 2 Apr 2024." in page
    assert "Ask for more days" not in tan.page(f"/findings/{number}")
    with database.reading(SYSTEM) as session:
        asked = session.scalars(select(Extension)).one()
    address = f"extensions/{asked.id}/answer"
    refused = send(zhou, number, address, decision="fewer", days="11", answer="")
    assert refused.status_code == 422
    told = refused.text
    assert "Write a whole number of days from 1 to 10." in told
    assert 'value="11"' in told
    assert send(zhou, number, address, decision="fewer", days="4", answer="the first four suffice").status_code == 302
    late = send(zhou, number, address, decision="refused", answer="too late for this word")
    assert late.status_code == 409
    assert "too late for this word" in late.text
    shown = tan.page(f"/findings/{number}")
    assert "4 days granted" in shown
    assert "the first four suffice" in shown
    assert "8 Jun 2024" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"days": "ten"}, "Write a whole number of days from 1 to 90."),
        ({"days": "91"}, "Write a whole number of days from 1 to 90."),
        ({"reason": " "}, "reason"),
        ({"clock": "lunch"}, "Choose one of the list."),
    ],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_stays(as_person, database, story, typed, said):
    number = story("accepted")
    form = {"clock": "close", "days": "7", "reason": "a reason typed at length"} | typed
    sent = send(as_person(TAN), number, "extensions", **form)
    page = sent.text
    assert sent.status_code == 422
    assert said in page
    assert f'value="{form["days"]}"' in page
    assert form["reason"].strip() in page
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(Extension)).all() == []


def test_days_asked_too_late_are_refused_with_what_was_typed(as_person, story):
    number = story("cap_proposed")
    sent = send(as_person(TAN), number, "extensions", clock="close", days="7", reason="kept in the conflict")
    assert sent.status_code == 409
    assert "kept in the conflict" in sent.text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("open", {"turn": "supplier", "clock": "plan", "allowed": 14, "due_on": "2024-04-14"}),
        ("accepted", {"turn": "supplier", "clock": "close", "allowed": 60, "due_on": "2024-06-04"}),
        ("cap_proposed", {"turn": "buyer", "clock": "close", "allowed": 60}),
        ("waived", {"turn": "nobody", "overdue": False}),
    ],
)
def test_the_api_answers_whose_turn_and_how_long(as_person, holidays, story, state, expected):
    answer = answer_of(as_person(PAN), story(state))
    assert {name: answer[name] for name in expected} == expected
    assert (answer["used"], answer["since"], answer["stands_still_until"]) == (0, "2024-03-31T08:00:00Z", None)


def test_the_api_tells_the_buyers_days_too(as_person, story):
    number = story("cap_proposed")
    assert answer_of(as_person(TAN), number)["buyer"] == {
        "allowed": 7, "used": 0, "due_on": "2024-04-07", "late_days": 0,
    }  # fmt: skip


@pytest.mark.safety(2)
def test_the_api_is_seen_as_the_page_is(as_person, database, story):
    theirs = story("open", MINGYAN)
    with database.unit_of_work(SYSTEM) as session:
        strength = notified(session, kind="strength", severity="none").id
    for person, status in ((RIVAL, 200), (FANG, 200), (MO, 200), (TAN, 404), (ZHOU, 404), (LUO, 404), (LIN, 404)):
        assert as_person(person).client.get(f"/api/findings/{theirs}/clock").status_code == status
    assert as_person(PAN).client.get("/api/findings/999999/clock").status_code == 404
    nothing = answer_of(as_person(TAN), strength)
    assert (nothing["turn"], nothing["since"], nothing["due_on"], nothing["overdue"]) == ("nobody", None, None, False)


def test_the_openapi_document_tells_the_clock(as_person):
    document = json.loads(as_person(LUO).client.get("/api/openapi.json").data)
    told = document["paths"]["/api/findings/{finding_id}/clock"]["get"]
    schema = told["responses"]["200"]["content"]["application/json"]["schema"]
    named = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    assert {"turn", "since", "allowed", "used", "left", "due_on", "overdue", "stands_still_until", "buyer"} <= set(
        named["properties"]
    )


def test_the_policy_is_told_in_words_in_force_and_by_version(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        document = DOCUMENT | {"version": "2.0.0", "effectiveness_review_after_days": 99}
        publish_clock_policy(session, PAN.actor, document, TODAY, NOW)
    tan = as_person(TAN)
    page = tan.page("/findings/clock-policy")
    assert "Clock policy 2.0.0" in page
    assert "99 days" in page
    assert "180 days" in tan.page("/findings/clock-policy?version=1.0.0")
    assert tan.client.get("/findings/clock-policy?version=9").status_code == 404
