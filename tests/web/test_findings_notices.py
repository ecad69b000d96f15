"""The page where a reviewer agrees to the notice of a critical finding, and what the supplier then reads."""

import re
from datetime import timedelta

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import AuditMember
from supplier_portal.findings.models import Finding
from tests.cast import FANG, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, ZHOU
from tests.findings_story import CANARY, add_audit, raise_one
from tests.web.statements import statements

HOURS = re.compile("[0-9]+ hours? (left|late)")
WORDS = {
    "en": ("Notice of an integrity finding.", "Notice of a critical finding."),
    "zh": ("诚信问题通知。", "致命（红线）发现通知。"),
}


@pytest.fixture
def waits(database):
    """`waits(…)` is a critical draft of Huiling's that waits for its notice."""

    def wait(**given):
        with database.unit_of_work(SYSTEM) as session:
            return raise_one(session, add_audit(session), severity="critical", title="Bills were altered", **given)

    return wait


def test_a_reviewer_agrees_and_the_supplier_reads_the_notice_at_once(as_person, waits):
    finding = waits()
    fang, tan = as_person(FANG), as_person(TAN)
    assert tan.get(f"/findings/{finding.id}").status_code == 404
    assert "Notices to agree <span>1</span>" in fang.page("/findings")
    page = fang.page("/findings/notices")
    assert "Bills were altered" in page
    assert HOURS.search(page)
    assert fang.post(f"/findings/{finding.id}/notice", {}).status_code == 302
    assert "No notice waits" in fang.page("/findings/notices")
    assert "To be contained by 3 Apr 2024, plan by 7 Apr 2024, closed by 30 Apr 2024." in tan.page(
        f"/findings/{finding.id}"
    )
    assert "Bills were altered" in tan.page("/findings")
    again = fang.post(f"/findings/{finding.id}/notice", {})
    assert again.status_code == 409


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("integrity", [True, False])
def test_an_integrity_findings_notice_has_words_of_its_own(as_person, waits, integrity, language):
    finding = waits(integrity=integrity)
    fang = as_person(FANG)
    fang.page("/findings/notices")
    fang.post(f"/findings/{finding.id}/notice", {})
    page = as_person(TAN).speaking(language).page(f"/findings/{finding.id}")
    said = [words in page for words in WORDS[language]]
    assert said == [integrity, not integrity]


def test_hours_late_are_told_and_what_waits_longest_stands_first(as_person, database, waits):
    usual = waits()
    late = waits(checkpoint="S1.1")
    with database.unit_of_work(SYSTEM) as session:
        session.get_one(Finding, late.id).found_critical_at = NOW.at - timedelta(days=3)
    page = as_person(FANG).page("/findings/notices")
    told = HOURS.findall(page)
    assert told[0] == "late"
    assert page.index(late.number) < page.index(usual.number)


def test_a_reviewer_of_the_team_reads_why_the_button_is_off(as_person, database, waits):
    finding = waits()
    with database.unit_of_work(SYSTEM) as session:
        session.add(AuditMember(audit_id=finding.audit_id, account_id=FANG.number, role="auditor"))
    fang = as_person(FANG)
    assert "someone outside it agrees" in fang.page("/findings/notices")
    answer = fang.post(f"/findings/{finding.id}/notice", {})
    assert answer.status_code == 409
    assert "Someone outside it decides." in answer.text


@pytest.mark.safety(1)
@pytest.mark.parametrize("person", [ZHOU, LUO, PAN, MO, TAN, RIVAL])
def test_nobody_else_finds_the_page_or_agrees(as_person, waits, person):
    finding = waits()
    browser = as_person(person)
    browser.get("/profile")
    assert browser.get("/findings/notices").status_code == 404
    assert browser.post(f"/findings/{finding.id}/notice", {}).status_code == 404


def test_what_waits_stands_on_the_page_a_reviewers_day_begins_with(as_person, database, waits):
    fang = as_person(FANG)
    first = fang.get("/").headers["Location"]
    for page in (first, "/reviews"):
        assert "/findings/notices" not in fang.page(page)
    finding = waits()
    assert finding.number in fang.page(first)
    with database.unit_of_work(SYSTEM) as session:
        session.add(AuditMember(audit_id=finding.audit_id, account_id=FANG.number, role="auditor"))
    page = fang.page("/reviews")
    assert all(said in page for said in ("1 notice of a critical finding waits", finding.number, "Bills were altered"))
    assert f'href="/findings/notices#notice-{finding.id}"' in page
    assert HOURS.search(page)
    assert "someone outside it agrees" in page


def test_the_page_takes_the_same_statements_whatever_waits(as_person, app, database, waits):
    fang = as_person(FANG)
    counts = []
    for _ in range(2):
        waits()
        with database.unit_of_work(SYSTEM) as session:
            raise_one(session, add_audit(session, supplier=MINGYAN), severity="critical", title=CANARY)
        fang.page("/findings/notices")
        with statements(app) as sent:
            fang.page("/findings/notices")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 8
