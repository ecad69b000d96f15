"""Who gets in, and who does not."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account, Invitation, LoginSession
from tests.cast import ADA, HUILING, PAN, PASSWORD, TAN


@pytest.mark.parametrize("address", ["/", "/people", "/nothing-of-the-kind", "/profile?x=1"])
def test_a_stranger_is_led_to_the_sign_in_page_whether_the_address_exists_or_not(stranger, address):
    answer = stranger.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_signing_in_leads_back_to_where_one_wanted_to_go(stranger):
    stranger.get("/sign-in?next=/profile")
    answer = stranger.post("/sign-in", {"email": PAN.email, "password": PASSWORD, "next": "/profile"})
    assert answer.headers["Location"] == "/profile"
    assert PAN.name in stranger.page("/profile")


@pytest.mark.safety(13)
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "http:/evil",
    ],
)
def test_signing_in_leads_nowhere_outside(stranger, target):
    stranger.get("/sign-in")
    answer = stranger.post("/sign-in", {"email": PAN.email, "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("email", [PAN.email, "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(stranger, email):
    stranger.get("/sign-in")
    answer = stranger.post("/sign-in", {"email": email, "password": "wrong"})
    assert answer.status_code == 422
    assert "E-mail or password is wrong." in answer.text
    assert f'value="{email}"' in answer.text


@pytest.mark.safety(10)
@pytest.mark.parametrize("email", [PAN.email, "nobody@example.org"])
def test_the_eleventh_attempt_is_refused_even_with_the_right_password(stranger, email):
    stranger.get("/sign-in")
    for _ in range(10):
        assert stranger.post("/sign-in", {"email": email, "password": "wrong"}).status_code == 422
    assert stranger.post("/sign-in", {"email": email, "password": PASSWORD}).status_code == 429


@pytest.mark.safety(10)
def test_attempts_of_one_address_on_many_accounts_are_counted_together(stranger):
    stranger.get("/sign-in")
    for number in range(10):
        stranger.post("/sign-in", {"email": f"person{number}@example.org", "password": "wrong"})
    assert stranger.post("/sign-in", {"email": PAN.email, "password": PASSWORD}).status_code == 429


@pytest.mark.safety(6)
def test_a_session_planted_before_signing_in_is_worth_nothing_after(stranger, app):
    stranger.get("/sign-in")
    planted = stranger.client.get_cookie("session").value
    stranger.post("/sign-in", {"email": PAN.email, "password": PASSWORD})
    other = app.test_client()
    other.set_cookie("session", planted)
    assert other.get("/profile").status_code == 302


@pytest.mark.safety(6)
def test_signing_out_makes_the_copied_cookie_worthless(as_person, app):
    browser = as_person(PAN)
    browser.page("/profile")
    copied = browser.client.get_cookie("session").value
    browser.post("/sign-out")
    other = app.test_client()
    other.set_cookie("session", copied)
    assert other.get("/profile").status_code == 302


@pytest.mark.safety(6)
def test_signing_out_everywhere_ends_the_other_devices(as_person):
    tablet, desk = as_person(PAN), as_person(PAN)
    desk.page("/profile")
    desk.post("/sign-out-everywhere")
    assert tablet.get("/profile").status_code == 302


@pytest.mark.safety(6)
def test_a_changed_password_ends_the_other_devices_and_keeps_this_one(as_person):
    tablet, desk = as_person(PAN), as_person(PAN)
    desk.page("/profile")
    assert desk.post("/profile", {"password": PASSWORD, "new_password": "a new long password"}).status_code == 302
    desk.page("/profile")
    assert tablet.get("/profile").status_code == 302


@pytest.mark.safety(6)
@pytest.mark.parametrize(("column", "hours"), [("last_seen_at", 3), ("ends_at", 13)])
def test_an_idle_and_an_old_session_are_over(as_person, database, column, hours):
    browser = as_person(PAN)
    with database.unit_of_work(SYSTEM) as session:
        login = session.scalars(select(LoginSession)).one()
        session.execute(update(LoginSession).values({column: getattr(login, column) - timedelta(hours=hours)}))
    assert browser.get("/profile").status_code == 302


@pytest.mark.safety(11)
def test_an_invitation_works_once(as_person, stranger, database):
    ada = as_person(ADA)
    ada.page("/people")
    page = ada.post("/people", {"email": "new@example.org", "role": "auditor", "supplier_id": ""}).text
    path = page.split("/invitation/")[1].split("<")[0]
    with database.reading(SYSTEM) as session:
        assert path not in session.scalars(select(Invitation.token_digest)).all()
    stranger.page(f"/invitation/{path}")
    made = stranger.post(f"/invitation/{path}", {"name": "New Person", "password": "a long password"})
    assert made.status_code == 302
    assert stranger.get(f"/invitation/{path}").status_code == 404


@pytest.mark.safety(11)
def test_an_expired_invitation_looks_like_an_unknown_one(as_person, stranger, database):
    ada = as_person(ADA)
    ada.page("/people")
    page = ada.post("/people", {"email": "new@example.org", "role": "auditor", "supplier_id": ""}).text
    path = page.split("/invitation/")[1].split("<")[0]
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Invitation).values(expires_at=Invitation.created_at))
    expired, unknown = stranger.get(f"/invitation/{path}"), stranger.get("/invitation/unknown")
    assert (expired.status_code, expired.text) == (
        404,
        unknown.text.replace("/invitation/unknown", f"/invitation/{path}"),
    )


def test_an_owner_invites_only_into_the_own_company(as_person, database):
    tan = as_person(TAN)
    tan.page("/colleagues")
    assert tan.post("/colleagues", {"email": "a@example.org", "role": "planner"}).status_code == 422
    tan.post("/colleagues", {"email": "b@example.org", "role": "supplier_member", "supplier_id": "2"})
    with database.reading(SYSTEM) as session:
        invitation = session.scalars(select(Invitation)).one()
        assert (invitation.email, invitation.supplier_id) == ("b@example.org", HUILING)


@pytest.mark.safety(9)
def test_passwords_are_kept_as_argon2(as_person, stranger, database):
    pan, ada = as_person(PAN), as_person(ADA)
    pan.page("/profile")
    pan.post("/profile", {"password": PASSWORD, "new_password": "a new long password"})
    ada.page("/people")
    page = ada.post("/people", {"email": "new@example.org", "role": "auditor", "supplier_id": ""}).text
    path = f"/invitation/{page.split('/invitation/')[1].split('<')[0]}"
    stranger.page(path)
    stranger.post(path, {"name": "New Person", "password": "a long password"})
    with database.reading(SYSTEM) as session:
        chosen = select(Account.password_hash).where(Account.email.in_([PAN.email, "new@example.org"]))
        hashes = session.scalars(chosen).all()
    assert len(set(hashes)) == 2
    assert all(kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for kept in hashes)
