"""Pages around a visit, through HTTP: agenda, documents, self-assessment, what is the supplier's to do."""

import re
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.audits.team.changing import RescheduleAudit, reschedule_audit
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.files.operations import Upload
from supplier_portal.visits.models import AgendaItem, DocumentFile, DocumentRequest, SelfAssessment
from supplier_portal.visits.operations import propose_agenda
from tests.audit_story import WAY, answer_all, brought_to, of_rival, planned
from tests.cast import HE, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.shipped import stored_checklist
from tests.visits_story import CANARY, asked, handed_in, rows_around
from tests.web.statements import statements

UPLOAD = Upload("cd" * 32, 10, "application/pdf")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return planned(session).id


def item(**other):
    return {
        "day": "2024-03-30", "starts_at": "09:00", "ends_at": "10:00", "what_zh": "首次会议", "what_en": "",
        "place": "Room 1", "wanted_zh": "总经理", "auditor_ids": str(ZHOU.number),
    } | other  # fmt: skip


def rows(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(model)).all()


def photo():
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "canary in the exif"
    Image.new("RGB", (60, 40), "gray").save(data, "JPEG", exif=exif)
    return data.getvalue()


def uploaded(browser, address, data, name="bills.pdf"):
    return browser.post(f"{address}/files", {"file": (BytesIO(data), name)}, content_type="multipart/form-data")


def test_one_button_proposes_the_agenda_and_another_one_for_new_days(as_person, database, audit_id):
    pan, tan = as_person(PAN), as_person(TAN).speaking("zh")
    address = f"/audits/{audit_id}/visit/agenda"
    assert "Propose an agenda" in pan.page(address)
    assert "尚无日程" in tan.page(address)
    assert pan.post(f"{address}/proposal").status_code == 302
    page = tan.page(address)
    assert all(word in page for word in ("09:00–09:30", "首次会议", "碳核算", "参加人员", ZHOU.name))
    assert "修改" not in page
    refused = pan.post(f"{address}/proposal")
    assert (refused.status_code, "items by now" in refused.text) == (409, True)
    seen = re.search(r'name="replaced" value="(\d+)"', pan.page(address))
    with database.unit_of_work(SYSTEM) as session:
        days = RescheduleAudit(audit_id, date(2024, 4, 9), date(2024, 4, 10), "Holiday")
        reschedule_audit(session, PAN.actor, days, NOW)
    assert f"{seen[1]} items lie outside the days of the audit." in pan.page(address)
    assert "项不在审核日期内" in tan.page(address)
    assert pan.post(f"{address}/proposal", {"replaced": seen[1]}).status_code == 302
    page = pan.page(address)
    assert "9 Apr 2024" in page
    assert "outside the days" not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"day": "2024-04-02"}, "The audit lasts from 2024-03-30 to 2024-03-31"),
        ({"ends_at": "08:00"}, "The end is not after the start."),
        ({"ends_at": "soon"}, "Not a valid time value"),
        ({"what_zh": ""}, "This field is needed."),
    ],
)
def test_a_wrong_item_is_told_at_its_field_and_keeps_what_was_typed(as_person, database, audit_id, given, told):
    pan = as_person(PAN)
    pan.page(f"/audits/{audit_id}/visit/agenda")
    answer = pan.post(f"/audits/{audit_id}/visit/agenda", item(place="Kept words", **given))
    assert answer.status_code == 422
    assert told in answer.text
    assert "Kept words" in answer.text
    assert "总经理" in answer.text
    assert rows(database, AgendaItem) == []


