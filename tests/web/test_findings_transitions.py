"""Every move of the table through the page, by every role: made as the table says, refused without a trace."""

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Finding
from tests.cast import RIVAL, YAN
from tests.transitions import BY_PEOPLE, PEOPLE, at_origin, make_ready

PLAN = {
    "containment": "Read by hand",
    "method": "five_whys",
    "whys-0-text": "No meter",
    "whys-1-text": "Built without one",
    "root_cause": "The procedure",
    "actions-0-action": "Change it",
    "actions-0-owner": "account-9",
    "actions-0-due_on": "2024-05-20",
}
SENT = {
    "cap_proposed": ("plan", PLAN),
    "verified": ("verification", {}),
    "effective": ("review", {"outcome": "effective", "conclusion": "It holds"}),
}
"""Where a move is sent and with what, where it has a form of its own."""


def send(browser, number, target):
    words = {"target": target, "reason": "because", "until": "2024-06-30"}
    path, sent = SENT.get(target, ("moves", words))
    return browser.post(f"/findings/{number}/{path}", sent).status_code


def stands(database, number):
    with database.reading(SYSTEM) as session:
        return session.scalar(select(Finding.state).where(Finding.id == number))


def placed(database, origin, target):
    with database.unit_of_work(SYSTEM) as session:
        finding = at_origin(session, origin, "critical")
        make_ready(session, finding, target)
        return finding.id


@pytest.mark.safety(1)
@pytest.mark.parametrize("origin", [state for state in FINDING.states if FINDING.possible(state)])
def test_a_move_is_sent_by_the_roles_of_its_row_and_by_nobody_else(database, as_person, origin):
    browsers = {role: as_person(person) for role, person in PEOPLE.items()}
    strangers = [as_person(RIVAL), as_person(YAN)]
    for browser in (*browsers.values(), *strangers):
        browser.page("/profile")
    for row in (row for row in FINDING.transitions if row.origin == origin):
        number = placed(database, origin, row.target)
        for role, browser in browsers.items():
            if role not in row.who:
                assert send(browser, number, row.target) in {404, 409}, (row.target, role)
        for stranger in strangers:
            assert send(stranger, number, row.target) == 404
        assert stands(database, number) == origin
        for role in (role for role in browsers if role in row.who):
            number = placed(database, origin, row.target) if stands(database, number) != origin else number
            assert send(browsers[role], number, row.target) == 302, (row.target, role)
            assert stands(database, number) == row.target


@pytest.mark.parametrize(
    "row", [row for row in BY_PEOPLE if "reason" in row.needs], ids=lambda row: f"{row.origin} to {row.target}"
)
def test_a_move_that_comes_too_late_keeps_the_reason_that_was_typed(database, as_person, row):
    number = placed(database, row.origin, row.target)
    role = next(role for role in PEOPLE if role in row.who)
    browser = as_person(PEOPLE[role])
    browser.page("/profile")
    with database.unit_of_work(SYSTEM) as session:
        session.get_one(Finding, number).state = "effective"
    answer = browser.post(f"/findings/{number}/moves", {"target": row.target, "reason": "typed for nothing"})
    assert answer.status_code == 409
    assert "typed for nothing" in answer.text
