"""Comments, amendments, the printed report and its public check, through the browser."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit, AuditMember
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.models import Job
from supplier_portal.reports.models import FactualComment, ReportSeal, ReviewComment
from supplier_portal.reports.operations import WriteReviewComment, write_review_comment
from tests.cast import ADA, FANG, HE, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import CANARY, NOTE, add_audit, later, raise_one
from tests.reports_story import CODE, add_photo, amended, commented, issued, photo, with_supplier
from tests.web.statements import statements

ASKED = "which-bills-were-read-4712"


@pytest.fixture
def draft(database):
    """Huiling's draft at the supplier's, Mingyan's audit as noise."""
    with database.unit_of_work(SYSTEM) as session:
        rival = add_audit(session, supplier=MINGYAN)
        raise_one(session, rival)
        return with_supplier(session).id


def test_a_comment_goes_from_the_supplier_to_its_answer_and_the_issue(as_person, database, draft):
    tan, zhou, fang = as_person(TAN), as_person(ZHOU), as_person(FANG)
    page = tan.page(f"/audits/{draft}/draft")
    assert "5 working days for factual comments" in page
    assert f'href="/audits/{draft}/comments?about=S3.4#write"' in page
    assert '<option selected value="S3.4">' in tan.page(f"/audits/{draft}/comments?about=S3.4")
    sent = {"about": "S3.4", "text": "The list covers 64 per cent.", "file": (photo_file(), "list.jpg")}
    assert tan.post(f"/audits/{draft}/comments", sent).status_code == 302
    assert tan.post(f"/audits/{draft}/release").status_code == 302
    assert "1 comment to answer" in fang.page("/reviews")
    page = fang.page(f"/reviews/{draft}")
    assert "1 comment waits for its answer." in page
    assert f'href="/audits/{draft}/comments"' in page
    assert fang.post(f"/reviews/{draft}/issue").status_code == 409
    page = zhou.page(f"/audits/{draft}/comments")
    assert "The list covers 64 per cent." in page
    number = comment_id(database)
    assert zhou.get(f"/audits/{draft}/comments/{number}/file").status_code == 200
    answer = zhou.post(f"/audits/{draft}/comments/{number}", {"decision": "declined", "reason": "Seen, it is of May."})
    assert answer.status_code == 302
    assert "Seen, it is of May." in tan.page(f"/audits/{draft}/comments")
    fang.page(f"/reviews/{draft}")
    assert fang.post(f"/reviews/{draft}/issue").status_code == 302
    with database.reading(SYSTEM) as session:
        assert session.get_one(Audit, draft).state == "issued"
        assert len(session.scalars(select(ReportSeal)).one().code) == 32
    assert "Seen, it is of May." in tan.page(f"/audits/{draft}/draft")


def photo_file() -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, "JPEG")
    data.seek(0)
    return data


def comment_id(database) -> int:
    with database.reading(SYSTEM) as session:
        return session.scalars(select(FactualComment.id)).one()


@pytest.mark.parametrize(
    ("sent", "field"), [({"about": "S3.4", "text": " "}, "text"), ({"about": "S9.9", "text": "kept words"}, "about")]
)
def test_a_faulty_comment_is_told_at_its_field_and_keeps_what_was_typed(as_person, draft, sent, field):
    tan = as_person(TAN)
    tan.page(f"/audits/{draft}/comments")
    answer = tan.post(f"/audits/{draft}/comments", sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sent["text"].strip() in answer.text


def test_a_file_that_is_none_is_told_at_its_field(as_person, database, draft):
    tan = as_person(TAN)
    tan.page(f"/audits/{draft}/comments")
    answer = tan.post(f"/audits/{draft}/comments", {"text": "x", "file": (BytesIO(b"MZ nothing"), "list.exe")})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(FactualComment)).all() == []