def test_an_overlap_names_the_auditor_and_an_item_can_be_changed_and_removed(as_person, database, audit_id):
    pan = as_person(PAN)
    address = f"/audits/{audit_id}/visit/agenda"
    pan.page(address)
    assert pan.post(address, item()).status_code == 302
    answer = pan.post(address, item(starts_at="09:30", ends_at="11:00"))
    assert answer.status_code == 422
    assert f"{ZHOU.name} is taken from 09:00 to 10:00: 首次会议." in answer.text
    number = rows(database, AgendaItem)[0].id
    assert 'value="09:00"' in pan.page(f"{address}/{number}")
    assert pan.post(f"{address}/{number}", item(ends_at="09:30", place="Kept")).status_code == 302
    assert rows(database, AgendaItem)[0].place == "Kept"
    refused = pan.post(f"{address}/{number}", item(day="2025-01-01", place="Typed"))
    assert (refused.status_code, "Typed" in refused.text) == (422, True)
    assert pan.post(f"{address}/{number}/removal").status_code == 302
    assert rows(database, AgendaItem) == []


def test_the_list_is_asked_for_and_answered_and_read(as_person, database, audit_id):
    pan, tan = as_person(PAN), as_person(TAN).speaking("zh")
    pan.page(f"/audits/{audit_id}/visit/documents")
    assert pan.post(f"/audits/{audit_id}/visit/documents/proposal").status_code == 302
    page = tan.page(f"/audits/{audit_id}/visit/documents")
    assert "计量器具台账及校准证书" in page
    assert "待贵公司提交" in page
    number = rows(database, DocumentRequest)[0].id
    address = f"/audits/{audit_id}/visit/documents/{number}"
    tan.page(address)
    assert tan.post(f"{address}/not-available", {"reason": ""}).status_code == 422
    assert uploaded(tan, address, PDF).status_code == 302
    luo = as_person(LUO)
    assert "bills.pdf" in luo.page(address)
    answer = luo.post(f"{address}/verdict", {"verdict": "insufficient", "note": ""})
    assert (answer.status_code, "the supplier reads it" in answer.text) == (422, True)
    assert luo.post(f"{address}/verdict", {"verdict": "insufficient", "note": "Sign it"}).status_code == 302
    assert "Sign it" in tan.page(address)


def test_more_is_chosen_from_the_checklist_or_written_by_hand(as_person, database, audit_id):
    zhou = as_person(ZHOU)
    address = f"/audits/{audit_id}/visit/documents"
    assert "Copy of the charter or appointment" in zhou.page(f"{address}/choice")
    assert zhou.post(f"{address}/choice", {"chosen": "nonsense"}).status_code == 422
    assert zhou.post(f"{address}/choice", {"chosen": ["S1.2#0", "S1.2#1"]}).status_code == 302
    assert [one.checkpoints for one in rows(database, DocumentRequest)] == [["S1.2"], ["S1.2"]]
    zhou.page(f"{address}/new")
    form = {"title_zh": "能源台账", "title_en": "", "why": "Kept words", "due_on": "2024-04-30", "checkpoints": "S5.5"}
    refused = zhou.post(f"{address}/new", form)
    assert (refused.status_code, "Kept words" in refused.text) == (422, True)
    assert "Choose a day from 2024-03-31 to 2024-03-31." in refused.text
    assert zhou.post(f"{address}/new", form | {"due_on": "2024-03-31"}).status_code == 302
    number = rows(database, DocumentRequest)[-1].id
    assert "能源台账" in zhou.page(f"{address}/{number}/wording")
    assert zhou.post(f"{address}/{number}/removal").status_code == 302
    assert len(rows(database, DocumentRequest)) == 2


