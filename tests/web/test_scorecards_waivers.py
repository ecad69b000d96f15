"""Gates on the scorecard: why each holds, by number, and waiving them; down to the evidence, for who may see it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.files.models import StoredFile
from supplier_portal.scores.models import Waiver
from supplier_portal.scores.operations import publish_ratings
from tests import scored
from tests.cast import (
    FANG,
    HE,
    HUILING,
    HUIZHOU_SITE,
    KUNSHAN_SITE,
    LIN,
    MINGYAN,
    MO,
    NOW,
    PAN,
    RIVAL,
    TAN,
    TODAY,
    ZHOU,
)

NEW = f"/scorecards/{MINGYAN}/waivers/new"
UNTIL = (TODAY + timedelta(days=30)).isoformat()
REASON = "Disputed: the reviewer decides next week."
FORM = {"gate": "G1", "reason": REASON, "until": UNTIL}


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        session.add(StoredFile(digest="d" * 64, size=1, media_type="application/pdf", stored_at=NOW.at))
        audit = scored.add_audit(session, HUILING, HUIZHOU_SITE, state="in_progress", issued_on=TODAY)
        about = {"digest": "d" * 64, "media_type": "application/pdf", "size": 1, "about_on": TODAY}
        session.add(
            Evidence(
                audit_id=audit.id, checkpoint="S4.3", name="meter-readings.pdf", added_by=ZHOU.number, added_at=NOW.at,
                **about,
            )
        )  # fmt: skip
        session.flush()
        audit.state = "issued"
        session.flush()
        version = scored.add_checklist(session)
        scored.store_audit_result(session, session.get_one(Audit, audit.id), scored.checkpoints(version, 2, {}), NOW)
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")
    return database


def waivers(database):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Waiver).order_by(Waiver.id)).all()


def panel(page, name):
    """What stands in one panel of a page."""
    return page.split(f'id="{name}"')[1].split("</section>")[0]


@pytest.mark.parametrize("person", [PAN, FANG], ids=lambda person: person.role)
def test_a_waiver_is_granted_on_its_page_and_the_scorecard_follows(world, as_person, person):
    browser = as_person(person)
    assert f"{NEW}?gate=G1" in panel(browser.page(f"/scorecards/{MINGYAN}"), "gates")
    page = browser.page(f"{NEW}?gate=G1")
    assert "Without it: grade D → C" in page
    assert "It no longer blocks bids" in page
    answer = browser.post(NEW, FORM)
    assert answer.headers["Location"] == f"/scorecards/{MINGYAN}#gates"
    page = browser.page(f"/scorecards/{MINGYAN}")
    assert "G1 is waived until 30 Apr 2024; the rating was published anew." in page
    gates = panel(page, "gates")
    assert "waived until 30 Apr 2024" in gates
    assert REASON in gates
    assert "bids blocked" not in page


def test_an_ended_waiver_puts_the_gate_back_and_stays_in_the_record(world, as_person):
    pan = as_person(PAN)
    pan.page(NEW)
    pan.post(NEW, FORM)
    assert "the rating of 1 supplier is published anew" in pan.page(f"/scorecards/{MINGYAN}")
    address = f"/scorecards/{MINGYAN}/waivers/{waivers(world)[0].id}/end"
    assert pan.post(address).status_code == 303
    page = pan.page(f"/scorecards/{MINGYAN}")
    assert "bids blocked" in page
    assert "Waivers that are over" in panel(page, "gates")
    assert pan.post(address).status_code == 409


def test_what_is_typed_wrong_is_told_at_its_field_and_kept(world, as_person):
    pan = as_person(PAN)
    pan.page(NEW)
    answer = pan.post(NEW, FORM | {"until": TODAY.isoformat()})
    assert answer.status_code == 422
    assert "A waiver lasts until tomorrow at least" in answer.text
    assert REASON in answer.text
    answer = pan.post(NEW, {"gate": "G1"})
    assert "2 fields need a change" in answer.text
    assert waivers(world) == []


def test_a_gate_waived_meanwhile_is_told_and_the_typed_reason_is_not_lost(world, as_person):
    pan, fang = as_person(PAN), as_person(FANG)
    pan.page(NEW)
    fang.page(NEW)
    fang.post(NEW, FORM)
    answer = pan.post(NEW, FORM | {"reason": "Another reason"})
    assert answer.status_code == 409
    assert "G1 does not act on this supplier now" in answer.text
    assert len(waivers(world)) == 1


@pytest.mark.parametrize("person", [LIN, MO, TAN, RIVAL], ids=lambda person: person.role + str(person.number))
def test_others_find_no_way_to_waive(world, as_person, person):
    browser = as_person(person)
    browser.page("/profile")
    assert browser.get(NEW).status_code == 404
    assert browser.post(NEW, FORM).status_code == 404
    assert waivers(world) == []


@pytest.mark.safety(3)
def test_a_supplier_reads_until_when_a_gate_is_waived_and_not_why(world, as_person):
    pan = as_person(PAN)
    pan.page(NEW)
    pan.post(NEW, FORM)
    page = as_person(RIVAL).page(f"/scorecards/{MINGYAN}")
    assert "waived until 30 Apr 2024" in page
    for canary in (REASON, PAN.name, "End the waiver", "/waivers/"):
        assert canary not in page, canary


def test_a_gate_names_the_findings_that_hold_it(world, as_person):
    gates = panel(as_person(PAN).page(f"/scorecards/{MINGYAN}"), "gates")
    assert "F-00002</a>, S3.4" in gates
    procurement = panel(as_person(LIN).page(f"/scorecards/{MINGYAN}"), "gates")
    assert "F-00002, S3.4" in procurement
    assert "/findings/" not in procurement
    assert "Rival canary finding" not in procurement, "what an auditor wrote is for who works on findings"


def test_gates_of_audits_name_the_audits(world, as_person):
    with world.unit_of_work(SYSTEM) as session:
        refused = scored.add_audit(
            session, MINGYAN, KUNSHAN_SITE, state="refused", issued_on=None, starts_on=TODAY - timedelta(days=5)
        )
        publish_ratings(session, SYSTEM, [MINGYAN], NOW, "input")
    gates = panel(as_person(LIN).page(f"/scorecards/{MINGYAN}"), "gates")
    assert f"{refused.number}: Refused by the supplier, planned for 26 Mar 2024" in gates


def test_evidence_is_linked_for_reviewers_named_to_its_supplier_and_counted_for_others(world, as_person):
    address = f"/scorecards/{HUILING}"
    with world.reading(SYSTEM) as session:
        piece = session.scalars(select(Evidence)).one()
    link = f"/audits/{piece.audit_id}/evidence/{piece.id}/file"
    for person in (PAN, FANG):
        page = as_person(person).page(address)
        assert f'<a href="{link}">meter-readings.pdf</a>' in page
        assert f'href="/audits/{piece.audit_id}/S4.3"' in page
    for person in (TAN, HE):
        page = as_person(person).page(address)
        assert "meter-readings.pdf" in page
        assert link not in page
    for person in (LIN, MO):
        page = as_person(person).page(address)
        assert "1 piece of evidence" in page
        assert "meter-readings" not in page
        assert f"/audits/{piece.audit_id}/S4.3" not in page
