"""What an audit answers, on its pages: guidance, add-ons, the path of a target, the move to a newer version."""

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, move_audit, save_answer
from supplier_portal.audits.queries import answers_of
from supplier_portal.domain.checklist.version import Text
from tests.audit_story import brought_to, change, planned, published_module, published_next
from tests.cast import LUO, NOW, PAN, TAN, YAN, ZHOU
from tests.scored import add_policy
from tests.web.test_audits_page import typed

REWORDED = {"S1_2": {"title": Text("Carbon committee that decides", "双碳委员会能决策")}}


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
        audit = brought_to(session, "in_progress")
        for code in ("S1.2", "S1.3"):
            save_answer(session, ZHOU.actor, change(audit.id, code, note=f"seen at {code}"), NOW)
        return audit.id


@pytest.fixture
def newer_id(database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        return published_next(session, "2.0.0", S1_3=None, **REWORDED).id


def test_the_levels_to_choose_from_say_what_is_there(as_person, audit_id):
    page = as_person(LUO).page(f"/audits/{audit_id}/S1.2")
    assert "Common ways it is faked" in page
    assert page.count('class="lvl"') == 6  # five levels, each with its text, and not applicable


def test_a_supplier_is_never_told_how_evidence_is_faked(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        audit = brought_to(session, "draft_sent")
        shown = audit.id
    page = as_person(TAN).page(f"/audits/{shown}/S1.2")
    assert "What is looked at, samples, levels" in page
    assert "faked" not in page


def test_a_planner_chooses_add_ons_and_the_team_answers_them(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        module = published_module(session)
        audit = planned(session, module_ids=(module.id,))
        for target, person in (("confirmed", PAN), ("in_progress", ZHOU)):
            move_audit(session, person.actor, MoveAudit(audit.id, target), NOW)
        audit_id = audit.id
    assert "CBAM" in as_person(PAN).page("/audits/plan?supplier=1")
    luo = as_person(LUO)
    assert "CBAM" in luo.page(f"/audits/{audit_id}/C1.1")
    assert luo.post(f"/audits/{audit_id}/C1.1", typed(rating="4")).status_code == 302
    with database.reading(SYSTEM) as session:
        assert answers_of(session, audit_id)["C1.1"].rating == "4"


@pytest.mark.parametrize(("judged", "level"), [("yes", "level 4"), ("no", "level 3"), ("", "level 3")])
def test_being_on_the_targets_path_decides_the_highest_level(as_person, audit_id, judged, level):
    luo = as_person(LUO)
    assert "On track" in luo.page(f"/audits/{audit_id}/S8.2")
    assert luo.post(f"/audits/{audit_id}/S8.2", typed(number="4.2", on_track=judged)).status_code == 302
    page = luo.page(f"/audits/{audit_id}/S8.2")
    assert f"The figures propose {level}" in page


def test_other_checkpoints_take_no_word_on_a_path(as_person, audit_id):
    luo = as_person(LUO)
    assert "on_track" not in luo.page(f"/audits/{audit_id}/S2.3")
    assert luo.post(f"/audits/{audit_id}/S2.3", typed(number="8", on_track="yes")).status_code == 422


def test_the_lead_sees_what_differs_and_moves_the_audit(as_person, database, audit_id, newer_id):
    zhou, address = as_person(ZHOU), f"/audits/{audit_id}/checklist"
    assert "Version 2.0.0 of the checklist is published" in zhou.page(f"/audits/{audit_id}")
    page = zhou.page(f"{address}?to={newer_id}")
    for words in ("Not comparable", "Set aside", "S1.3", "look again", "After the move · 2.0.0", "1 set aside"):
        assert words in page
    assert zhou.post(address, {"version_id": newer_id}).status_code == 302
    page = zhou.page(address)
    assert "1.0.0 → 2.0.0" in page
    assert "seen at S1.3" in page
    with database.reading(SYSTEM) as session:
        assert session.get(Audit, audit_id).checklist_version_id == newer_id


def test_the_page_of_the_move_is_the_leads_alone(as_person, audit_id, newer_id):
    for person in (LUO, YAN, PAN, TAN):
        browser = as_person(person)
        assert browser.get(f"/audits/{audit_id}/checklist").status_code == 404
        assert browser.post(f"/audits/{audit_id}/checklist", {"version_id": newer_id}).status_code == 404


def test_a_version_that_is_not_newer_is_refused_in_words(as_person, database, audit_id):
    with database.reading(SYSTEM) as session:
        own = session.get(Audit, audit_id).checklist_version_id
    zhou = as_person(ZHOU)
    zhou.page(f"/audits/{audit_id}/checklist")
    answer = zhou.post(f"/audits/{audit_id}/checklist", {"version_id": own})
    assert answer.status_code == 422
    assert "newer than the audit" in answer.text


def test_audits_are_listed_by_the_version_they_answer(as_person, database, audit_id, newer_id):
    with database.reading(SYSTEM) as session:
        own = session.get(Audit, audit_id)
        number, version_id = own.number, own.checklist_version_id
    pan = as_person(PAN)
    assert number in pan.page(f"/audits?version={version_id}")
    assert number not in pan.page(f"/audits?version={newer_id}")


def test_a_version_says_how_many_audits_answer_it(as_person, database, audit_id, newer_id):
    with database.reading(SYSTEM) as session:
        version_id = session.get(Audit, audit_id).checklist_version_id
    pan = as_person(PAN)
    assert "1 audit answers this version" in pan.page(f"/checklists/{version_id}")
    assert "No audit answers this version yet." in pan.page(f"/checklists/{newer_id}")
