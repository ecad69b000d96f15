"""The review through the browser: sent back, sent as a draft, read by the supplier, issued."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import event, select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit, AuditMember
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import AuditResult, Rating
from supplier_portal.scores.operations import publish_policy
from supplier_portal.shipped import SEED
from tests.cast import ADA, FANG, HE, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import CANARY, NOTE, add_audit, answer_all, later, raise_one


@pytest.fixture
def reviewed(database):
    """`reviewed(state, **ratings)`: an audit of Huiling's there, with two findings, and Mingyan's as noise."""

    def tell(state="in_review", **ratings):
        with database.unit_of_work(SYSTEM) as session:
            policy = next((SEED / "policies").glob("*.json"))
            publish_policy(session, SYSTEM, json.loads(policy.read_text(encoding="utf-8")), NOW.day, NOW)
            for audit in (add_audit(session, supplier=MINGYAN), add_audit(session)):
                raise_one(session, audit)
                raise_one(session, audit, severity="minor", checkpoint="S4.2")
                answer_all(session, audit, **ratings)
                audit.state, audit.comments_until = state, later(5).day
        return audit.id

    return tell


def test_an_audit_goes_from_its_review_to_its_issue_in_the_browser(as_person, database, reviewed):
    number = reviewed()
    fang, tan = as_person(FANG), as_person(TAN)
    assert "A-2024-0002" in fang.page("/reviews")
    assert tan.get(f"/audits/{number}/draft").status_code == 404
    fang.page(f"/reviews/{number}")
    assert fang.post(f"/reviews/{number}/send-draft").status_code == 302
    page = fang.page(f"/reviews/{number}")
    assert "Comments are open until" in page
    assert fang.post(f"/reviews/{number}/issue").status_code == 409
    draft = tan.page(f"/audits/{number}/draft")
    assert "Meters cover 46 per cent of energy: what was seen" in draft
    assert tan.post(f"/audits/{number}/release").status_code == 302
    assert "The supplier has no factual comments." in fang.page(f"/reviews/{number}")
    assert fang.post(f"/reviews/{number}/issue").status_code == 302
    assert "Meters cover 46 per cent of energy" in tan.page("/findings")
    with database.reading(SYSTEM) as session:
        assert session.get_one(Audit, number).state == "issued"
        assert len(session.scalars(select(AuditResult)).all()) == len(session.scalars(select(Rating)).all()) == 1


def test_the_review_shows_the_choice_beside_the_proposal_and_what_is_left(as_person, database, reviewed):
    number = reviewed(S5_3=None, S2_3="4")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Answer).where(Answer.checkpoint == "S2.3").values(number=Decimal(10)))
    page = as_person(FANG).page(f"/reviews/{number}")
    assert page.count("other than proposed") == 1
    assert "S5.3" in page
    assert "1 checkpoints are not rated." in page


def test_not_applicable_beside_a_figure_differs_from_its_proposal(as_person, database, reviewed):
    number = reviewed(S2_3="NA")
    fang = as_person(FANG)
    assert "other than proposed" not in fang.page(f"/reviews/{number}")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Answer).where(Answer.checkpoint == "S2.3").values(number=Decimal(10)))
    assert fang.page(f"/reviews/{number}").count("other than proposed") == 1


def test_the_review_marks_findings_raised_otherwise_than_proposed_and_weak_answers_without_one(
    as_person, database, reviewed
):
    number = reviewed(S3_4="0", S4_2="1", S5_2="0")
    page = as_person(FANG).page(f"/reviews/{number}")
    assert "Weak answers without a finding" in page
    left = page.partition('id="unraised"')[2].partition("</section>")[0]
    assert "S5.2" in left
    assert "S3.4" not in left
    with database.unit_of_work(SYSTEM) as session:
        own = Finding.audit_id == number, Finding.checkpoint == "S3.4"
        proposed = session.scalars(select(Finding).where(*own)).one().severity
        session.execute(update(Finding).where(*own).values(severity="observation", kind="observation"))
        session.execute(update(Answer).where(Answer.checkpoint == "S4.2").values(rating="3"))
    page = as_person(FANG).page(f"/reviews/{number}")
    found = page.partition('id="findings"')[2].partition("</section>")[0]
    assert f"proposed: {proposed.capitalize()}" in found
    assert found.count("no finding proposed") == 1
    assert "3 findings are not as proposed" in page


def test_the_list_says_what_a_reviewer_does_next(as_person, database, reviewed):
    number = reviewed("draft_sent")
    fang = as_person(FANG)
    assert fang.page("/reviews").count("Comments until 5 Apr 2024") == 2
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).values(draft_released_at=NOW.at))
    assert fang.page("/reviews").count("Can be issued") == 2
    with database.unit_of_work(SYSTEM) as session:
        session.add(AuditMember(audit_id=number, account_id=FANG.number, role="auditor"))
    page = fang.page("/reviews")
    assert (page.count("Can be issued"), page.count("Someone else reviews it")) == (1, 1)


def test_what_was_typed_for_an_act_that_came_too_late_is_not_lost(as_person, database, reviewed):
    number = reviewed()
    fang, typed = as_person(FANG), "the sample of May is missing"
    fang.page(f"/reviews/{number}")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).values(state="in_progress"))
    for act, name in (("send-back", "reason"), ("comments", "text")):
        answer = fang.post(f"/reviews/{number}/{act}", {name: typed, "checkpoint": "S1.1"})
        assert answer.status_code == 409
        assert f"readonly>{typed}</textarea>" in answer.text
        assert f'href="/audits/{number}"' in answer.text


def test_what_is_mostly_not_applicable_is_agreed_to_before_the_issue(as_person, database, reviewed):
    number = reviewed("draft_sent", S8_1="NA", S8_2="NA")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).values(draft_released_at=NOW.at))
    fang = as_person(FANG)
    assert "60 % not applicable" in fang.page(f"/reviews/{number}")
    answer = fang.post(f"/reviews/{number}/issue")
    assert answer.status_code == 422
    assert 'id="agreed-error">More than half of the weight is not applicable in step 8.' in answer.text
    assert fang.post(f"/reviews/{number}/issue", {"agreed": "8"}).status_code == 302


def test_sending_back_asks_for_its_reason(as_person, database, reviewed):
    number = reviewed()
    fang = as_person(FANG)
    fang.page(f"/reviews/{number}")
    answer = fang.post(f"/reviews/{number}/send-back", {"reason": " "})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert fang.post(f"/reviews/{number}/send-back", {"reason": "sample missing"}).status_code == 302
    with database.reading(SYSTEM) as session:
        assert session.get_one(Audit, number).state == "in_progress"


def test_who_audited_is_told_that_someone_else_reviews(as_person, database, reviewed):
    number = reviewed()
    with database.unit_of_work(SYSTEM) as session:
        session.add(AuditMember(audit_id=number, account_id=FANG.number, role="auditor"))
    fang = as_person(FANG)
    page = fang.page(f"/reviews/{number}")
    assert "someone else reviews it" in page
    assert "Send the draft" not in page
    assert fang.post(f"/reviews/{number}/send-draft").status_code == 409


@pytest.mark.safety(1)
@pytest.mark.parametrize("person", [ADA, PAN, ZHOU, LUO, LIN, MO, TAN, RIVAL])
def test_only_reviewers_find_the_reviews(as_person, reviewed, person):
    number = reviewed()
    browser = as_person(person)
    browser.get("/profile")
    for path in ("", f"/{number}"):
        assert browser.get(f"/reviews{path}").status_code == 404
    for act in ("send-back", "send-draft", "issue"):
        assert browser.post(f"/reviews/{number}/{act}", {"reason": "x"}).status_code == 404


@pytest.mark.safety(2)
@pytest.mark.parametrize(
    ("person", "status"),
    [(TAN, 200), (HE, 200), (ZHOU, 200), (FANG, 200), (PAN, 200), (RIVAL, 404), (YAN, 404), (LIN, 404)],
)
def test_who_reads_the_draft_report(as_person, reviewed, person, status):
    number = reviewed("draft_sent")
    browser = as_person(person)
    assert browser.get(f"/audits/{number}/draft").status_code == status
    assert browser.get(f"/audits/{2**40}/draft").status_code == 404


@pytest.mark.safety(3)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_draft_report_holds_no_working_note_and_nothing_of_a_rival(as_person, reviewed, language):
    number = reviewed("draft_sent")
    page = as_person(TAN).speaking(language).page(f"/audits/{number}/draft")
    assert CANARY not in page
    assert NOTE not in page
    assert as_person(TAN).get(f"/audits/{number - 1}/draft").status_code == 404


@pytest.mark.parametrize("state", ["in_progress", "issued", "cancelled"])
def test_an_audit_that_waits_for_no_reviewer_has_no_review(as_person, reviewed, state):
    number = reviewed(state)
    assert as_person(FANG).get(f"/reviews/{number}").status_code == 404


def test_an_empty_list_says_when_an_audit_appears(as_person):
    assert "Nothing to review" in as_person(FANG).page("/reviews")


def test_reviews_take_a_fixed_number_of_statements(as_person, app, database, reviewed):
    number = reviewed()
    fang = as_person(FANG)
    told: list[str] = []

    def note(_connection, _cursor, statement, *_):
        told.append(statement)

    def count(address):
        fang.page(address)
        told.clear()
        fang.page(address)
        return len(told)

    event.listen(app.extensions["portal"].database.engine, "before_cursor_execute", note)
    addresses = ("/reviews", f"/reviews/{number}", f"/audits/{number}/draft")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).values(state="draft_sent"))
    few = [count(address) for address in addresses]
    with database.unit_of_work(SYSTEM) as session:
        for _ in range(4):
            answer_all(session, add_audit(session, "in_review"))
        session.execute(update(Audit).where(Audit.id == number).values(state="in_progress"))
        session.expire_all()
        for _ in range(4):
            raise_one(session, session.get_one(Audit, number))
        session.execute(update(Audit).where(Audit.id == number).values(state="draft_sent"))
    many = [count(address) for address in addresses]
    assert many == few
    assert max(many) <= 14
