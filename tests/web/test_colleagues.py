"""The pages of colleagues: what was typed stays, what goes over is counted, ownership passes with two hands."""

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account, OwnershipOffer
from supplier_portal.accounts.ownership import offer_ownership
from tests.cast import ADA, HE, HUILING, NOW, PAN, RIVAL, TAN, ZHOU
from tests.findings_story import notified


def account(database, number):
    with database.reading(SYSTEM) as session:
        return session.get_one(Account, number)


def test_an_owner_changes_a_colleague(as_person, database):
    tan = as_person(TAN)
    assert f"/colleagues/{HE.number}" in tan.page("/colleagues")
    assert RIVAL.name not in tan.page("/colleagues")
    tan.page(f"/colleagues/{HE.number}")
    form = {"name": "He Jun", "role": "supplier_member", "superior_id": str(TAN.number)}
    assert tan.post(f"/colleagues/{HE.number}", form).status_code == 302
    he = account(database, HE.number)
    assert (he.name, he.superior_id) == ("He Jun", TAN.number)
    assert "He Jun is changed." in tan.page("/colleagues")


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(as_person, database):
    tan = as_person(TAN)
    tan.page(f"/colleagues/{TAN.number}")
    form = {"name": "Tan Kewei", "role": "supplier_member", "superior_id": ""}
    answer = tan.post(f"/colleagues/{TAN.number}", form)
    assert answer.status_code == 422
    assert 'value="Tan Kewei"' in answer.text
    assert "A company needs an owner." in answer.text
    assert account(database, TAN.number).name == TAN.name


@pytest.mark.safety(5)
def test_a_colleague_of_another_company_is_not_there(as_person, database):
    tan = as_person(TAN)
    tan.page("/colleagues")
    form = {"name": "X", "role": "supplier_member", "superior_id": "", "successor_id": ""}
    for address in (f"/colleagues/{RIVAL.number}", f"/colleagues/{RIVAL.number}/remove"):
        assert tan.get(address).status_code == 404
        assert tan.post(address, form).status_code == 404
    form = {"name": "He", "role": "supplier_member", "superior_id": str(RIVAL.number)}
    answer = tan.post(f"/colleagues/{HE.number}", form)
    assert answer.status_code == 422
    assert RIVAL.name not in answer.text


class TestRemoving:
    def test_what_is_open_is_counted_and_goes_over(self, as_person, database):
        with database.unit_of_work(SYSTEM) as session:
            notified(session).owner_id = HE.number
        tan, he = as_person(TAN), as_person(HE)
        he.page("/profile")
        page = tan.page(f"/colleagues/{HE.number}/remove")
        assert "findings in their charge" in page
        assert tan.post(f"/colleagues/{HE.number}/remove", {"successor_id": ""}).status_code == 422
        assert account(database, HE.number).active
        assert tan.post(f"/colleagues/{HE.number}/remove", {"successor_id": str(TAN.number)}).status_code == 302
        assert not account(database, HE.number).active
        assert he.get("/profile").status_code == 302

    def test_one_who_was_removed_meanwhile_is_told_of(self, as_person, database):
        tan = as_person(TAN)
        tan.page(f"/colleagues/{HE.number}/remove")
        with database.unit_of_work(SYSTEM) as session:
            session.get_one(Account, HE.number).active = False
        answer = tan.post(f"/colleagues/{HE.number}/remove", {"successor_id": ""})
        assert (answer.status_code, "was removed meanwhile" in answer.text) == (409, True)
        form = {"name": "He Typed", "role": "supplier_member", "superior_id": ""}
        answer = tan.post(f"/colleagues/{HE.number}", form)
        assert (answer.status_code, 'value="He Typed"' in answer.text) == (409, True)

    def test_nobody_is_asked_to_remove_themselves(self, as_person):
        tan = as_person(TAN)
        assert "/remove" not in tan.page(f"/colleagues/{TAN.number}")
        assert tan.get(f"/colleagues/{TAN.number}/remove").status_code == 404


class TestOwnership:
    def test_it_is_offered_and_taken(self, as_person, database):
        tan, he = as_person(TAN), as_person(HE)
        tan.page("/colleagues/ownership")
        assert tan.post("/colleagues/ownership", {"to_id": ""}).status_code == 422
        assert tan.post("/colleagues/ownership", {"to_id": str(HE.number)}).status_code == 302
        assert "It waits for an answer." in tan.page("/colleagues")
        assert tan.post("/colleagues/ownership", {"to_id": str(HE.number)}).status_code == 409
        with database.reading(SYSTEM) as session:
            offer = session.scalars(select(OwnershipOffer.id)).one()
        assert "Become owner" in he.page("/profile")
        assert he.post(f"/profile/ownership/{offer}", {"answer": "accepted"}).status_code == 302
        assert "You are the owner now." in he.page("/profile")
        assert tan.get("/colleagues").status_code == 404
        assert he.get("/colleagues").status_code == 200

    def test_it_can_be_withdrawn_before_it_is_taken(self, as_person, database):
        tan, he = as_person(TAN), as_person(HE)
        with database.unit_of_work(TAN.actor) as session:
            offer = offer_ownership(session, TAN.actor, HE.number, NOW).id
        tan.page("/colleagues")
        he.page("/profile")
        assert tan.post(f"/colleagues/ownership/{offer}/withdraw").status_code == 302
        assert he.post(f"/profile/ownership/{offer}", {"answer": "accepted"}).status_code == 409
        assert account(database, HE.number).role == "supplier_member"


def test_an_administrator_sets_a_superior_and_no_role(as_person, database):
    ada = as_person(ADA)
    page = ada.page(f"/people/{ZHOU.number}")
    assert 'name="role"' not in page
    assert TAN.name not in page
    answer = ada.post(f"/people/{ZHOU.number}", {"name": ZHOU.name, "superior_id": str(PAN.number), "role": "planner"})
    assert answer.status_code == 302
    zhou = account(database, ZHOU.number)
    assert (zhou.superior_id, zhou.role, zhou.supplier_id) == (PAN.number, "lead_auditor", None)
    assert account(database, HE.number).supplier_id == HUILING
