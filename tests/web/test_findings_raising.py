"""Findings from answers: proposed, raised at once, carried by one, edited, dropped; earlier ones beside the choice."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.findings.models import DroppedFinding, Finding
from supplier_portal.findings.operations import draft_digest
from tests.audit_story import published_next
from tests.cast import FANG, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import CANARY, NOTE, add_audit, answer_all, brought_to, notified, raise_one
from tests.web.statements import statements

BEFORE = {"starts_on": date(2023, 3, 1), "ends_on": date(2023, 3, 2)}


@pytest.fixture
def audit_id(database):
    """Huiling's audit: no target (S5.1 and what follows from it at 0), meters at 0, one plain weakness."""
    with database.unit_of_work(SYSTEM) as session:
        rival = add_audit(session, supplier=MINGYAN)
        answer_all(session, rival, S3_4="0")
        raise_one(session, rival, title=CANARY)
        audit = add_audit(session)
        answer_all(session, audit, S5_1="0", S8_1="0", S8_2="0", S3_4="0", S2_2="1")
        return audit.id


def drafts(database):
    with database.reading(SYSTEM) as session:
        asked = select(Finding).where(Finding.supplier_id != MINGYAN).order_by(Finding.id)
        return session.scalars(asked).all()


def typed(**lines):
    """A posted page of proposals: by checkpoint with an underscore, what was seen; left out: not chosen."""
    form = {}
    for code, seen in lines.items():
        code = code.replace("_", ".")  # noqa: PLW2901
        form |= {
            f"{code}-chosen": "y",
            f"{code}-title": f"{code} is weak",
            f"{code}-severity": "major",
            f"{code}-seen": seen,
        }
    return form


def test_the_answers_of_an_audit_propose_findings_on_one_page_grouped(as_person, audit_id):
    page = as_person(ZHOU).page(f"/audits/{audit_id}/proposals")
    assert "5 weak answers without a finding" in page
    assert "Carries S8.1, S8.2: weak because S5.1 is." in page
    assert page.count('-chosen" type="checkbox"') == 3
    assert page.count(NOTE) == 5
    assert CANARY not in page


def test_the_chosen_ones_are_raised_with_one_button(as_person, database, audit_id):
    zhou = as_person(ZHOU)
    zhou.page(f"/audits/{audit_id}/proposals")
    answer = zhou.post(f"/audits/{audit_id}/proposals", typed(S5_1="No target in figures", S3_4="46 per cent metered"))
    assert answer.status_code == 302
    raised = {finding.checkpoint: finding for finding in drafts(database)}
    assert raised.keys() == {"S3.4", "S5.1"}
    assert raised["S5.1"].checkpoints == ("S5.1", "S8.1", "S8.2")
    assert raised["S3.4"].seen == "46 per cent metered"
    assert raised["S3.4"].requirement.startswith("What share of energy use is measured")
    page = zhou.page(f"/audits/{audit_id}/proposals")
    assert "1 weak answer without a finding" in page
    audit = zhou.page(f"/audits/{audit_id}")
    assert "2 drafts are noted." in page + audit


def test_a_proposal_with_a_fault_raises_none_and_keeps_what_was_typed(as_person, database, audit_id):
    zhou = as_person(ZHOU)
    zhou.page(f"/audits/{audit_id}/proposals")
    form = typed(S5_1="kept & typed", S3_4=" ") | {"S3.4-title": "kept title"}
    answer = zhou.post(f"/audits/{audit_id}/proposals", form)
    assert answer.status_code == 422
    assert "kept &amp; typed" in answer.text
    assert "kept title" in answer.text
    assert 'id="S3.4-seen-error"' in answer.text
    assert drafts(database) == []
    nothing = zhou.post(f"/audits/{audit_id}/proposals", {"S5.1-title": "x"})
    assert nothing.status_code == 422
    assert "Choose at least one of the proposals." in nothing.text


def test_what_a_colleague_raised_meanwhile_is_told_and_nothing_typed_is_lost(as_person, database, audit_id):
    zhou, luo = as_person(ZHOU), as_person(LUO)
    zhou.page(f"/audits/{audit_id}/proposals")
    luo.page(f"/audits/{audit_id}/S8.1")
    form = {"kind": "nonconformity", "severity": "major", "title": "t", "requirement": "r", "seen": "s"}
    assert luo.post(f"/audits/{audit_id}/S8.1/findings", form).status_code == 302
    answer = zhou.post(f"/audits/{audit_id}/proposals", typed(S5_1="still here"))
    assert answer.status_code in {302, 409}
    assert len(drafts(database)) == 2