def test_a_comment_that_comes_too_late_keeps_its_text(as_person, database, draft):
    tan = as_person(TAN)
    tan.page(f"/audits/{draft}/comments")
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).where(Audit.id == draft).values(comments_until=later(-1).day))
    answer = tan.post(f"/audits/{draft}/comments", {"text": "my long words"})
    assert answer.status_code == 409
    assert "my long words</textarea>" in answer.text
    assert 'id="write"' not in answer.text


def test_an_answer_needs_its_reason_and_keeps_the_decision(as_person, database, draft):
    with database.unit_of_work(SYSTEM) as session:
        number = commented(session, session.get_one(Audit, draft)).id
    fang = as_person(FANG)
    fang.page(f"/audits/{draft}/comments")
    answer = fang.post(f"/audits/{draft}/comments/{number}", {"decision": "granted", "reason": ""})
    assert answer.status_code == 422
    assert "checked" in answer.text
    answer = fang.post(f"/audits/{draft}/comments/{number}", {"decision": "granted", "reason": "Right."})
    assert answer.status_code == 302
    tan = as_person(TAN)
    assert "Right." in tan.page(f"/audits/{draft}/comments"), "its own comments stay readable during the review"
    assert tan.get(f"/audits/{draft}/draft").status_code == 404


@pytest.mark.safety(2)
@pytest.mark.parametrize(
    ("person", "status"),
    [(TAN, 200), (HE, 200), (ZHOU, 200), (LUO, 200), (FANG, 200), (PAN, 200), (RIVAL, 404), (YAN, 404), (LIN, 404),
     (MO, 404), (ADA, 404)],
)  # fmt: skip
def test_who_reads_comments(as_person, draft, person, status):
    assert as_person(person).get(f"/audits/{draft}/comments").status_code == status


@pytest.fixture
def reviewed(database):
    """Huiling's audit in review with one rating other than proposed, a photo, and a reviewer's comment."""

    def tell(config):
        with database.unit_of_work(SYSTEM) as session:
            audit = with_supplier(session, S2_3="4")
            add_photo(session, audit, photo(FileStore.of(config)))
            session.execute(update(Answer).where(Answer.checkpoint == "S2.3").values(number=Decimal(10)))
            here = Answer.checkpoint == "S3.4"
            session.execute(update(Answer).where(here).values(population=80, sampled=12, conforming=11))
            audit.state = "in_review"
            session.flush()
            write_review_comment(session, FANG.actor, WriteReviewComment(audit.id, "S3.4", ASKED), NOW)
        return audit.id

    return tell


def test_the_reviewer_reads_notes_samples_and_evidence_and_filters_what_differs(as_person, config, reviewed):
    number = reviewed(config)
    fang = as_person(FANG)
    page = fang.page(f"/reviews/{number}")
    for said in ("1 rating differs from its proposal", NOTE, "12 of 80, 11 conform", 'alt="Meter F2"', ASKED):
        assert said in page, said
    only = fang.page(f"/reviews/{number}?show=differing")
    assert "S2.3" in only
    assert 'alt="Meter F2"' not in only


def test_the_reviewer_asks_and_the_team_answers_at_the_checkpoint(as_person, config, database, reviewed):
    number = reviewed(config)
    fang, luo = as_person(FANG), as_person(LUO)
    fang.page(f"/reviews/{number}?at=S1.2")
    answer = fang.post(f"/reviews/{number}/comments", {"checkpoint": "S1.2", "text": " "})
    assert answer.status_code == 422
    assert fang.post(f"/reviews/{number}/comments", {"checkpoint": "S1.2", "text": "Minutes?"}).status_code == 302
    page = luo.page(f"/audits/{number}/S3.4")
    assert ASKED in page
    assert "waits for the team" in page
    with database.reading(SYSTEM) as session:
        asked = session.scalars(select(ReviewComment.id).where(ReviewComment.checkpoint == "S3.4")).one()
    answer = luo.post(f"/audits/{number}/review-comments/{asked}", {"reply": "Those of March."})
    assert answer.status_code == 302
    assert "Those of March." in fang.page(f"/reviews/{number}")
    assert fang.post(f"/reviews/{number}/send-back", {"reason": ""}).status_code == 302


