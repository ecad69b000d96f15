"""Planning through the pages, the lists, and an audit as a whole."""

import re

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, AuditMember
from supplier_portal.audits.operations import MoveAudit, move_audit
from tests.audit_story import answer_all, brought_to, of_rival, planned, published
from tests.cast import (
    ADA,
    FANG,
    HE,
    HUILING,
    HUIZHOU_SITE,
    KUNSHAN_SITE,
    LIN,
    LUO,
    MINGYAN,
    MO,
    NOW,
    PAN,
    RIVAL,
    TAN,
    YAN,
    ZHOU,
)

TURN = re.compile(r'Turn</[^>]+>.*?st-turn">([^<]*)</span>', re.DOTALL)
WORDS = {"objectives": "Grade the supplier", "scope": "Scope 1 and 2", "criteria": "ISO 14064-1"}


@pytest.fixture
def version_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return published(session).id


def plan(version_id, **other):
    given = {
        "supplier_id": HUILING, "site_id": HUIZHOU_SITE, "type": "periodic", "mode": "on_site",
        "starts_on": "2024-04-15", "ends_on": "2024-04-16", "lead_id": ZHOU.number, "auditor_ids": [LUO.number],
        "checklist_version_id": version_id,
    }  # fmt: skip
    return {**given, **WORDS, **other}


def audits_of(database):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Audit)).all()


def made(database, make, *given):
    with database.unit_of_work(SYSTEM) as session:
        return make(session, *given).id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_planner_chooses_the_supplier_and_plans_its_audit(as_person, database, version_id, language):
    pan = as_person(PAN).speaking(language)
    assert "S-0001" in pan.page("/audits/plan")
    page = pan.page(f"/audits/plan?supplier={HUILING}")
    assert "Huizhou" in page
    assert "Kunshan" not in page
    answer = pan.post("/audits/plan", plan(version_id))
    [audit] = audits_of(database)
    assert answer.headers["Location"] == f"/audits/{audit.id}"
    assert audit.number in pan.page(f"/audits/{audit.id}")
    with database.reading(SYSTEM) as session:
        assert dict(session.execute(select(AuditMember.account_id, AuditMember.role)).all()) == {
            3: "lead",
            4: "auditor",
        }


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"ends_on": "2024-04-14"}, "The last day is before the first one."),
        ({"site_id": KUNSHAN_SITE}, "Choose a site of this supplier."),
        ({"lead_id": ""}, "Choose one lead auditor."),
        ({"lead_id": LUO.number}, "Choose one lead auditor."),
        ({"auditor_ids": [TAN.number]}, "Choose one of the list."),
        ({"starts_on": "soon"}, "Not a valid date value"),
        ({"type": "surprise"}, "Choose one of the list."),
        ({"supplier_id": 99}, "Choose a site of this supplier."),
        ({"supplier_id": "9" * 30, "site_id": "9" * 30, "lead_id": "9" * 30}, "Choose one lead auditor."),
        ({"scope": "a\x00b"}, "The text holds a control character"),
    ],
)
def test_a_wrong_plan_keeps_what_was_typed_and_says_what_is_wrong(as_person, database, version_id, other, said):
    pan = as_person(PAN)
    pan.page(f"/audits/plan?supplier={HUILING}")
    answer = pan.post("/audits/plan", plan(version_id, **other))
    assert answer.status_code == 422
    assert said in answer.text
    assert WORDS["objectives"] in answer.text
    assert audits_of(database) == []


@pytest.mark.safety(4)
def test_fields_that_are_not_in_the_plan_change_nothing(as_person, database, version_id):
    pan = as_person(PAN)
    pan.page(f"/audits/plan?supplier={HUILING}")
    more = {
        "state": "issued",
        "number": "A-1",
        "issued_on": "2024-01-01",
        "extension_days": 999,
        "planned_by": 1,
        "id": 77,
    }
    assert pan.post("/audits/plan", plan(version_id, **more)).status_code == 302
    [audit] = audits_of(database)
    assert (audit.state, audit.number, audit.issued_on) == ("planned", "A-2024-0001", None)
    assert (audit.extension_days, audit.planned_by) == (0, PAN.number)


@pytest.mark.safety(5)
def test_a_plan_with_another_suppliers_site_is_refused(as_person, database, version_id):
    pan = as_person(PAN)
    pan.page(f"/audits/plan?supplier={HUILING}")
    assert pan.post("/audits/plan", plan(version_id, supplier_id=MINGYAN)).status_code == 422
    assert audits_of(database) == []


