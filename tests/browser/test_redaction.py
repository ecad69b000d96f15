"""Covering areas of a photo in a real browser: drawn with a pointer, typed with the keyboard, and without scripts."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Evidence, EvidenceRedaction
from supplier_portal.audits.operations import AddEvidence, add_evidence
from supplier_portal.files.operations import take_in
from supplier_portal.files.store import FileStore
from tests.audit_story import brought_to
from tests.browser.conftest import sign_in
from tests.cast import LUO, NOW

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def place(database, config):
    """Where a white photo of an audit in progress is covered."""
    data = BytesIO()
    Image.new("RGB", (800, 400), "white").save(data, "JPEG")
    upload = take_in(FileStore.of(config), data.getvalue(), "file", config.upload_limit)
    with database.unit_of_work(SYSTEM) as session:
        audit = brought_to(session, "in_progress")
        command = AddEvidence(audit.id, "S1.1", upload, "hall.jpg", "Hall", NOW.day)
        photo = add_evidence(session, LUO.actor, command, NOW)
        return f"/audits/{audit.id}/evidence/{photo.id}/redaction"


def kept(database):
    with database.reading(SYSTEM) as session:
        return [one.areas for one in session.scalars(select(EvidenceRedaction).order_by(EvidenceRedaction.number))]


def colour(page):
    """Of a point at three tenths of both sides in the picture that the supplier sees."""
    return page.locator("[aria-labelledby=seen] img").evaluate(
        """async (shown) => {
          await shown.decode();
          const drawn = document.createElement("canvas").getContext("2d");
          drawn.canvas.width = shown.naturalWidth;
          drawn.canvas.height = shown.naturalHeight;
          drawn.drawImage(shown, 0, 0);
          const at = [shown.naturalWidth * 0.3, shown.naturalHeight * 0.3];
          return drawn.getImageData(...at, 1, 1).data[0];
        }"""
    )


def field(page, number, side):
    return page.locator(f"[name=areas-{number - 1}-{side}]")


def draw(page, start, end):
    """Draw from one point to another, both in tenths of the picture."""
    box = page.locator("[data-picture]").bounding_box()
    points = [(box["x"] + box["width"] * x / 10, box["y"] + box["height"] * y / 10) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=3)
    page.mouse.up()


def test_two_areas_are_drawn_one_is_cleared_and_the_other_is_black_afterwards(open_as, database, place):
    page = open_as(LUO, place)
    draw(page, (2, 2), (4, 4))
    draw(page, (9, 9), (6, 7))
    expect(page.locator("[data-cover] rect")).to_have_count(2)
    expect(page.locator("[data-area]:visible")).to_have_count(3)
    expect(field(page, 2, "left")).to_have_value("60.0")
    page.locator("[data-area]").nth(1).get_by_role("button", name="Clear").click()
    expect(page.locator("[data-cover] rect")).to_have_count(1)
    page.get_by_label("Reason").fill("A face")
    page.get_by_role("button", name="Cover these areas").click()
    expect(page.get_by_text("The supplier sees these areas covered from now on.")).to_be_visible()
    ((area,),) = kept(database)
    assert all(abs(float(figure) - 20) < 1 for figure in area)
    assert colour(page) < 60


def test_a_click_is_no_area(open_as, place):
    page = open_as(LUO, place)
    draw(page, (5, 5), (5, 5))
    expect(page.locator("[data-cover] rect")).to_have_count(0)
    expect(field(page, 1, "left")).to_have_value("")


def test_an_area_is_typed_with_the_keyboard_alone(open_as, database, place):
    page = open_as(LUO, place)
    field(page, 1, "left").focus()
    for figure in ("20", "20", "20", "20"):
        page.keyboard.type(figure)
        page.keyboard.press("Tab")
    expect(page.locator("[data-cover] rect")).to_have_count(1)
    page.get_by_label("Reason").focus()
    page.keyboard.type("A screen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 area covered")).to_be_visible()
    assert kept(database) == [[["20.0"] * 4]]


def test_a_covered_photo_is_uncovered_and_both_versions_stay(open_as, database, place):
    page = open_as(LUO, place)
    draw(page, (2, 2), (4, 4))
    page.get_by_label("Reason").fill("A face")
    page.get_by_role("button", name="Cover these areas").click()
    page.get_by_label("Reason").fill("She agreed")
    page.get_by_role("button", name="Show the whole photo again").click()
    expect(page.get_by_text("The supplier sees the whole photo again.")).to_be_visible()
    expect(page.locator("[aria-labelledby=versions] li")).to_have_count(2)
    assert [len(areas) for areas in kept(database)] == [1, 0]
    assert colour(page) > 240


def test_without_scripts_the_figures_do_it(chromium, address, database, place):
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, LUO)
    page.goto(place)
    for side in ("left", "top", "width", "height"):
        field(page, 1, side).fill("20")
    page.get_by_label("Reason").fill("A name")
    page.get_by_role("button", name="Cover these areas").click()
    expect(page.get_by_text("1 area covered")).to_be_visible()
    expect(page.locator("[data-cover] rect")).to_have_count(1)
    context.close()
    assert kept(database) == [[["20.0"] * 4]]
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(Evidence)).one().name == "hall.jpg"