@pytest.mark.safety(3)
def test_the_supplier_never_reads_what_the_reviewer_asks(as_person, config, database, reviewed):
    number = reviewed(config)
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).values(state="draft_sent", comments_until=later(5).day))
    tan = as_person(TAN)
    for address in ("", "/draft", "/comments", "/S3.4"):
        page = tan.page(f"/audits/{number}{address}")
        assert ASKED not in page
        assert NOTE not in page


def test_an_amendment_shows_its_effect_before_anything_changes(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        number = issued(session).id
    fang = as_person(FANG)
    assert "Amend the report" in fang.page(f"/audits/{number}")
    fang.page(f"/audits/{number}/amendment")
    chosen = {"ground": "appeal_granted", "reason": "The list was complete.", "level-S3.4": "0", "level-S1.1": "3"}
    shown = fang.post(f"/audits/{number}/amendment", chosen | {"act": "show"})
    assert shown.status_code == 200
    assert "Issue the next revision with 1 changed level" in shown.text
    assert re.search(r'<th scope="row">Audit score</th>\s*<td class="num">(\d\d\.\d\d)</td>', shown.text)
    with database.reading(SYSTEM) as session:
        assert session.get_one(Audit, number).state == "issued"
    refused = fang.post(f"/audits/{number}/amendment", chosen | {"act": "amend", "reason": ""})
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    answer = fang.post(f"/audits/{number}/amendment", chosen | {"act": "amend"})
    assert answer.status_code == 302
    page = fang.page(answer.headers["Location"])
    assert "The list was complete." in page
    assert "S3.4: 3 → 0" in page
    assert f'href="/audits/{number}"' in page
    assert fang.get(f"/audits/{number}/amendment").status_code == 409
    assert "S3.4: 3 → 0" in as_person(TAN).page(f"/audits/{number}/draft"), "revision 1 stays readable"
    beside = as_person(TAN).page(f"{answer.headers['Location']}/draft")
    heads = re.findall(r'<th scope="col" class="num">(revision \d)</th>', beside)
    assert heads == ["revision 1", "revision 2"]


def test_an_amendment_asks_to_agree_with_what_comes_to_be_not_applicable(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        number = issued(session).id
    fang, address = as_person(FANG), f"/audits/{number}/amendment"
    fang.page(address)
    chosen = {"ground": "appeal_granted", "reason": "No target asked.", "level-S8.1": "NA", "level-S8.2": "NA"}
    shown = fang.post(address, chosen | {"act": "show"})
    assert "Step 8: I agree that so much is not applicable." in shown.text
    refused = fang.post(address, chosen | {"act": "amend"})
    assert refused.status_code == 422
    assert 'id="agreed-error"' in refused.text
    assert "No target asked." in refused.text
    assert fang.post(address, chosen | {"act": "amend", "agreed": "8"}).status_code == 302


def test_an_answer_to_the_reviewer_that_came_second_is_not_lost(as_person, database, draft):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Audit).where(Audit.id == draft).values(state="in_review"))
        asked = WriteReviewComment(draft, "S3.4", ASKED)
        number = write_review_comment(session, FANG.actor, asked, NOW).id
    zhou, address = as_person(ZHOU), f"/audits/{draft}/review-comments/{number}"
    zhou.page(f"/audits/{draft}/S3.4")
    assert zhou.post(address, {"reply": "x" * 5001}).status_code == 422
    assert zhou.post(address, {"reply": "those of March"}).status_code == 302
    late = zhou.post(address, {"reply": "those of May"})
    assert late.status_code == 409
    assert "readonly>those of May</textarea>" in late.text


