"""The protocol of a finding through its page: nothing typed is lost, nothing of the buyer's is shown."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.findings.models import (
    CorrectiveAction,
    Finding,
    FindingEvidence,
    MessageFile,
    MilestoneMet,
    ReRating,
)
from supplier_portal.findings.queries.story import story_of
from tests.cast import FANG, HE, LIN, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import CANARY, brought_to, notified

PDF_BYTES = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SECRET = "note-of-the-buyer-3391"
DUE = "2024-05-20"
FISHBONE = {
    "method": "fishbone",
    "people-0-text": "Nobody was asked",
    "method-0-text": "The procedure asks for none",
    "method-0-root": "y",
    "root_cause": "The procedure",
    "actions-0-action": "Change it",
    "actions-0-owner": f"account-{HE.number}",
    "actions-0-due_on": DUE,
}


@pytest.fixture
def told(database):
    """`told(state)` brings a finding there; its id."""

    def tell(state="open", **given):
        with database.unit_of_work(SYSTEM) as session:
            return (brought_to(session, state, **given) if state != "open" else notified(session, **given)).id

    return tell


def only(database, column):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(column)).one()


def pdf(name="certificate.pdf"):
    return BytesIO(PDF_BYTES), name


def test_a_line_is_added_by_a_button_and_loses_nothing(as_person, told):
    address = f"/findings/{told()}"
    tan = as_person(TAN)
    assert 'name="whys-2-text"' in tan.page(address)
    answer = tan.post(f"{address}/plan", FISHBONE | {"whys-1-text": "typed here", "add": "whys"})
    assert answer.status_code == 200
    for kept in ('name="whys-3-text"', "typed here", "The procedure asks for none", "Change it", DUE, "checked"):
        assert kept in answer.text
    answer = tan.post(f"{address}/plan", FISHBONE | {"add": "actions"})
    assert 'name="actions-1-owner"' in answer.text
    assert 'name="actions-2-owner"' not in answer.text
    answer = tan.post(f"{address}/plan", FISHBONE | {"add": "people", "people-0-text": "A"})
    assert 'name="people-1-text"' in answer.text
    assert "Your turn" in tan.page(address)


def test_a_fishbone_is_kept_with_its_branches_and_shown_to_the_buyer(as_person, told):
    address = f"/findings/{told()}"
    tan = as_person(TAN)
    tan.page(address)
    answer = tan.post(f"{address}/plan", FISHBONE | {"whys-0-text": "of the other method"})
    assert answer.status_code == 422
    assert "Lines stand under the other method too." in answer.text
    assert "of the other method" in answer.text
    answer = tan.post(f"{address}/plan", {name: text for name, text in FISHBONE.items() if name != "method-0-root"})
    assert "Mark at least one line of the fishbone as a root cause." in answer.text
    assert tan.post(f"{address}/plan", FISHBONE).status_code == 302
    page = as_person(ZHOU).page(address)
    assert "<b>The procedure asks for none</b>" in page
    assert "He Member" in page


def test_the_next_plan_starts_from_the_last_one_which_stays_readable_with_its_reason(as_person, told):
    address = f"/findings/{told('rejected')}"
    page = as_person(TAN).page(address)
    for typed in ("Extensions were built without one</textarea>", "12500.5", "7.125", 'value="2024-05-20"'):
        assert typed in page
    assert f'<option selected value="account-{TAN.number}">' in page
    assert "cause stops too early" in page


def test_an_action_due_after_the_closing_day_is_taken_with_a_warning(as_person, told):
    address = f"/findings/{told()}"
    tan = as_person(TAN)
    tan.page(address)
    tan.post(f"{address}/plan", FISHBONE | {"actions-0-due_on": "2025-01-01"})
    page = tan.page(address)
    assert "Action 1 is due after the day by which the finding is to be closed." in page
    assert "after the day of closing" in page


def test_figures_that_are_none_are_told_at_their_field(as_person, told):
    address = f"/findings/{told()}"
    tan = as_person(TAN)
    tan.page(address)
    answer = tan.post(f"{address}/plan", FISHBONE | {"actions-0-kwh": "a lot", "actions-0-tonnes": "-5"})
    assert answer.status_code == 422
    assert "a lot" in answer.text
    assert 'id="actions-0-kwh-error"' in answer.text


def test_containment_is_told_before_any_plan_and_the_buyer_reads_it(as_person, database, told):
    number = told(severity="critical")
    address = f"/findings/{number}"
    tan = as_person(TAN)
    assert "Contain it first" in tan.page(address)
    answer = tan.post(f"{address}/containment", {"text": "Read by hand & kept", "done_on": "2024-04-09"})
    assert answer.status_code == 422
    assert "Read by hand &amp; kept" in answer.text
    assert tan.post(f"{address}/containment", {"text": "Read by hand", "done_on": "2024-03-31"}).status_code == 302
    assert "Read by hand" in as_person(LUO).page(address)
    assert only(database, Finding.contained_at) is not None


@pytest.mark.safety(3)
def test_a_note_of_the_buyer_s_is_on_no_page_of_the_supplier_s(as_person, told):
    number = told("accepted")
    address = f"/findings/{number}"
    zhou = as_person(ZHOU)
    zhou.page(address)
    assert zhou.post(f"{address}/notes", {"note": SECRET}).status_code == 302
    assert zhou.post(f"{address}/notes", {"note": " "}).status_code == 422
    for person in (LUO, FANG, PAN):
        assert SECRET in as_person(person).page(address)
    for person in (TAN, HE, MO):
        browser = as_person(person)
        for language in ("en", "zh"):
            browser.speaking(language)
            for shown in (address, "/findings", "/"):
                assert SECRET not in browser.get(shown).text
        page = browser.get(address).text
        assert "/notes" not in page
        assert browser.post(f"{address}/notes", {"note": "x"}).status_code == 404


@pytest.mark.safety(21)
def test_a_photo_sent_with_a_message_comes_to_the_other_side_without_what_the_camera_wrote(as_person, database, told):
    address = f"/findings/{told()}"
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "canary in the exif"
    Image.new("RGB", (60, 40), "gray").save(data, "PNG", exif=exif)
    tan, zhou = as_person(TAN), as_person(ZHOU)
    tan.page(address)
    sent = {"text": "Like this?", "files": [(BytesIO(data.getvalue()), "meter.png"), pdf()]}
    assert tan.post(f"{address}/messages", sent).status_code == 302
    with database.reading(SYSTEM) as session:
        photo, paper = session.scalars(select(MessageFile.id).order_by(MessageFile.id)).all()
    assert "Like this?" in zhou.page(address)
    assert b"canary" in tan.get(f"{address}/message-files/{photo}").data
    answer = zhou.get(f"{address}/message-files/{photo}")
    assert (answer.mimetype, b"canary" in answer.data) == ("image/jpeg", False)
    assert zhou.get(f"{address}/message-files/{paper}").data == PDF_BYTES
    for stranger in (RIVAL, YAN, LIN):
        assert as_person(stranger).get(f"{address}/message-files/{photo}").status_code == 404


def test_a_message_that_is_not_taken_keeps_its_words(as_person, told):
    address = f"/findings/{told()}"
    tan = as_person(TAN)
    tan.page(address)
    answer = tan.post(f"{address}/messages", {"text": "typed words", "files": [(BytesIO(b"MZ"), "a.exe")]})
    assert answer.status_code == 422
    assert "typed words" in answer.text


def test_a_dispute_brings_its_files(as_person, told):
    address = f"/findings/{told()}"
    tan = as_person(TAN)
    tan.page(address)
    sent = {"target": "disputed", "reason": "It was at the head office", "files": [pdf("record.pdf")]}
    assert tan.post(f"{address}/moves", sent).status_code == 302
    page = as_person(FANG).page(address)
    assert "record.pdf" in page
    assert "It was at the head office" in page


def test_a_file_is_sent_back_with_its_reason_which_the_supplier_reads(as_person, database, told):
    address = f"/findings/{told('implemented')}"
    zhou, tan = as_person(ZHOU), as_person(TAN)
    zhou.page(address)
    file = f"{address}/evidence/{only(database, FindingEvidence.id)}/decision"
    assert zhou.post(file, {"decision": "sent_back"}).status_code == 422
    assert zhou.post(file, {"decision": "sent_back", "reason": "no page 2"}).status_code == 302
    answer = zhou.post(file, {"decision": "accepted", "reason": "typed late"})
    assert answer.status_code == 409
    assert "typed late" in answer.text
    assert "no page 2" in tan.page(address)
    assert zhou.post(f"{address}/verification", {}).status_code == 409


def test_a_verification_lifts_the_level_and_both_sides_read_why(as_person, database, told):
    address = f"/findings/{told('implemented', rating='1')}"
    zhou = as_person(ZHOU)
    assert "The audit rated level 1." in zhou.page(address)
    zhou.post(f"{address}/evidence/{only(database, FindingEvidence.id)}/decision", {"decision": "accepted"})
    lift = {"lifting": "1", "lift-S3.4-level": "3", "lift-S3.4-reason": ""}
    answer = zhou.post(f"{address}/verification", lift)
    assert answer.status_code == 422
    assert '<option selected value="3">' in answer.text
    answer = zhou.post(f"{address}/verification", {"lifting": "1", "lift-S3.4-reason": "words without a level"})
    assert "words without a level" in answer.text
    assert zhou.post(f"{address}/verification", lift | {"lift-S3.4-reason": "All calibrated"}).status_code == 302
    assert (only(database, ReRating.level), "All calibrated" in as_person(TAN).page(address)) == (3, True)


def test_a_stage_is_told_with_a_file_and_accepted(as_person, database, told):
    number = told(checkpoint="S7.3", severity="minor")
    address = f"/findings/{number}"
    with database.unit_of_work(SYSTEM) as session:
        session.get_one(Finding, number).clock_from = NOW.at - timedelta(days=1)
        code = story_of(session, TAN.actor, number, NOW).stages[0].code
    tan, zhou = as_person(TAN), as_person(ZHOU)
    tan.page(address)
    sent = {"code": code, "met_on": "2024-03-31"}
    answer = tan.post(f"{address}/milestones", sent)
    assert answer.status_code == 422
    assert 'id="milestone-file-error"' in answer.text
    assert tan.post(f"{address}/milestones", sent | {"file": pdf("contract.pdf")}).status_code == 302
    assert "told as met" in zhou.page(address)
    assert zhou.post(f"{address}/milestones/decision", {"code": code, "decision": "sent_back"}).status_code == 422
    assert zhou.post(f"{address}/milestones/decision", {"code": code, "decision": "accepted"}).status_code == 302
    assert only(database, MilestoneMet.decision) == "accepted"


def test_a_closed_finding_refuses_what_comes_late_with_a_sentence_and_the_words(as_person, database, told):
    address = f"/findings/{told('closed')}"
    tan = as_person(TAN)
    tan.page(address)
    late = {
        "plan": FISHBONE | {"root_cause": "typed too late"},
        "containment": {"text": "typed too late", "done_on": "2024-03-31"},
        "moves": {"target": "disputed", "reason": "typed too late"},
        "done": {"action": str(only(database, CorrectiveAction.id)), "done_on": "2024-03-31"},
    }
    for path, sent in late.items():
        answer = tan.post(f"{address}/{path}", sent)
        assert answer.status_code == 409, path
        assert "Closed" in answer.text
        assert ("typed too late" in answer.text) == (path != "done")
    assert tan.post(f"{address}/evidence", {"file": pdf(), "about_on": "2024-03-31"}).status_code == 409
    assert only(database, CorrectiveAction.due_on) == date(2024, 5, 20)


def test_an_old_plan_of_one_text_stays_readable(as_person, database, told):
    number = told("cap_proposed")
    with database.unit_of_work(SYSTEM) as session:
        plan = story_of(session, TAN.actor, number, NOW).plans[0]
        for cause in plan.causes:
            session.delete(cause)
        plan.plan.method, plan.plan.root_cause = "", "Written as one text"
    page = as_person(TAN).page(f"/findings/{number}")
    assert "Written as one text" in page
    assert CANARY not in page
