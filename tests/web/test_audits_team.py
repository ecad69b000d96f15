"""Planning and changing teams through the pages: what stands beside each person, and what is refused at its field."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import (
    Audit,
    AuditMember,
    AuditMove,
    AuditorQualification,
    ConflictOfInterest,
    DateChange,
)
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.audits.team.conflicts import DeclareConflict, declare_conflict
from supplier_portal.audits.team.qualifications import SaveQualification, save_qualification
from supplier_portal.scores.inputs import gather
from supplier_portal.suppliers.models import Site, Supplier
from tests import scored
from tests.audit_story import brought_to, planned, published
from tests.cast import (
    FANG,
    HE,
    HUILING,
    HUIZHOU_SITE,
    LIN,
    LUO,
    MO,
    NOW,
    PAN,
    RIVAL,
    TAN,
    TODAY,
    YAN,
    ZHOU,
)
from tests.web.statements import statements

PLAN = {
    "supplier_id": HUILING, "site_id": HUIZHOU_SITE, "type": "periodic", "mode": "on_site", "lead_id": ZHOU.number,
    "starts_on": "2024-04-15", "ends_on": "2024-04-16", "auditor_ids": [LUO.number], "objectives": "Grade <it>",
}  # fmt: skip
FORM = f"/audits/plan?supplier={HUILING}"


@pytest.fixture
def version_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return published(session).id


def done(database, act, *given, **other):
    with database.unit_of_work(SYSTEM) as session:
        return act(session, *given, **other).id


def rows_of(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(model).order_by(model.id)).all()


def qualified(session, person=ZHOU, until=date(2024, 12, 31)):
    command = SaveQualification(person.number, "iso_14064_1", "CN-7", date(2022, 1, 1), until)
    return save_qualification(session, PAN.actor, command, NOW)


def in_conflict(session, person=LUO, reason="Was its consultant"):
    command = DeclareConflict(person.number, "S-0001", reason, date(2024, 1, 1))
    return declare_conflict(session, PAN.actor, command, NOW)


def row_of(page, person):
    """What the team's table says of a person."""
    row = re.search(rf'<th scope="row">\s*{person.name}.*?</tr>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


# --- the plan form ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_tells_of_each_person_how_they_stand(as_person, database, language):
    done(database, planned)
    done(database, qualified)
    done(database, qualified, YAN, date(2024, 1, 31))
    done(database, in_conflict)
    page = as_person(PAN).speaking(language).page(FORM)
    said = {
        "en": ("31 Dec 2024", "ended 31 Jan 2024", "declared"),
        "zh": ("2024年12月31日", "已于 2024年1月31日 到期", "已申报"),
    }[language]
    assert said[0] in row_of(page, ZHOU)
    assert said[1] in row_of(page, YAN)
    assert said[2] in row_of(page, LUO)
    assert row_of(page, ZHOU).endswith("2 1")
    assert "Was its consultant" not in page


def test_a_button_tells_how_the_team_stands_on_other_days_and_plans_nothing(as_person, database, version_id):
    done(database, qualified, ZHOU, date(2024, 4, 30))
    pan = as_person(PAN)
    assert "ended" not in row_of(pan.page(FORM), ZHOU)
    later = {"starts_on": "2024-05-15", "ends_on": "2024-05-16", "look": "1", "checklist_version_id": version_id}
    answer = pan.post("/audits/plan", PLAN | later)
    assert answer.status_code == 200
    assert "ended 30 Apr 2024" in row_of(answer.text, ZHOU)
    assert "Grade &lt;it&gt;" in answer.text
    assert rows_of(database, Audit) == []


def test_each_fault_of_the_team_names_the_person_and_keeps_all_that_was_typed(as_person, database, version_id):
    done(database, qualified, YAN)
    done(database, in_conflict)
    pan = as_person(PAN)
    pan.page(FORM)
    answer = pan.post("/audits/plan", PLAN | {"checklist_version_id": version_id})
    assert answer.status_code == 422
    assert "Luo Auditor has declared a conflict of interest" in answer.text
    assert "Zhou Lead has no qualification that is valid on 2024-04-16." in answer.text
    assert "Grade &lt;it&gt;" in answer.text
    assert re.search(rf'value="{ZHOU.number}"\s+aria-label="Zhou Lead leads"\s+checked', answer.text)
    assert rows_of(database, Audit) == []


def test_a_scored_audit_without_a_site_and_days_out_of_order_are_told_at_their_fields(as_person, database, version_id):
    pan = as_person(PAN)
    pan.page(FORM)
    wrong = {"site_id": "", "ends_on": "2024-04-14", "checklist_version_id": version_id}
    answer = pan.post("/audits/plan", PLAN | wrong)
    assert answer.status_code == 422
    for field, said in (("site_id", "A scored audit is of one site"), ("ends_on", "before the first one")):
        assert re.search(rf'id="{field}-error">[^<]*{said}', answer.text)


def test_a_supplier_merged_away_leads_to_the_one_it_is_now(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        old = Supplier(id=55, number="S-0055", name_en="Old", country="CN", category="optical", merged_into_id=HUILING)
        session.add(old)
    pan = as_person(PAN)
    page = pan.page("/audits/plan?supplier=55")
    assert "This supplier was merged into another one." in page
    assert f'href="/audits/plan?supplier={HUILING}"' in page
    answer = pan.post("/audits/plan", PLAN | {"supplier_id": 55})
    assert answer.status_code == 422
    assert "This supplier was merged into S-0001." in answer.text


def test_a_supplier_is_found_by_its_name(as_person, database):
    pan = as_person(PAN)
    assert "Mingyan" not in pan.page("/audits/plan?q=huiling")
    assert "No supplier fits the filter." in pan.page("/audits/plan?q=nobody")


def test_the_plan_form_asks_the_same_of_the_database_for_any_number_of_people(app, as_person, database):
    pan = as_person(PAN)
    pan.page(FORM)
    with statements(app) as few:
        pan.page(FORM)
    with database.unit_of_work(SYSTEM) as session:
        for number in range(500, 520):
            session.add(
                Account(
                    id=number, email=f"a{number}@example.org", name=f"A {number}", password_hash="x",
                    role="lead_auditor", language="en", active=True, created_at=NOW.at,
                )
            )  # fmt: skip
        session.flush()
        for number in range(500, 520):
            day = date(2020, 1, 1) + timedelta(days=60 * (number - 500))
            planned(session, starts_on=day, ends_on=day, lead_id=number, auditor_ids=())
        for number in range(500, 520):
            qualified(session, replace(ZHOU, number=number))
    with statements(app) as many:
        assert "A 519" in pan.page(FORM)
    assert len(many) == len(few)


# --- several sites ----------------------------------------------------------------------------------------------------


def visits(*rows):
    """Fields of the table of sites: site, chosen, first and last day."""
    fields = {}
    for number, (site, chosen, first, last) in enumerate(rows):
        fields |= {f"visits-{number}-site_id": site, f"visits-{number}-starts_on": first}
        fields |= {f"visits-{number}-ends_on": last} | ({f"visits-{number}-chosen": "y"} if chosen else {})
    return fields


def test_several_sites_of_a_supplier_are_planned_in_one_go(as_person, database, version_id):
    with database.unit_of_work(SYSTEM) as session:
        session.add_all(Site(id=number, supplier_id=HUILING, name_en=f"Plant {number}") for number in (11, 12))
    pan = as_person(PAN)
    assert "/audits/plan/sites" in pan.page(FORM)
    page = pan.page(f"/audits/plan/sites?supplier={HUILING}")
    assert "Plant 12" in page
    assert "Kunshan" not in page
    rest = {name: value for name, value in PLAN.items() if name not in {"site_id", "starts_on", "ends_on"}}
    rest["checklist_version_id"] = version_id
    wrong = visits(
        (1, True, "2024-04-15", "2024-04-14"), (11, False, "", ""), (12, True, "2024-04-17", "2024-04-17")
    )  # fmt: skip
    answer = pan.post("/audits/plan/sites", rest | wrong)
    assert answer.status_code == 422
    assert re.search(r'id="visits-0-ends_on-error">[^<]*before the first one', answer.text)
    assert "Grade &lt;it&gt;" in answer.text
    right = wrong | {"visits-0-ends_on": "2024-04-16"}
    assert pan.post("/audits/plan/sites", rest | right).status_code == 302
    assert [(audit.site_id, audit.starts_on) for audit in rows_of(database, Audit)] == [
        (1, date(2024, 4, 15)), (12, date(2024, 4, 17)),
    ]  # fmt: skip
    assert pan.post("/audits/plan/sites", rest | visits((1, False, "", ""))).status_code == 422
    assert pan.get("/audits/plan/sites?supplier=999").headers["Location"] == "/audits/plan"


# --- team and days of an audit ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_planner_changes_the_team_and_the_history_tells_it(as_person, database, language):
    audit_id = done(database, brought_to, "in_progress")
    pan = as_person(PAN).speaking(language)
    assert f"/audits/{audit_id}/team" in pan.page(f"/audits/{audit_id}")
    pan.page(f"/audits/{audit_id}/team")
    given = {"lead_id": YAN.number, "auditor_ids": [LUO.number]}
    answer = pan.post(f"/audits/{audit_id}/team", given | {"reason": ""})
    assert answer.status_code == 422
    assert re.search(rf'value="{YAN.number}"\s+aria-label="[^"]*"\s+checked', answer.text)
    assert pan.post(f"/audits/{audit_id}/team", given | {"reason": "Zhou is <ill>"}).status_code == 302
    page = pan.page(f"/audits/{audit_id}")
    assert "Zhou is &lt;ill&gt;" in page
    assert {"en": "Zhou Lead left the team", "zh": "Zhou Lead 退出审核组"}[language] in page
    supplier = as_person(TAN).page(f"/audits/{audit_id}")
    assert "Yan Lead" in supplier
    assert "Zhou is" not in supplier
    assert as_person(ZHOU).get(f"/audits/{audit_id}").status_code == 404
    with database.reading(SYSTEM) as session:
        members = session.execute(select(AuditMember.account_id, AuditMember.role)).all()
    assert dict(members) == {YAN.number: "lead", LUO.number: "auditor"}


def test_an_audit_moves_to_other_days_and_the_supplier_reads_why(as_person, database):
    audit_id = done(database, planned)
    pan = as_person(PAN)
    pan.page(f"/audits/{audit_id}/dates")
    given = {"starts_on": "2024-05-06", "ends_on": "2024-05-05", "reason": "A typhoon"}
    answer = pan.post(f"/audits/{audit_id}/dates", given)
    assert answer.status_code == 422
    assert 'value="2024-05-06"' in answer.text
    assert "A typhoon" in answer.text
    assert pan.post(f"/audits/{audit_id}/dates", given | {"ends_on": "2024-05-07"}).status_code == 302
    assert "A typhoon" in as_person(TAN).page(f"/audits/{audit_id}")
    assert len(rows_of(database, DateChange)) == 1


def test_neither_changes_once_it_is_too_late(as_person, database):
    audit_id = done(database, brought_to, "closing_held")
    pan = as_person(PAN)
    page = pan.page(f"/audits/{audit_id}")
    for rest in ("team", "dates"):
        assert f"/audits/{audit_id}/{rest}" not in page
        assert pan.get(f"/audits/{audit_id}/{rest}").status_code == 409
        late = pan.post(f"/audits/{audit_id}/{rest}", {"reason": "A typhoon"})
        assert (late.status_code, "A typhoon" in late.text) == (409, True)


@pytest.mark.parametrize("person", [ZHOU, LUO, FANG, MO, TAN, LIN])
def test_only_planners_reach_teams_and_days(as_person, database, person):
    audit_id = done(database, planned)
    browser = as_person(person)
    for address in (f"/audits/{audit_id}/team", f"/audits/{audit_id}/dates", "/audits/plan/sites", "/auditors"):
        assert browser.get(address).status_code == 404


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_refusal_brings_is_said_before_and_kept_after(as_person, database, language):
    audit_id = done(database, brought_to, "confirmed")
    pan = as_person(PAN).speaking(language)
    follows = {"en": "The supplier cannot bid.", "zh": "供应商不得参与投标。"}[language]
    assert follows in pan.page(f"/audits/{audit_id}")
    given = {"target": "refused", "reason": "Gate shut", "witness": "Guard Ma", "occurred_on": "2024-04-01"}
    answer = pan.post(f"/audits/{audit_id}/moves", given)
    assert answer.status_code == 422
    assert 'value="Guard Ma"' in answer.text
    assert 'value="2024-04-01"' in answer.text
    assert pan.post(f"/audits/{audit_id}/moves", given | {"occurred_on": "2024-03-29"}).status_code == 302
    assert [(move.witness, move.occurred_on) for move in rows_of(database, AuditMove)][-1] == (
        "Guard Ma",
        date(2024, 3, 29),
    )
    for person in (PAN, TAN):
        page = as_person(person).speaking(language).page(f"/audits/{audit_id}")
        assert all(said in page for said in ("Gate shut", "Guard Ma", follows))


def test_a_day_that_cannot_be_read_is_told_at_its_field(as_person, database):
    audit_id = done(database, brought_to, "confirmed")
    pan = as_person(PAN)
    pan.page(f"/audits/{audit_id}")
    given = {"target": "refused", "reason": "Gate shut", "witness": "Guard Ma", "occurred_on": "yesterday"}
    answer = pan.post(f"/audits/{audit_id}/moves", given)
    assert answer.status_code == 422
    assert 'value="yesterday"' in answer.text


def test_a_supplier_does_not_read_why_the_review_sent_an_audit_back(as_person, database):
    audit_id = done(database, brought_to, "in_review")
    with database.unit_of_work(FANG.actor) as session:
        move_audit(session, FANG.actor, MoveAudit(audit_id, "in_progress", "Bills are missing"), NOW)
    assert "Bills are missing" in as_person(LUO).page(f"/audits/{audit_id}")
    assert "Bills are missing" not in as_person(TAN).page(f"/audits/{audit_id}")


@pytest.mark.parametrize(("kind", "good"), [("periodic", True), ("follow_up", False)])
def test_a_refusal_is_made_good_by_a_later_scored_audit_alone(as_person, database, kind, good):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_policy(session)
        first = {"starts_on": TODAY - timedelta(days=90), "issued_on": None}
        refused = scored.add_audit(session, HUILING, HUIZHOU_SITE, state="refused", **first)
        scored.add_audit(session, HUILING, HUIZHOU_SITE, type=kind)
        move = {"origin": "confirmed", "target": "refused", "account_id": PAN.number, "at": NOW.at, "reason": "No"}
        session.add(AuditMove(audit_id=refused.id, witness="Ma", occurred_on=TODAY, **move))
        refused_id = refused.id
    with database.reading(SYSTEM) as session:
        assert gather(session, [HUILING], TODAY)[HUILING].refused is not good
    page = as_person(PAN).page(f"/audits/{refused_id}")
    assert (">made good<" in page) is good
    assert ("The supplier cannot bid." in page) is not good


# --- the records ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_planner_records_and_changes_a_qualification(as_person, database, language):
    pan = as_person(PAN).speaking(language)
    pan.page("/auditors")
    pan.page(f"/auditors/qualifications/new?person={ZHOU.number}")
    given = {"account_id": ZHOU.number, "code": "iso_14067", "detail": "No <7>", "valid_from": "2024-01-01"}
    wrong = pan.post("/auditors/qualifications/new", given | {"valid_until": "2023-01-01"})
    assert wrong.status_code == 422
    assert "No &lt;7&gt;" in wrong.text
    assert pan.post("/auditors/qualifications/new", given | {"valid_until": "2026-01-01"}).status_code == 302
    [row] = rows_of(database, AuditorQualification)
    assert "No &lt;7&gt;" in pan.page("/auditors")
    assert 'value="2026-01-01"' in pan.page(f"/auditors/qualifications/{row.id}")
    changed = given | {"valid_until": "2024-03-01"}
    assert pan.post(f"/auditors/qualifications/{row.id}", changed).status_code == 302
    assert rows_of(database, AuditorQualification)[0].valid_until == date(2024, 3, 1)
    assert pan.get("/auditors/qualifications/987654").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_auditor_declares_a_conflict_and_says_when_it_ends(as_person, database, language):
    luo = as_person(LUO).speaking(language)
    luo.page("/auditors/conflicts")
    given = {"account_id": YAN.number, "supplier": "Huiling", "reason": "My <brother>", "holds_from": "2024-01-01"}
    wrong = luo.post("/auditors/conflicts", given)
    assert wrong.status_code == 422
    assert "My &lt;brother&gt;" in wrong.text
    assert luo.post("/auditors/conflicts", given | {"supplier": "s-0001"}).status_code == 302
    [row] = rows_of(database, ConflictOfInterest)
    assert row.account_id == LUO.number
    page = luo.page("/auditors/conflicts")
    assert "My &lt;brother&gt;" in page
    luo.page(f"/auditors/conflicts/{row.id}")
    assert luo.post(f"/auditors/conflicts/{row.id}", {"holds_until": "2023-01-01"}).status_code == 422
    assert luo.post(f"/auditors/conflicts/{row.id}", {"holds_until": "2024-03-01"}).status_code == 302
    assert rows_of(database, ConflictOfInterest)[0].holds_until == date(2024, 3, 1)


@pytest.mark.safety(2)
def test_a_declaration_is_read_by_its_author_and_by_planners_alone(as_person, database):
    conflict_id = done(database, in_conflict, LUO, "A canary in the reason")
    assert "A canary in the reason" in as_person(PAN).page("/auditors/conflicts")
    assert "A canary" in as_person(LUO).page("/auditors/conflicts")
    zhou = as_person(ZHOU)
    assert "A canary" not in zhou.page("/auditors/conflicts")
    assert zhou.get(f"/auditors/conflicts/{conflict_id}").status_code == 404
    for person in (FANG, MO, LIN, TAN, HE, RIVAL):
        assert as_person(person).get("/auditors/conflicts").status_code == 404