@pytest.mark.parametrize("person", [ADA, ZHOU, FANG, MO, LIN, TAN])
def test_only_planners_find_the_plan(as_person, person):
    assert as_person(person).get("/audits/plan").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("person", "sees", "hides"),
    [
        (PAN, ("Huizhou", "Kunshan"), ()), (FANG, ("Huizhou", "Kunshan"), ()), (MO, ("Huizhou", "Kunshan"), ()),
        (TAN, ("Huizhou",), ("Kunshan", "A-2024-0002")),
        (HE, ("Huizhou",), ("Kunshan",)), (RIVAL, ("Kunshan",), ("Huizhou",)),
    ],
)  # fmt: skip
def test_the_list_holds_the_audits_one_may_see(as_person, database, person, sees, hides, language):
    made(database, brought_to, "in_progress")
    made(database, of_rival)
    page = as_person(person).speaking(language).page("/audits")
    assert all(name in page for name in sees)
    assert not any(name in page for name in hides)


def test_the_list_is_filtered_and_paged_by_the_address(as_person, database):
    made(database, brought_to, "in_progress")
    made(database, of_rival)
    made(database, planned)
    pan = as_person(PAN)
    assert "Kunshan" not in pan.page("/audits?q=huiling")
    assert "A-2024-0001" not in pan.page("/audits?state=planned")
    assert "A-2024-0003" in pan.page("/audits?state=planned&q=惠岭")
    assert "No audit fits the filter." in pan.page("/audits?q=%25%00_nobody&state=none")
    assert pan.get("/audits?page=0&size=x&state=%00").status_code == 200


def test_today_shows_an_auditors_own_audits_with_progress(as_person, database):
    def answered(session):
        audit = brought_to(session, "in_progress")
        answer_all(session, audit)
        return audit

    made(database, answered)
    made(database, of_rival)
    page = as_person(LUO).page("/today")
    assert "44 of 44 checkpoints answered" in page
    assert "Kunshan" not in page
    assert "Huizhou" not in as_person(YAN).page("/today")
    assert as_person(PAN).get("/today").status_code == 404


@pytest.mark.parametrize("person", [PAN, ZHOU, LUO, FANG, MO, TAN, HE])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everybody_it_concerns_opens_the_audit(as_person, database, person, language):
    audit_id = made(database, brought_to, "draft_sent")
    assert "A-2024-0001" in as_person(person).speaking(language).page(f"/audits/{audit_id}")


@pytest.mark.safety(2)
@pytest.mark.parametrize("person", [YAN, RIVAL, LIN, ADA])
def test_anothers_audit_and_a_missing_one_look_alike(as_person, database, person):
    audit_id = made(database, brought_to, "draft_sent")
    browser = as_person(person)
    pages = ["", "/checkpoints", "/S1.1", "/evidence/1/picture", "/evidence/1/file"]
    for page in pages:
        other, missing = browser.get(f"/audits/{audit_id}{page}"), browser.get(f"/audits/987654{page}")
        assert other.status_code == missing.status_code == 404
        assert browser.get(f"/audits/{10**30}{page}").status_code == 404


def test_the_page_offers_the_moves_of_the_table_and_makes_them(as_person, database):
    audit_id = made(database, planned)
    pan = as_person(PAN)
    page = pan.page(f"/audits/{audit_id}")
    assert "Confirm the audit" in page
    assert "Begin the audit" not in page
    assert pan.post(f"/audits/{audit_id}/moves", {"target": "confirmed"}).status_code == 302
    assert "Confirmed" in pan.page(f"/audits/{audit_id}")
    assert "Begin the audit" in as_person(ZHOU).page(f"/audits/{audit_id}")


def test_a_move_without_its_reason_is_asked_for_it_and_keeps_the_witness(as_person, database):
    audit_id = made(database, brought_to, "in_progress")
    zhou = as_person(ZHOU)
    zhou.page(f"/audits/{audit_id}")
    answer = zhou.post(f"/audits/{audit_id}/moves", {"target": "aborted", "witness": "Luo of the gate"})
    assert answer.status_code == 422
    assert "Write the reason; it is kept in the record." in answer.text
    assert 'value="Luo of the gate"' in answer.text


