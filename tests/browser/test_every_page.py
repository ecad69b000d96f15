"""Every page in a real browser: axe finds nothing, and nothing but a wide table scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from supplier_portal.access.permissions import Permission
from supplier_portal.web.authorize import guard_of
from tests.browser.conftest import signed_in
from tests.cast import ADA, FANG, LIN, LUO, MO, PAN, TAN, ZHOU
from tests.security.world import build_rows

pytestmark = pytest.mark.browser
LOOKS = {
    "phone": {"viewport": {"width": 360, "height": 740}, "locale": "zh-CN", "color_scheme": "light"},
    "tablet": {"viewport": {"width": 768, "height": 1024}, "locale": "en-GB", "color_scheme": "dark"},
    "desk": {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "color_scheme": "light"},
}
BUYERS = (PAN, ZHOU, FANG, LIN, ADA, MO, LUO)
PAGE, FEWEST = "text/html", 10
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def rows(database, config):
    return build_rows(database, config)


@pytest.fixture
def pages_of(app, rows, as_person):
    """`pages_of(PAN)` is every page Pan can open, by its endpoint, with the own rows in its address."""

    def found(person):
        asking, own = as_person(person), rows.of(person, "own")
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and isinstance(guard_in(app, rule.endpoint), Permission):
                arguments = {name: own[name] for name in rule.arguments}
                path = app.url_map.bind("localhost").build(rule.endpoint, arguments, method="GET")
                answer = asking.client.get(path)
                if answer.status_code == 200 and answer.mimetype == PAGE:
                    yield rule.endpoint, path

    return found


def guard_in(app, endpoint):
    with app.app_context():
        return guard_of(endpoint)


@pytest.mark.parametrize(
    ("people", "look"), [(BUYERS, "desk"), (BUYERS, "phone"), ((ZHOU, LIN), "tablet"), ((TAN,), "phone")]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(pages_of, chromium, address, people, look):
    """Each page once a look, by the first of these people who can open it."""
    wrong, seen = [], set()
    theme = {"name": "theme", "value": LOOKS[look]["color_scheme"], "url": address}
    for person in people:
        pages = [(endpoint, path) for endpoint, path in pages_of(person) if endpoint not in seen]
        with signed_in(chromium, address, person, **LOOKS[look]) as page:
            page.context.add_cookies([theme])
            for endpoint, path in pages:
                seen.add(endpoint)
                page.goto(path)
                wrong += [f"{path}: {fault}" for fault in faults(page)]
    assert len(seen) > FEWEST
    assert not wrong, "\n".join(wrong)


def faults(page):
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
    return told + (["scrolls sideways"] if page.evaluate(WIDER) else [])