@pytest.mark.safety(21)
def test_a_photo_is_shown_without_what_the_camera_wrote_and_taken_over_once(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        audit = brought_to(session, "in_progress")
        audit_id, number = audit.id, asked(session, audit).id
    address = f"/audits/{audit_id}/visit/documents/{number}"
    tan, luo = as_person(TAN), as_person(LUO)
    tan.page(address)
    assert uploaded(tan, address, photo(), "meter.jpg").status_code == 302
    file = rows(database, DocumentFile)[0].id
    shown = luo.get(f"{address}/files/{file}/picture")
    assert (shown.mimetype, b"canary" in shown.data) == ("image/jpeg", False)
    assert b"canary" in tan.get(f"{address}/files/{file}").data
    assert b"canary" not in luo.get(f"{address}/files/{file}").data
    luo.page(address)
    taken = f"{address}/files/{file}/evidence"
    form = {f"file{file}-{name}": value for name, value in (("checkpoint", "S4.3"), ("caption", "Kept words"))}
    late = luo.post(taken, form | {f"file{file}-about_on": "2024-04-02"})
    assert (late.status_code, "Kept words" in late.text) == (422, True)
    assert luo.post(taken, form | {f"file{file}-about_on": "2024-03-29"}).status_code == 302
    assert [one.checkpoint for one in rows(database, Evidence)] == ["S4.3"]
    assert "Evidence of S4.3" in luo.page(address)
    assert "Kept words" in luo.page(f"/audits/{audit_id}/S4.3")


def test_a_step_is_saved_at_once_and_a_wrong_line_keeps_all_that_was_typed(as_person, audit_id):
    tan = as_person(TAN).speaking("zh")
    address = f"/audits/{audit_id}/visit/self-assessment/1"
    page = tan.page(address)
    assert "双碳战略已批准并生效" in page
    form = {
        "S1.1-version": "0", "S1.1-rating": "3", "S1.1-note": "董事会批准", "S1.2-version": "0", "S1.2-rating": "na",
        "S1.2-note": "", "S1.3-version": "0", "S1.3-note": "没有评级的说明",
    }  # fmt: skip
    refused = tan.post(address, form)
    assert refused.status_code == 422
    assert all(word in refused.text for word in ("董事会批准", "没有评级的说明", "S1.2: "))
    saved = tan.post(address, form | {"S1.2-rating": "2"})
    assert saved.headers["Location"] == f"{address}#at-S1.3"
    assert "董事会批准" in tan.page(address)
    assert "3 级" in tan.page(address)


def test_two_colleagues_at_one_checkpoint_lose_nothing(as_person, audit_id):
    tan, he = as_person(TAN), as_person(HE)
    address = f"/audits/{audit_id}/visit/self-assessment/1"
    tan.page(address)
    he.page(address)
    form = {"S1.1-version": "0", "S1.1-rating": "2", "S1.1-note": "By He"}
    assert he.post(address, form).status_code == 302
    second = tan.post(address, form | {"S1.1-rating": "4", "S1.1-note": "By Tan"})
    assert second.status_code == 422
    assert "He Member saved level 2 here meanwhile (“By He”)" in second.text
    assert "By Tan" in second.text
    assert 'name="S1.1-version" type="hidden" value="1"' in second.text
    assert tan.post(address, form | {"S1.1-version": "1", "S1.1-note": "By Tan"}).status_code == 302


def test_it_is_handed_in_read_and_handed_back(as_person, database, audit_id):
    tan, zhou = as_person(TAN), as_person(ZHOU)
    address = f"/audits/{audit_id}/visit/self-assessment"
    tan.page(address)
    assert tan.post(f"{address}/hand-in").status_code == 409
    assert zhou.get(f"{address}/1").status_code == 404
    with database.unit_of_work(SYSTEM) as session:
        handed_in(session, session.get_one(Audit, audit_id))
    assert "Level 3" in zhou.page(f"{address}/1")
    zhou.page(address)
    assert zhou.post(f"{address}/hand-back", {"reason": ""}).status_code == 422
    assert zhou.post(f"{address}/hand-back", {"reason": "All at three?"}).status_code == 302
    assert "All at three?" in tan.page(address)
    assert rows(database, SelfAssessment)[0].handed_in_at is None


@pytest.fixture
def fakes(database):
    """How evidence is faked, as the checklist tells auditors."""
    with database.unit_of_work(SYSTEM) as session:
        checkpoints: list[Checkpoint] = stored_checklist(session).document["checkpoints"]
    return [text[tongue] for one in checkpoints for text in one.get("faked", ()) for tongue in ("en", "zh")]


def test_the_fakes_of_the_guidance_are_never_shown_to_a_supplier(as_person, audit_id, fakes):
    assert len(fakes) > 80
    for language in ("en", "zh"):
        tan = as_person(TAN).speaking(language)
        for place in range(1, 9):
            page = tan.page(f"/audits/{audit_id}/visit/self-assessment/{place}")
            assert not [fake for fake in fakes if fake in page]
    assert as_person(TAN).get(f"/audits/{audit_id}/visit/self-assessment/9").status_code == 404


def test_the_suppliers_page_says_what_is_first_and_until_when(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        propose_agenda(session, PAN.actor, audit_id, NOW)
        asked(session, audit)
        rows_around(session, of_rival(session).id, UPLOAD)
    page = as_person(TAN).speaking("zh").page(f"/audits/{audit_id}/visit")
    assert page.index("按检查单自评") < page.index("电费账单")
    assert all(word in page for word in ("轮到贵公司，先做这件", "开始自评", "2024年3月30日", "首次会议"))
    assert CANARY not in page


def test_the_audit_page_says_how_far_the_preparation_is_and_that_no_closing_record_is_there(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        audit_id = brought_to(session, "in_progress").id
        desktop = planned(session, mode="desktop").id
    zhou = as_person(ZHOU)
    page = zhou.page(f"/audits/{audit_id}")
    assert "no closing record yet" in page
    assert f"/audits/{audit_id}/visit/agenda" in page
    assert "no closing record yet" not in zhou.page(f"/audits/{desktop}")


def test_the_own_level_stands_beside_the_auditors_and_then_in_a_table(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        audit = planned(session)
        handed_in(session, audit, rating="4")
        audit_id = audit.id
        for target, person in WAY[:2]:
            move_audit(session, person.actor, MoveAudit(audit_id, target), NOW)
    luo, tan = as_person(LUO), as_person(TAN)
    assert "Self-assessment of the supplier: Level 4, never scored" in luo.page(f"/audits/{audit_id}/S1.1")
    assert "Self-assessment beside the audit" not in tan.page(f"/audits/{audit_id}")
    with database.unit_of_work(SYSTEM) as session:
        answer_all(session, session.get_one(Audit, audit_id), rating="0")
        for target, person in WAY[2:]:
            move_audit(session, person.actor, MoveAudit(audit_id, target), NOW)
    page = tan.page(f"/audits/{audit_id}")
    assert "Self-assessment beside the audit" in page
    assert "Level 4 → Level 0" in page


def test_management_sees_the_plan_and_nothing_of_documents_or_own_levels(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        rows_around(session, audit_id, UPLOAD)
    mo = as_person(MO)
    assert CANARY in mo.page(f"/audits/{audit_id}/visit/agenda")
    assert "Documents" not in mo.page(f"/audits/{audit_id}/visit")
    for part in ("documents", "self-assessment", "opening"):
        assert mo.get(f"/audits/{audit_id}/visit/{part}").status_code == 404


@pytest.mark.parametrize("part", ["", "/agenda", "/documents", "/self-assessment", "/self-assessment/1", "/opening"])
def test_a_rival_and_an_auditor_of_others_find_nothing(as_person, database, part):
    with database.unit_of_work(SYSTEM) as session:
        audit_id = planned(session).id
        rows_around(session, audit_id, UPLOAD)
    for person in (RIVAL, YAN):
        assert as_person(person).get(f"/audits/{audit_id}/visit{part}").status_code == 404


@pytest.mark.parametrize("part", ["", "/agenda", "/documents", "/self-assessment", "/self-assessment/2"])
def test_pages_take_a_fixed_number_of_statements(as_person, app, database, audit_id, part):
    tan = as_person(TAN)
    address = f"/audits/{audit_id}/visit{part}"
    tan.page(address)
    with statements(app) as few:
        tan.page(address)
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        propose_agenda(session, PAN.actor, audit_id, NOW)
        for _ in range(5):
            asked(session, audit)
        rows_around(session, audit_id, UPLOAD)
    with statements(app) as many:
        tan.page(address)
    assert len(few) <= len(many) <= 13, many