def test_a_weak_answer_carried_by_another_is_added_to_its_finding(as_person, database, audit_id):
    zhou = as_person(ZHOU)
    assert "Raise it at S5.1" in zhou.page(f"/audits/{audit_id}/S8.1")
    with database.unit_of_work(SYSTEM) as session:
        draft = raise_one(session, session.get_one(Audit, audit_id), checkpoint="S5.1")
    page = zhou.page(f"/audits/{audit_id}/S8.1")
    assert f"Add to {draft.number}" in page
    assert "Carried by S5.1" in page
    assert zhou.post(f"/findings/{draft.id}/checkpoints", {"checkpoint": "S8.1"}).status_code == 302
    zhou.page(f"/audits/{audit_id}/proposals")
    assert zhou.post(f"/audits/{audit_id}/proposals", {"joined": "S8.2"}).status_code == 302
    assert drafts(database)[0].checkpoints == ("S5.1", "S8.1", "S8.2")
    assert draft.number in zhou.page(f"/audits/{audit_id}/S8.2")
    for address in ("/findings", f"/findings/{draft.id}"):
        page = zhou.page(address)
        assert all(code in page for code in ("S5.1", "S8.1", "S8.2"))


def test_the_supplier_reads_all_that_a_finding_covers(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session, checkpoint="S5.1", further=("S8.1",))
    tan = as_person(TAN)
    for address in ("/findings", f"/findings/{finding.id}"):
        assert "S8.1" in tan.page(address)


def test_a_remark_has_a_short_form_of_its_own(as_person, database, audit_id):
    zhou = as_person(ZHOU)
    page = zhou.page(f"/audits/{audit_id}/S1.1")
    assert 'name="strength-title"' in page
    assert 'name="strength-severity"' not in page
    address = f"/audits/{audit_id}/S1.1/findings"
    sent = {"kind": "strength", "strength-title": "Board reads it monthly", "strength-seen": ""}
    answer = zhou.post(address, sent)
    assert answer.status_code == 422
    assert "Board reads it monthly" in answer.text
    assert 'id="strength-seen-error"' in answer.text
    assert zhou.post(address, sent | {"strength-seen": "Twelve minutes"}).status_code == 302
    noted = {"kind": "observation", "observation-title": "o", "observation-seen": "s", "severity": "critical"}
    assert zhou.post(address, noted).status_code == 302
    assert [(one.kind, one.severity, one.requirement) for one in drafts(database)] == [
        ("strength", "none", ""),
        ("observation", "observation", ""),
    ]