def test_a_move_that_is_not_possible_says_what_is(as_person, database):
    audit_id = made(database, brought_to, "in_progress")
    zhou = as_person(ZHOU)
    zhou.page(f"/audits/{audit_id}")
    for target, said in (
        ("in_review", "Possible now: Closing meeting held"),
        ("closing_held", "S1.1, S1.2"),
        ("issued", "from its report"),
    ):
        answer = zhou.post(f"/audits/{audit_id}/moves", {"target": target})
        assert answer.status_code == 409
        assert said in answer.text


def test_a_move_that_still_lacks_answers_says_which_instead_of_being_offered(as_person, database):
    audit_id = made(database, brought_to, "in_progress")
    off = re.compile(
        r"disabled>Closing meeting is held</button>\s*<span[^>]*>44 checkpoints are not answered yet: S1.1 "
    )
    assert off.search(as_person(ZHOU).page(f"/audits/{audit_id}"))
    with database.unit_of_work(SYSTEM) as session:
        answer_all(session, session.get_one(Audit, audit_id))
    page = as_person(ZHOU).page(f"/audits/{audit_id}")
    assert "Closing meeting is held" in page
    assert "not answered yet" not in page


def test_of_two_who_end_an_audit_the_second_keeps_the_facts_it_wrote(as_person, database):
    audit_id = made(database, brought_to, "confirmed")
    pan, zhou = as_person(PAN), as_person(ZHOU)
    pan.page(f"/audits/{audit_id}")
    zhou.page(f"/audits/{audit_id}")
    assert pan.post(f"/audits/{audit_id}/moves", {"target": "cancelled", "reason": "Flood"}).status_code == 302
    given = {"target": "refused", "reason": "Gate shut at nine", "witness": "Guard Ma"}
    answer = zhou.post(f"/audits/{audit_id}/moves", given)
    assert answer.status_code == 409
    assert "Cancelled" in answer.text
    assert re.search(r"Your text, not saved.*Gate shut at nine.*Guard Ma</textarea>", answer.text, re.DOTALL)


def test_a_supplier_sees_its_planned_audit_and_nothing_of_the_answers(as_person, database):
    def answered(session):
        audit = brought_to(session, "in_progress")
        answer_all(session, audit, rating="0")
        return audit

    audit_id = made(database, answered)
    tan = as_person(TAN)
    page = tan.page(f"/audits/{audit_id}")
    assert "In progress" in page
    assert "checkpoints answered" not in page
    assert tan.get(f"/audits/{audit_id}/checkpoints").status_code == 404
    assert tan.get(f"/audits/{audit_id}/S1.1").status_code == 404


def test_a_supplier_releases_its_draft(as_person, database):
    audit_id = made(database, brought_to, "draft_sent")
    tan, fang = as_person(TAN), as_person(FANG)
    assert "Factual comments of the supplier are taken until 5 Apr 2024." in fang.page(f"/audits/{audit_id}")
    assert "release the draft" in tan.page(f"/audits/{audit_id}")
    assert TURN.search(tan.page(f"/audits/{audit_id}"))[1] == "Supplier"
    assert tan.post(f"/audits/{audit_id}/release").status_code == 302
    assert "released the draft" in tan.page(f"/audits/{audit_id}")
    assert TURN.search(tan.page(f"/audits/{audit_id}"))[1] == "Reviewer"
    assert fang.post(f"/audits/{audit_id}/release").status_code == 404


def test_a_reviewer_who_was_on_the_team_is_offered_no_review(as_person, database):
    audit_id = made(database, brought_to, "in_review")
    assert "Send the draft" in as_person(FANG).page(f"/audits/{audit_id}")
    with database.unit_of_work(SYSTEM) as session:
        session.add(AuditMember(audit_id=audit_id, account_id=FANG.number, role="auditor"))
    assert "Send the draft" not in as_person(FANG).page(f"/audits/{audit_id}")


def test_the_reason_of_a_sent_back_audit_is_read_by_the_team(as_person, database):
    audit_id = made(database, brought_to, "in_review")
    with database.unit_of_work(FANG.actor) as session:
        move_audit(session, FANG.actor, MoveAudit(audit_id, "in_progress", reason="Bills of <S4.2> are missing"), NOW)
    assert "Bills of &lt;S4.2&gt; are missing" in as_person(LUO).page(f"/audits/{audit_id}")
