"""Every page in a real browser: axe finds nothing, and nothing but a wide table scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from supplier_portal.access.permissions import Permission
from supplier_portal.web.authorize import guard_of
from tests.browser.conftest import signed_in
from tests.cast import ADA, FANG, LIN, LUO, MO, PAN, TAN, ZHOU

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
PHONE, TABLET, DESK = {"width": 360, "height": 740}, {"width": 768, "height": 1024}, {"width": 1440, "height": 900}
LOOKS = {
    "phone, light, Chinese": ((PHONE,), {"theme": "light", "language": "zh"}),
    "desk, dark, English": ((DESK, TABLET), {"theme": "dark", "language": "en"}),
}
"""Sizes a page is seen in, axe looking at the first of them, and what its reader has chosen."""
TONGUES = {"zh": "zh-CN", "en": "en"}
BUYERS = (PAN, ZHOU, FANG, LIN, ADA, MO, LUO)
PAGE, FEWEST = "text/html", 10
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is well is not told one by one
}


@pytest.fixture(scope="module")
def known_pages():
    """Person → pages, once they have been found: the same rows lie in every test's database."""
    return {}


@pytest.fixture
def pages_of(app, full_rows, as_person, known_pages):
    """`pages_of(PAN)` is every page Pan can open, by its endpoint, with the own rows in its address."""

    def found(person):
        asking, own = as_person(person), full_rows.of(person, "own")
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and isinstance(guard_in(app, rule.endpoint), Permission):
                arguments = {name: own[name] for name in rule.arguments}
                path = app.url_map.bind("localhost").build(rule.endpoint, arguments, method="GET")
                answer = asking.client.get(path)
                if answer.status_code == 200 and answer.mimetype == PAGE:
                    yield rule.endpoint, path

    def known(person):
        if person not in known_pages:
            known_pages[person] = list(found(person))
        return known_pages[person]

    return known


def guard_in(app, endpoint):
    with app.app_context():
        return guard_of(endpoint)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("people", [BUYERS, (TAN,)], ids=["buyers", "supplier"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(pages_of, chromium, address, people, look):
    """Each page once a look, by the first of these people who can open it."""
    wrong, seen = [], set()
    sizes, chosen = LOOKS[look]
    cookies = [{"name": name, "value": value, "url": address} for name, value in chosen.items()]
    for person in people:
        pages = [(endpoint, path) for endpoint, path in pages_of(person) if endpoint not in seen]
        with signed_in(chromium, address, person, viewport=sizes[0]) as page:
            page.context.add_cookies(cookies)
            for endpoint, path in pages:
                seen.add(endpoint)
                page.goto(path)
                assert page.locator("html").get_attribute("lang") == TONGUES[chosen["language"]], path
                wrong += [f"{path}: {fault}" for fault in faults(page, sizes)]
    assert len(seen) > FEWEST
    assert not wrong, "\n".join(wrong)


def faults(page, sizes):
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
    for size in sizes:
        page.set_viewport_size(size)
        told += [f"scrolls sideways at {size['width']}"] if page.evaluate(WIDER) else []
    page.set_viewport_size(sizes[0])
    return told
