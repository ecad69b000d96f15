"""A supplier's start on a small phone, in Chinese: nothing scrolls sideways, axe finds nothing, a thumb hits all."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from supplier_portal.access.actor import SYSTEM
from supplier_portal.scores.operations import publish_ratings
from tests.browser.conftest import signed_in
from tests.cast import HUILING, NOW, TAN
from tests.findings_story import brought_to
from tests.scored import add_scored_world

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "zh-CN"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
THUMB = 44
SMALL = """least => [...document.querySelectorAll('a, button, summary, label.task')]
  .filter(one => one.checkVisibility())
  .map(one => [one.textContent.trim().slice(0, 30), Math.round(one.getBoundingClientRect().height * 10) / 10])
  .filter(([, height]) => height > 1 && height < least)"""
HOME = "/home"
PAGES = (
    HOME,
    *(f"{HOME}/{page}" for page in ("lifts", "lifts?change=level:0:S3.4:3&change=cdp:0::A-", "company", "data")),
)


@pytest.fixture
def lively(database):
    with database.unit_of_work(SYSTEM) as session:
        add_scored_world(session)
        for state in ("rejected", "accepted", "cap_proposed"):
            brought_to(session, state)
        publish_ratings(session, SYSTEM, [HUILING], NOW, "input")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_start_is_made_for_a_thumb(lively, chromium, address, theme):
    wrong = []
    with signed_in(chromium, address, TAN, **PHONE) as page:
        page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in choices(theme)])
        for path in PAGES:
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == "zh-CN"
            found = Axe().run(page, options=RULES).response["violations"]
            wrong += [f"{path} {one['id']}: {one['nodes'][0]['html'][:140]}" for one in found]
            wrong += [f"{path} scrolls sideways"] if page.evaluate(WIDER) else []
            wrong += [f"{path} too small for a thumb: {one}" for one in page.evaluate(SMALL, THUMB)]
            assert page.locator(".tabbar a").count() == 5
    assert not wrong, "\n".join(wrong)


def choices(theme):
    return (("language", "zh"), ("theme", theme))


def test_the_green_button_leads_to_the_very_form(lively, chromium, address):
    with signed_in(chromium, address, TAN, **PHONE) as page:
        page.context.add_cookies([{"name": "language", "value": "zh", "url": address}])
        page.goto("/")
        assert page.url.endswith("/home")
        page.locator(".first a.btn-primary").click()
        expect(page.locator("#act")).to_be_visible()
        assert page.url.endswith("#act")
