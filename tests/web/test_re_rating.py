"""What a finding does to the score, read on its page and on the page of the score, by both sides."""

import re
from datetime import timedelta
from html import unescape

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.findings.models import FindingMove, ReRating
from supplier_portal.scores.operations import publish_rating, store_audit_result
from tests import scored
from tests.cast import FANG, HUILING, LIN, MINGYAN, NOW, RIVAL, TAN, TODAY, ZHOU
from tests.findings_story import add_audit, answer_all, later

WHY = "Meters M-03 and M-07 carry new labels"
RIVALS = "rival-re-rating-canary"


@pytest.fixture
def finding(database):
    """`finding(state)`: a major one on S3.4 of Huiling's scored audit; verified ones have lifted it to level 3."""

    def make(state="implemented", supplier=HUILING, reason=WHY):
        with database.unit_of_work(SYSTEM) as session:
            audit = add_audit(session, supplier=supplier)
            answer_all(session, audit, "3", S3_4="0")
            audit.state, audit.issued_on = "issued", TODAY
            session.flush()
            version = scored.add_checklist(session)
            store_audit_result(session, audit, scored.checkpoints(version, 3, {"S3.4": 0}), NOW)
            one = scored.add_finding(
                session, audit.id, "major", state=state, clock_from=NOW.at, close_due_on=TODAY + timedelta(days=20)
            )
            for origin, target in (("draft", "open"), ("open", state)):
                told = {"origin": origin, "target": target, "account_id": ZHOU.number, "at": NOW.at}
                session.add(FindingMove(finding_id=one.id, **told))
            if state == "verified":
                by = {"judged_by": ZHOU.number, "judged_at": NOW.at}
                session.add(ReRating(finding_id=one.id, checkpoint="S3.4", level=3, reason=reason, **by))
            session.flush()
            publish_rating(session, SYSTEM, supplier, NOW, "input")
            return one.id

    with database.unit_of_work(SYSTEM) as session:
        scored.add_policy(session)
        for supplier in (HUILING, MINGYAN):
            scored.add_modules(session, supplier, scored.MODULES)
    make("verified", MINGYAN, RIVALS)
    return make


@pytest.mark.parametrize("person", [TAN, FANG], ids=lambda person: person.name)
def test_before_verification_both_sides_read_what_it_may_bring(as_person, finding, person):
    page = unescape(as_person(person).page(f"/findings/{finding()}"))
    assert "Counts for G2, from 3 (open, major)" in page
    assert "1 of 3" in page
    assert re.search("Overdue from [^:]*21[^:]*: G3 caps the grade at B", page)
    assert "not blocked" in page
    assert "The level of S3.4 can rise to 3 once every action is verified:" in page
    assert RIVALS not in page


@pytest.mark.parametrize("person", [TAN, FANG], ids=lambda person: person.name)
def test_after_verification_both_sides_read_the_level_and_the_reason(as_person, finding, person):
    page = unescape(as_person(person).page(f"/findings/{finding('verified')}"))
    assert "S3.4 counts 3 instead of 0 since" in page
    assert WHY in page
    assert "can rise to 3" not in page


def test_who_reads_no_rating_reads_no_effect(as_person, finding):
    number = finding()
    assert "What it does to the score" not in as_person(ZHOU).page(f"/findings/{number}")
    assert as_person(RIVAL).client.get(f"/findings/{number}").status_code == 404


def test_the_score_page_names_the_finding_and_its_reason_but_not_to_procurement(as_person, finding):
    number = finding("verified")
    address = f"/scorecards/{HUILING}"
    for person in (TAN, FANG):
        page = unescape(as_person(person).page(address))
        assert "level 0, counts as level 3, lifted by F-00002" in page
        assert f'href="/findings/{number}"' in page
        assert WHY in page
        assert "Verified findings lift the answers from" in page
    page = unescape(as_person(LIN).page(address))
    assert "lifted by F-00002" in page
    assert WHY not in page


def test_the_history_of_the_score_says_what_lifted_it(as_person, database, finding):
    finding("verified")
    with database.unit_of_work(SYSTEM) as session:
        session.query(ReRating).filter_by(reason=WHY).update({"undone_at": NOW.at})
        publish_rating(session, SYSTEM, HUILING, later(1), "input")
    page = unescape(as_person(TAN).page(f"/scorecards/{HUILING}"))
    assert "lift of S3.4 taken back: F-00002 reopened" in page