def test_a_draft_is_edited_with_faults_at_their_fields(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        draft = raise_one(session, session.get_one(Audit, audit_id))
        base = draft_digest(draft)
    zhou, address = as_person(ZHOU), f"/findings/{draft.id}/edit"
    assert "Meters cover 46 per cent of energy" in zhou.page(address)
    form = {"base": base, "kind": "nonconformity", "severity": "minor", "title": "", "requirement": "r", "seen": "kept"}
    answer = zhou.post(address, form)
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert "kept" in answer.text
    assert zhou.post(address, form | {"title": "Meters lapsed", "further": "S2.2"}).status_code == 302
    late = zhou.post(address, form | {"title": "too late", "seen": "typed for nothing"})
    assert late.status_code == 409
    assert "typed for nothing" in late.text
    stands = drafts(database)[0]
    assert (stands.title, stands.severity, stands.checkpoints) == ("Meters lapsed", "minor", ("S3.4", "S2.2"))


def test_a_draft_is_dropped_with_its_reason(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        draft = raise_one(session, session.get_one(Audit, audit_id))
    zhou = as_person(ZHOU)
    zhou.page(f"/findings/{draft.id}")
    answer = zhou.post(f"/findings/{draft.id}/drop", {"reason": " "})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert zhou.post(f"/findings/{draft.id}/drop", {"reason": "said twice"}).status_code == 302
    assert zhou.get(f"/findings/{draft.id}").status_code == 404
    assert drafts(database) == []
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(DroppedFinding.reason)).all() == ["said twice"]


@pytest.mark.safety(1)
@pytest.mark.parametrize("person", [YAN, PAN, FANG, MO, TAN, RIVAL])
def test_who_is_not_on_the_team_finds_no_proposals_and_changes_no_draft(as_person, database, audit_id, person):
    with database.unit_of_work(SYSTEM) as session:
        draft = raise_one(session, session.get_one(Audit, audit_id))
    browser = as_person(person)
    browser.get("/profile")
    assert browser.get(f"/audits/{audit_id}/proposals").status_code == 404
    for path in (f"audits/{audit_id}/proposals", f"findings/{draft.id}/edit", f"findings/{draft.id}/drop",
                 f"findings/{draft.id}/checkpoints"):  # fmt: skip
        assert browser.post(f"/{path}", {"reason": "x", "checkpoint": "S1.1", "title": "x"}).status_code == 404
    assert drafts(database)[0].title == "Meters cover 46 per cent of energy"


def formerly(session, rating="1", **given):
    """An issued audit of the same site before, with one answer."""
    audit = add_audit(session, "in_progress", **BEFORE | given)
    session.add(
        Answer(audit_id=audit.id, checkpoint="S3.4", rating=rating, note=NOTE, saved_by=YAN.number, saved_at=NOW.at)
    )
    session.flush()
    audit.state, audit.issued_on = "issued", date(2023, 4, 1)
    session.flush()
    return audit


def test_the_last_audits_level_and_earlier_findings_stand_beside_the_choice(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        finding = brought_to(session, "closed")
        before = session.get_one(Audit, finding.audit_id)
        before.starts_on, before.ends_on = BEFORE["starts_on"], BEFORE["ends_on"]
        last = formerly(session)
        formerly(session, "4", supplier=MINGYAN)
    page = as_person(LUO).page(f"/audits/{audit_id}/S3.4")
    assert f"Last audit: Level 1, 2 Mar 2023, {last.number}." in page
    assert "Earlier findings at this site" in page
    assert finding.number in page
    assert "closed on 31 Mar 2024" in page
    assert "Consider one severity higher: Critical." in page
    assert "Earlier findings" not in as_person(LUO).page(f"/audits/{audit_id}/S1.1")


@pytest.mark.parametrize(
    ("version", "changed", "said"),
    [
        ("2.0.0", {"S3_4": {"severity_at_zero": "minor"}}, "Break: checklist 1.0.0 and 2.0.0 cannot be compared."),
        ("1.1.0", {}, "Checklist 1.0.0, comparable."),
    ],
)
def test_a_break_between_the_checklists_is_said(as_person, database, version, changed, said):
    with database.unit_of_work(SYSTEM) as session:
        formerly(session)
        newer = published_next(session, version, **changed)
        audit = add_audit(session, checklist_version_id=newer.id)
    page = as_person(LUO).page(f"/audits/{audit.id}/S3.4")
    assert said in page


def test_the_last_level_of_an_audit_that_is_not_issued_or_lies_later_is_not_shown(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        formerly(session).state = "in_review"
        formerly(session, starts_on=date(2024, 5, 1), ends_on=date(2024, 5, 2))
    assert "Last audit" not in as_person(LUO).page(f"/audits/{audit_id}/S3.4")


def test_the_audit_page_keeps_to_its_statements_with_all_that_stands_beside(as_person, app, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        formerly(session)
    luo = as_person(LUO)
    address = f"/audits/{audit_id}/S3.4"
    luo.page(address)
    with database.unit_of_work(SYSTEM) as session:
        raise_one(session, session.get_one(Audit, audit_id), further=("S3.5",))
        before = session.get_one(Audit, brought_to(session, "closed").audit_id)
        before.starts_on, before.ends_on = BEFORE["starts_on"], BEFORE["ends_on"]
    luo.page(address)
    with statements(app) as sent:
        luo.page(address)
    assert len(sent) <= 13, "\n".join(one[:90] for one in sent)


def test_the_page_of_proposals_takes_the_same_statements_whatever_the_answers(as_person, app, database, audit_id):
    zhou = as_person(ZHOU)
    address = f"/audits/{audit_id}/proposals"
    zhou.page(address)
    with statements(app) as many:
        zhou.page(address)
    with database.unit_of_work(SYSTEM) as session:
        for answer in session.scalars(select(Answer).where(Answer.audit_id == audit_id, Answer.checkpoint != "S3.4")):
            answer.rating = "3"
    with statements(app) as few:
        zhou.page(address)
    assert len(few) == len(many) <= 12, "\n".join(many)


def test_an_auditors_day_says_what_is_on_what_is_left_and_what_comes(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        raise_one(session, session.get_one(Audit, audit_id), severity="critical", title="Bills were altered")
        add_audit(session, starts_on=date(2024, 3, 31), ends_on=date(2024, 4, 1))
        add_audit(session, "confirmed", starts_on=date(2024, 4, 9), ends_on=date(2024, 4, 10))
    page = as_person(LUO).page("/today")
    places = [page.index(words) for words in ("Audits of today", "Unfinished", "Finding drafts", "Next audits")]
    assert places == sorted(places)
    assert "in 9 days" in page
    assert "Bills were altered" in page
    assert re.search(r"[0-9]+ hours? (left|late)", page)
    assert CANARY not in page


def test_a_checkpoint_with_its_finding_is_read_once_the_review_is_over(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        audit = add_audit(session)
        answer_all(session, audit)
        raised, audit.state = raise_one(session, audit), "draft_sent"
    for person in (ZHOU, PAN, FANG):
        page = as_person(person).page(f"/audits/{audit.id}/S3.4")
        assert raised.number in page, person.name
        assert "Raise a non-conformity" not in page, person.name


def test_the_supplier_reads_the_finding_at_its_checkpoint_once_it_is_notified(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session)
    assert finding.number in as_person(TAN).page(f"/audits/{finding.audit_id}/S3.4")
