"""Every route × method × role × (own, another's, nobody's): the answer is the table's."""

import re

import pytest
from werkzeug.routing import Rule

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE, Reach
from supplier_portal.web.authorize import OPEN, SAFE, guard_of
from tests.cast import ADA, FANG, HE, LIN, LUO, MO, PAN, TAN, ZHOU
from tests.security.addresses import expected, not_there

pytestmark = pytest.mark.safety(1)
PEOPLE = (ADA, PAN, ZHOU, LUO, FANG, LIN, MO, TAN, HE)
SIGNS_OUT = ("accounts.sign_out", "accounts.sign_out_everywhere")  # walked last: nothing can be asked after it
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def guarded(app):
    """(rule, permission) of every route that asks for a permission."""
    with app.app_context():
        found = [(rule, guard_of(rule.endpoint)) for rule in app.url_map.iter_rules()]
    kept = [(rule, asked) for rule, asked in found if isinstance(asked, Permission)]
    return sorted(kept, key=lambda pair: pair[0].endpoint in SIGNS_OUT)


def test_every_route_is_guarded_or_declared_open(app):
    with app.app_context():
        for rule in app.url_map.iter_rules():
            assert guard_of(rule.endpoint) == OPEN or guard_of(rule.endpoint) in TABLE, rule.endpoint


def test_a_route_that_changes_something_asks_for_more_than_reading(app):
    for rule, permission in guarded(app):
        if rule.methods - SAFE:
            assert permission.changes, f"{rule.endpoint} changes something and asks for {permission}"


def test_every_argument_of_every_route_has_its_rows(app, full_rows):
    for rule, _ in guarded(app):
        missing = rule.arguments - full_rows.of(PAN, "own").keys()
        assert not missing, f"{rule.endpoint}: name {missing} in tests/security/world.py"


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.role.value + str(person.number))
def test_the_answer_is_the_table_s(app, as_person, full_rows, person):
    browser = as_person(person)
    browser.page("/profile")
    wrong = []
    for rule, permission in guarded(app):
        for method in METHODS:
            if method in rule.methods and rule.endpoint not in SIGNS_OUT:
                wrong += walk(app, browser, person, (rule, permission, method), full_rows)
    assert not wrong, "\n" + "\n".join(wrong)


def walk(app, browser, person, asked: tuple[Rule, Permission, str], rows):
    rule, permission, method = asked
    wrong, before = [], set()
    for whose in ("own", "other", "nowhere"):
        arguments = {name: rows.of(person, whose)[name] for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, arguments, method=method)
        if address in before:  # no row of anybody's stands in it
            continue
        before.add(address)
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        data = {"csrf_token": browser.csrf} if method != "GET" else None
        answer = browser.client.open(address, method=method, data=data, headers=headers)
        if not_there(rule.endpoint, person.role, whose):
            continue
        should = expected(permission, person.role, whose, has_rows=bool(rule.arguments & rows.scoped))
        if (answer.status_code != 404) != should or answer.status_code >= 500:
            wrong.append(f"{method} {address} ({whose}): {answer.status_code}, the table says {should}")
    return wrong


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_stranger_gets_nowhere(app, stranger, full_rows, method):
    stranger.get("/sign-in")
    for rule, _ in guarded(app):
        if method not in rule.methods:
            continue
        address = app.url_map.bind("localhost").build(
            rule.endpoint, {name: full_rows.of(PAN, "own")[name] for name in rule.arguments}, method=method
        )
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        answer = stranger.client.open(address, method=method, data={"csrf_token": stranger.csrf}, headers=headers)
        assert answer.status_code in ({302} if method == "GET" and not address.startswith("/api/") else {401, 404}), (
            address
        )


@pytest.mark.safety(2)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.role.value + str(person.number))
def test_another_s_row_and_a_missing_row_give_the_same_answer(app, as_person, full_rows, person):
    browser = as_person(person)
    compared = 0
    for rule, permission in guarded(app):
        if "GET" not in rule.methods or not rule.arguments & full_rows.scoped:
            continue
        if TABLE[permission].get(person.role, Reach.NONE) is Reach.ALL:
            continue
        answers = [answered(app, browser, rule, full_rows.of(person, whose)) for whose in ("other", "nowhere")]
        assert answers[0] == answers[1], rule.endpoint
        compared += 1
    assert compared >= 3


def answered(app, browser, rule, known):
    """Status, headers and body, without the address and the token, which differ between any two requests."""
    address = app.url_map.bind("localhost").build(rule.endpoint, {name: known[name] for name in rule.arguments})
    answer = browser.client.get(address)
    headers = [(name, value) for name, value in answer.headers if name not in {"Content-Length", "Set-Cookie"}]
    return answer.status_code, headers, TOKEN.sub("", answer.text.replace(address, ""))
