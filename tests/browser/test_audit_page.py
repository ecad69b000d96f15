"""The audit page as an auditor uses it: nothing is pressed to save, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.operations import save_answer
from supplier_portal.audits.queries import answers_of
from supplier_portal.findings.models import Finding
from tests.audit_story import brought_to, change
from tests.cast import LUO, NOW, ZHOU

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, "in_progress").id


def stored(database, audit_id, code="S1.1"):
    with database.reading(SYSTEM) as session:
        return answers_of(session, audit_id).get(code)


def level(page, number):
    return page.locator(f"input[name=rating][value='{number}']")


def note(page):
    return page.locator("[data-answer]").get_by_label("What was seen")


def said(page):
    return page.locator("[data-said]")


def test_a_rating_and_a_note_are_saved_without_pressing_anything(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S1.1")
    level(page, 3).check()
    expect(said(page)).to_have_text("Saved")
    expect(page.locator("[data-answered]")).to_have_text("1 / 44")
    expect(page.locator(".rail [aria-current=step]")).to_contain_text("Level 3")
    note(page).fill("Minutes of four meetings")
    expect(said(page)).to_have_text("Not saved yet")
    expect(said(page)).to_have_text("Saved")
    page.reload()
    expect(note(page)).to_have_value("Minutes of four meetings")
    expect(level(page, 3)).to_be_checked()
    answer = stored(database, audit_id)
    assert (answer.rating, answer.note, answer.version) == ("3", "Minutes of four meetings", 2)


def test_a_checkpoint_is_answered_with_the_keyboard_alone(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S4.3")

    def tab_to(locator, most=60):
        for _ in range(most):
            page.keyboard.press("Tab")
            if locator.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError("the keyboard does not reach it")

    tab_to(page.get_by_label("Claimed by the supplier"))
    page.keyboard.type("13381.3")
    tab_to(page.get_by_label("Worked again"))
    page.keyboard.type("13696.3")
    tab_to(level(page, 4))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(level(page, 2)).to_be_checked()
    tab_to(note(page))
    page.keyboard.type("Twelve bills")
    tab_to(page.get_by_label("Records in all"))
    page.keyboard.type("12")
    expect(said(page)).to_have_text("Saved")
    tab_to(page.locator(".foot .btn-primary"))
    page.keyboard.press("Enter")
    expect(page.locator(".cpcode").first).to_have_text("S4.4")
    answer = stored(database, audit_id, "S4.3")
    assert (answer.rating, answer.note, answer.population) == ("2", "Twelve bills", 12)


def test_what_was_typed_last_is_not_lost_by_leaving_at_once(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S1.1")
    note(page).fill("Typed and left")
    page.locator(".foot .btn-primary").click()
    expect(page.locator("h1")).to_have_text("Carbon committee at work")
    page.go_back()
    page.reload()
    expect(note(page)).to_have_value("Typed and left")
    assert stored(database, audit_id).version == 1


def test_figures_propose_a_level_as_they_are_typed(open_as, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S4.3")
    page.get_by_label("Claimed by the supplier").fill("5,488.05")
    page.get_by_label("Worked again").fill("6,065.71")
    expect(page.locator("[data-proposal]")).to_have_text("The figures propose level 1; please confirm")
    expect(page.locator("[data-figure]")).to_have_text("9.52 %")


def test_what_cannot_be_saved_is_said_at_its_field_and_saved_once_mended(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S1.1")
    page.get_by_label("Records in all", exact=True).fill("3")
    page.get_by_label("Sampled", exact=True).fill("4")
    expect(page.locator("#sampled-error")).to_have_text("More was sampled than there is (3).")
    expect(said(page)).to_have_text("Not saved: something needs a change")
    page.get_by_label("Sampled", exact=True).fill("2")
    expect(said(page)).to_have_text("Saved")
    expect(page.locator("#sampled-error")).to_be_empty()
    assert stored(database, audit_id).sampled == 2


@pytest.mark.parametrize(
    ("choice", "stands"), [("Keep what is typed above", "Luo saw two"), ("Take what stands", "Zhou saw four")]
)
def test_two_texts_stand_side_by_side_and_one_is_chosen(open_as, database, audit_id, choice, stands):
    page = open_as(LUO, f"/audits/{audit_id}/S1.1")
    with database.unit_of_work(ZHOU.actor) as session:
        save_answer(session, ZHOU.actor, change(audit_id, note="Zhou saw four", rating="2"), NOW)
    note(page).fill("Luo saw two")
    expect(page.locator("[data-yours]")).to_contain_text("Luo saw two")
    expect(page.locator("[data-theirs]")).to_contain_text("Zhou saw four")
    expect(page.locator("[data-theirs]")).to_contain_text("Level 2")
    expect(page.locator("[data-by]")).to_have_text(ZHOU.name)
    page.get_by_role("button", name=choice).click()
    expect(said(page)).to_have_text("Saved")
    expect(note(page)).to_have_value(stands)
    assert stored(database, audit_id).note == stands


def test_without_network_the_page_keeps_the_text_and_sends_it_once_it_is_back(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S1.1")
    page.context.set_offline(True)
    note(page).fill("Thick walls")
    expect(said(page)).to_have_text("Offline, kept on this page, trying again")
    assert stored(database, audit_id) is None
    note(page).fill("Thick walls, two metres")
    page.context.set_offline(False)
    expect(said(page)).to_have_text("Saved")
    expect(note(page)).to_have_value("Thick walls, two metres")
    assert stored(database, audit_id).note == "Thick walls, two metres"


def test_a_reply_lost_on_the_way_doubles_nothing(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S1.1")
    lost = []

    def lose_the_first_reply(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/api/changes/*", lose_the_first_reply)
    note(page).fill("Sent once")
    expect(said(page)).to_have_text("Offline, kept on this page, trying again")
    expect(said(page)).to_have_text("Saved")
    assert lost[0].status == 200
    assert (stored(database, audit_id).note, stored(database, audit_id).version) == ("Sent once", 1)


def test_a_finding_is_proposed_as_soon_as_the_answer_is_weak_and_raised_with_one_press(open_as, database, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S3.4")
    proposal = page.get_by_role("heading", name="A non-conformity is proposed")
    expect(proposal).to_have_count(0)
    note(page).fill("46 per cent of energy passes a meter")
    level(page, 0).check()
    expect(proposal).to_be_visible()
    level(page, 3).check()
    expect(proposal).to_have_count(0)
    level(page, 1).check()
    expect(page.locator("[data-follows] .tag").first).to_have_text("Minor")
    page.get_by_role("button", name="Raise it as proposed").click()
    expect(page.locator("[data-follows]")).to_contain_text("Meters enough, and calibrated")
    with database.reading(SYSTEM) as session:
        finding = session.scalars(select(Finding)).one()
    assert (finding.severity, finding.seen) == ("minor", "46 per cent of energy passes a meter")


def test_what_is_typed_in_a_finding_stays_when_the_level_changes(open_as, audit_id):
    page = open_as(LUO, f"/audits/{audit_id}/S3.4")
    page.get_by_text("Note a strength").click()
    page.locator("#strength-title").fill("Typed and not sent")
    level(page, 0).check()
    expect(said(page)).to_have_text("Saved")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#strength-title")).to_have_value("Typed and not sent")
