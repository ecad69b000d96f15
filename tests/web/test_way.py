"""What every response carries, and what is refused on the way in."""

import gzip

import pytest

from supplier_portal import create_app
from supplier_portal.config import Config
from supplier_portal.web.authorize import guard_of
from tests.cast import ADA, PAN, PASSWORD, TODAY

CHOICES = {"what": "pdf", "when": "lock", "meeting": "opening"}  # arguments that are one of a list
GZIPPED = {"Accept-Encoding": "gzip"}
EVERYWHERE = ["/sign-in", "/nothing", "/health", "/api/nothing", "/api/openapi.json"]


@pytest.mark.safety(12)
@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_response_carries_the_headers_errors_too(stranger, address):
    headers = stranger.client.get(address).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


class TestCompression:
    def test_a_page_is_the_same_compressed_and_says_so(self, as_person):
        client = as_person(PAN).client
        answer = client.get("/checklists", headers=GZIPPED)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert "</html>" in gzip.decompress(answer.data).decode()

    def test_who_does_not_take_it_gets_it_plain(self, as_person):
        answer = as_person(PAN).client.get("/checklists", headers={"Accept-Encoding": "gzip;q=0, br"})
        assert "Content-Encoding" not in answer.headers
        assert "</html>" in answer.text

    def test_the_size_tells_nothing_of_what_stands_in_the_page(self, as_person):
        client = as_person(PAN).client
        sizes = {client.get("/sign-in", headers=GZIPPED).content_length for _ in range(30)}
        assert max(sizes) - min(sizes) > len("a guess that stood in the page")


@pytest.mark.safety(12)
def test_in_production_cookies_and_headers_ask_for_tls(database_address, tmp_path):
    config = Config(data_folder=tmp_path, database=database_address, secret_key="k" * 40, production=True)
    app = create_app(config)
    answer = app.test_client().get("/sign-in", base_url="https://portal.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    app.extensions["portal"].database.engine.dispose()


@pytest.mark.safety(7)
def test_every_unsafe_route_of_a_page_asks_for_the_token(app, as_person):
    browser = as_person(ADA)
    asked = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.rule.startswith("/api/"):
            continue
        address = app.url_map.bind("localhost").build(
            rule.endpoint, dict.fromkeys(rule.arguments, 1) | CHOICES, method="POST"
        )
        if guard_of_rule(app, rule.endpoint) is None:
            continue
        answer = browser.client.post(address, data={"csrf_token": "wrong"})
        assert answer.status_code in {400, 404}, (address, answer.status_code)
        asked += answer.status_code == 400
    assert asked >= 5


def guard_of_rule(app, endpoint):
    with app.app_context():
        return guard_of(endpoint)


@pytest.mark.safety(7)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_write_to_the_api_from_elsewhere_is_refused(as_person, headers):
    answer = as_person(PAN).client.put("/api/changes/00000000-0000-4000-8000-000000000000", json={}, headers=headers)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "api.foreign_origin"


def test_every_route_declares_who_may_come(app):
    with app.app_context():
        undeclared = [rule.endpoint for rule in app.url_map.iter_rules() if guard_of(rule.endpoint) is None]
    assert undeclared == [], "mark the view with @guard(Permission.…) or @open_to_all"


def test_the_demonstration_says_that_its_clock_stands(stranger):
    assert "31 Mar 2024" in stranger.page("/sign-in")
    assert TODAY.year == 2024


@pytest.mark.parametrize(("language", "says"), [("zh", "登录"), ("en", "Sign in")])
def test_the_page_speaks_the_language_chosen(stranger, language, says):
    stranger.get("/sign-in")
    assert stranger.post("/language", {"language": language, "next": "/sign-in"}).headers["Location"] == "/sign-in"
    assert says in stranger.page("/sign-in")


def test_the_browser_says_which_language_where_nobody_chose(stranger):
    assert 'lang="zh-CN"' in stranger.get("/sign-in", headers={"Accept-Language": "fr, zh-CN;q=0.8"}).text


def test_the_theme_is_remembered(stranger):
    stranger.get("/sign-in")
    stranger.post("/theme", {"theme": "dark", "next": "/sign-in"})
    assert 'data-bs-theme="dark"' in stranger.page("/sign-in")


@pytest.mark.parametrize("name", ["language", "theme"])
def test_an_unknown_choice_changes_nothing(stranger, name):
    stranger.get("/sign-in")
    stranger.post(f"/{name}", {name: "<script>", "next": "/sign-in"})
    assert stranger.client.get_cookie(name) is None


def test_static_files_are_compressed_and_kept_for_good(stranger):
    page = stranger.page("/sign-in")
    for part in page.split('href="')[1:]:
        address = part.split('"')[0]
        if address.startswith("/static/") and address.endswith(".css"):
            with stranger.client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
                assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
                assert "immutable" in answer.headers["Cache-Control"]


def test_a_failed_sign_in_keeps_what_was_typed(stranger):
    stranger.get("/sign-in")
    answer = stranger.post("/sign-in", {"email": "typed@example.org", "password": ""})
    assert answer.status_code == 422
    assert 'value="typed@example.org"' in answer.text
    assert PASSWORD not in answer.text