def test_who_audited_is_offered_no_amendment(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        number = issued(session).id
        session.add(AuditMember(audit_id=number, account_id=FANG.number, role="auditor"))
    fang = as_person(FANG)
    assert "Amend the report" not in fang.page(f"/audits/{number}")
    assert "someone else" in fang.page(f"/audits/{number}/amendment")


@pytest.mark.parametrize(
    ("person", "status"), [(TAN, 302), (ZHOU, 302), (PAN, 302), (FANG, 302), (RIVAL, 404), (MO, 404)]
)
def test_the_report_is_asked_for_and_becomes_a_job(as_person, database, draft, person, status):
    browser = as_person(person)
    browser.get("/profile")
    assert browser.post(f"/audits/{draft}/report", {"languages": "both"}).status_code == status
    with database.reading(SYSTEM) as session:
        jobs = session.scalars(select(Job)).all()
    assert [job.arguments for job in jobs] == [{"audit_id": draft, "languages": ["zh", "en"]}] * (status == 302)


def test_a_language_the_report_does_not_speak_is_refused(as_person, draft):
    tan = as_person(TAN)
    tan.get("/profile")
    assert tan.post(f"/audits/{draft}/report", {"languages": "fr"}).status_code == 422


@pytest.fixture
def sealed(database):
    with database.unit_of_work(SYSTEM) as session:
        amended(session, issued(session), code="f" * 32)


def checked(stranger, code: str):
    return stranger.get(f"/check/{code}")


def test_anybody_may_check_a_report_and_learns_its_day_alone(stranger, sealed):
    for code, day in ((CODE, "6 Apr 2024"), (CODE.upper(), "6 Apr 2024"), ("f" * 32, "20 Apr 2024")):
        answer = checked(stranger, code)
        assert answer.status_code == 200
        assert "Genuine" in answer.text
        assert day in answer.text
        for secret in ("Huiling", "惠岭", "A-2024", "revision", "sha256", "SHA-256"):
            assert secret not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.safety(2)
@pytest.mark.parametrize("code", ["0" * 32, CODE[:-1] + "0", "x", "A-2024-0001", "' OR 1=1", "%00", "é" * 200])
def test_an_unknown_code_is_not_genuine_whatever_it_looks_like(stranger, sealed, code):
    stranger.get("/sign-in")
    known, answer = checked(stranger, CODE), checked(stranger, code)
    assert answer.status_code == known.status_code == 200
    assert "Not genuine" in answer.text
    assert {name for name, _ in answer.headers} == {name for name, _ in known.headers}
    assert "Issued on" not in answer.text


def test_the_check_speaks_the_readers_language(stranger, sealed):
    page = stranger.speaking("zh").page(f"/check/{CODE}")
    assert "真实" in page
    assert "2024年4月6日" in page


def test_a_check_asks_the_database_once(app, stranger, sealed):
    checked(stranger, CODE)
    with statements(app) as sent:
        checked(stranger, CODE)
    assert len([one for one in sent if "report_seal" in one]) == 1
    assert len(sent) <= 3


@pytest.mark.safety(3)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_reports_pages_show_a_supplier_nothing_of_a_rival(as_person, draft, language):
    tan = as_person(TAN).speaking(language)
    for address in (f"/audits/{draft}/draft", f"/audits/{draft}/comments", f"/audits/{draft}"):
        assert CANARY not in tan.page(address)


def test_pages_of_comments_take_a_fixed_number_of_statements(app, as_person, database, draft):
    fang, tan = as_person(FANG), as_person(TAN)

    def count(browser, address) -> int:
        browser.page(address)
        with statements(app) as sent:
            browser.page(address)
        return len(sent)

    with database.unit_of_work(SYSTEM) as session:
        commented(session, session.get_one(Audit, draft))
    few = [count(fang, f"/audits/{draft}/comments"), count(tan, f"/audits/{draft}/draft")]
    with database.unit_of_work(SYSTEM) as session:
        for _ in range(5):
            commented(session, session.get_one(Audit, draft))
    assert [count(fang, f"/audits/{draft}/comments"), count(tan, f"/audits/{draft}/draft")] == few
    assert max(few) <= 20
