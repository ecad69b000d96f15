"""The audit page: read, saved without scripts, in conflict, with evidence, and by whom."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.audits.operations import MoveAudit, move_audit, save_answer
from supplier_portal.audits.queries import answers_of
from tests.audit_story import brought_to, change, of_rival
from tests.cast import FANG, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.web.pages import Browser
from tests.web.statements import statements

UUID = "3f0f7f06-5b0b-4f51-9d5c-31a8a1f0c001"


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, "in_progress").id


def saved(database, person, audit_id, *given, **content):
    with database.unit_of_work(person.actor) as session:
        return save_answer(session, person.actor, change(audit_id, *given, **content), NOW)


def typed(**other):
    return {"base_version": "0", "change_uuid": UUID, "rating": "3", "note": "Seen: the board's minutes"} | other


def stored(database, audit_id):
    with database.reading(SYSTEM) as session:
        return answers_of(session, audit_id)


def picture(size=(60, 40), form="JPEG"):
    data = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "canary in the exif"
    Image.new("RGB", size, "gray").save(data, form, exif=exif)
    return data.getvalue()


def uploaded(browser, audit_id, data, name="meter.jpg", **other):
    form = {"about_on": "2024-03-30", "caption": "Main meter", "file": (BytesIO(data), name)} | other
    return browser.post(f"/audits/{audit_id}/S1.1/evidence", form, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Climate strategy approved", "Weight 3", "Interview")),
        ("zh", ("双碳战略已批准并生效", "权重 3", "成熟度")),
    ],
)
def test_the_page_asks_in_the_readers_language(as_person, audit_id, language, words):
    page = as_person(LUO).speaking(language).page(f"/audits/{audit_id}/S1.1")
    assert all(word in page for word in words)


def test_the_audit_opens_at_the_first_checkpoint_without_a_rating(as_person, database, audit_id):
    for code in ("S1.1", "S1.3"):
        saved(database, ZHOU, audit_id, code)
    answer = as_person(LUO).get(f"/audits/{audit_id}/checkpoints")
    assert answer.headers["Location"] == f"/audits/{audit_id}/S1.2"


def test_a_page_without_scripts_saves_through_its_form(as_person, database, audit_id):
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    form = typed(population="12", sampled="4", conforming="4")
    assert luo.post(f"/audits/{audit_id}/S1.1", form).status_code == 302
    answer = stored(database, audit_id)["S1.1"]
    assert (answer.rating, answer.note, answer.population, answer.version) == ("3", "Seen: the board's minutes", 12, 1)
    assert "Seen: the board&#39;s minutes" in luo.page(f"/audits/{audit_id}/S1.1")


@pytest.mark.safety(26)
def test_a_form_sent_twice_is_taken_once(as_person, database, audit_id):
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    for _ in range(2):
        assert luo.post(f"/audits/{audit_id}/S1.1", typed()).status_code == 302
    assert stored(database, audit_id)["S1.1"].version == 1


def test_two_figures_propose_a_level_on_the_page(as_person, database, audit_id):
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S4.3")
    figures = {"claimed": "5,488.05", "reperformed": "6,065.71", "rating": ""}
    assert luo.post(f"/audits/{audit_id}/S4.3", typed(**figures)).status_code == 302
    page = luo.page(f"/audits/{audit_id}/S4.3")
    assert "The figures propose level 1; please confirm" in page
    assert "9.52 %" in page
    assert 'value="5488.05"' in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"rating": "na", "note": " "}, "Write why it does not apply."),
        ({"rating": "7"}, "Choose one of the list."),
        ({"population": "many"}, "Not a valid integer value"),
        ({"population": "3", "sampled": "4"}, "More was sampled than there is (3)."),
        ({"population": "9" * 40}, "Write a whole number from 0 to"),
        ({"claimed": "5"}, None),
        ({"note": "kept \x00 here"}, "The text holds a control character"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field_and_kept(as_person, database, audit_id, form, said):
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    answer = luo.post(f"/audits/{audit_id}/S1.1", typed(**{"conforming": "2"} | form))
    assert answer.status_code == 422
    assert said is None or said in answer.text
    assert 'value="2"' in answer.text
    assert stored(database, audit_id) == {}


@pytest.mark.safety(24)
def test_a_form_on_a_stale_base_shows_both_texts_and_keeps_what_was_typed(as_person, database, audit_id):
    saved(database, ZHOU, audit_id, note="Zhou saw four", rating="2")
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    answer = luo.post(f"/audits/{audit_id}/S1.1", typed(note="Luo saw two"))
    assert answer.status_code == 409
    assert "Zhou saw four" in answer.text
    assert answer.text.count("Luo saw two") >= 2
    assert 'name="base_version" type="hidden" value="1"' in answer.text
    assert stored(database, audit_id)["S1.1"].note == "Zhou saw four"
    again = luo.post(f"/audits/{audit_id}/S1.1", typed(note="Both", base_version="1", change_uuid=""))
    assert again.status_code == 302
    assert stored(database, audit_id)["S1.1"].note == "Both"
    assert "1 other version is kept beside this answer" in as_person(ZHOU).page(f"/audits/{audit_id}/S1.1")


def test_a_form_sent_after_the_closing_meeting_keeps_its_text_on_the_page(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        audit_id = brought_to(session, "closing_held").id
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    answer = luo.post(f"/audits/{audit_id}/S1.1", typed(base_version="1", note="My long text"))
    assert answer.status_code == 409
    assert "Closing meeting held" in answer.text
    assert "My long text" in answer.text


@pytest.mark.safety(4)
def test_fields_that_are_not_in_the_form_change_nothing(as_person, database, audit_id):
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    more = {
        "version": "99",
        "saved_by": "1",
        "audit_id": "2",
        "checkpoint": "S8.1",
        "id": "5",
        "state": "issued",
        "number": "1",
    }
    assert luo.post(f"/audits/{audit_id}/S1.1", typed() | more).status_code in {302, 422}
    answers = stored(database, audit_id)
    assert set(answers) <= {"S1.1"}
    assert all((one.version, one.saved_by) == (1, LUO.number) for one in answers.values())


@pytest.mark.parametrize("person", [YAN, RIVAL, TAN, MO])
def test_who_may_not_read_the_answers_finds_no_page(as_person, audit_id, person):
    assert as_person(person).get(f"/audits/{audit_id}/S1.1").status_code == 404


@pytest.mark.parametrize("person", [PAN, FANG])
def test_planner_and_reviewer_read_the_answer_and_its_note(as_person, database, audit_id, person):
    saved(database, ZHOU, audit_id, note="working note")
    page = as_person(person).page(f"/audits/{audit_id}/S1.1")
    assert "working note" in page
    assert "data-answer" not in page.replace("data-answered", "")


@pytest.mark.safety(5)
@pytest.mark.parametrize("address", ["S9.9", "s1.1", "S1.1/", "%00", "moves"])
def test_a_checkpoint_that_is_not_in_the_checklist_is_missing(as_person, audit_id, address):
    assert as_person(LUO).get(f"/audits/{audit_id}/{address}").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_supplier_reads_rating_and_evidence_of_the_draft_and_not_the_note(as_person, database, language):
    with database.unit_of_work(SYSTEM) as session:
        audit_id = brought_to(session, "in_review").id
        move_audit(session, FANG.actor, MoveAudit(audit_id, "in_progress", reason="again"), NOW)
        noted = change(audit_id, base_version=1, note="canary of the team", sampled=12)
        save_answer(session, ZHOU.actor, noted, NOW)
        save_answer(session, ZHOU.actor, change(audit_id, base_version=1, note="canary of the rival"), NOW)
    assert uploaded(_at(as_person(ZHOU), audit_id), audit_id, picture()).status_code == 302
    with database.unit_of_work(SYSTEM) as session:
        for target, person in (("closing_held", ZHOU), ("in_review", ZHOU), ("draft_sent", FANG)):
            move_audit(session, person.actor, MoveAudit(audit_id, target), NOW)
        number = session.scalars(select(Evidence.id)).one()
    tan = as_person(TAN).speaking(language)
    page = tan.page(f"/audits/{audit_id}/S1.1")
    assert "canary" not in page
    assert "12" in page
    assert f"/audits/{audit_id}/evidence/{number}/picture" in page
    assert tan.get(f"/audits/{audit_id}/evidence/{number}/picture").status_code == 200
    assert tan.get(f"/audits/{audit_id}/evidence/{number}/file").status_code == 404
    assert as_person(RIVAL).get(f"/audits/{audit_id}/evidence/{number}/picture").status_code == 404


def _at(browser, audit_id):
    browser.page(f"/audits/{audit_id}/S1.1")
    return browser


@pytest.mark.safety(21)
def test_a_photo_is_shown_without_what_the_camera_wrote_and_handed_out_as_it_came(as_person, database, audit_id):
    luo, data = _at(as_person(LUO), audit_id), picture()
    assert uploaded(luo, audit_id, data, "电表.jpg").status_code == 302
    with database.reading(SYSTEM) as session:
        number = session.scalars(select(Evidence.id)).one()
    assert "Main meter" in luo.page(f"/audits/{audit_id}/S1.1")
    shown = luo.get(f"/audits/{audit_id}/evidence/{number}/picture")
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"canary" not in shown.data
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    came = luo.get(f"/audits/{audit_id}/evidence/{number}/file")
    assert came.data == data
    assert came.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.safety(16)
@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.jpg", "The file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.jpg", "Accepted:"),
        (b"MZ\x90\x00" + b"\0" * 60, "photo.jpg", "Accepted:"),
        (b"\xff\xd8\xff\xe0" + b"no picture at all" * 9, "broken.jpg", "This picture cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field_with_the_words_kept(as_person, database, audit_id, data, name, said):
    answer = uploaded(_at(as_person(LUO), audit_id), audit_id, data, name, caption="Kept words")
    assert answer.status_code == 422
    assert said in answer.text
    assert "Kept words" in answer.text
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(Evidence)) == 0


@pytest.mark.safety(17)
def test_a_file_that_is_too_large_is_refused_at_its_field(config, audit_id):
    app = create_app(replace(config, upload_limit=50_000))
    luo = _at(Browser(app, app.test_client()).sign_in(LUO), audit_id)
    answer = uploaded(luo, audit_id, b"\xff\xd8\xff\xe0" + b"\0" * 50_000, caption="Kept words")
    assert answer.status_code == 422
    assert "Send a smaller one." in answer.text
    assert "Kept words" in answer.text
    app.extensions["portal"].database.engine.dispose()


@pytest.mark.parametrize(
    ("other", "said"), [({"about_on": "2024-04-01"}, "This day has not come yet"), ({"about_on": ""}, "required")]
)
def test_the_day_of_evidence_is_asked_for(as_person, audit_id, other, said):
    answer = uploaded(_at(as_person(LUO), audit_id), audit_id, picture(), **other)
    assert answer.status_code == 422
    assert said in answer.text


def ended(database, audit_id, day):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        audit.starts_on = audit.ends_on = day


def test_evidence_from_after_the_audit_is_refused_at_its_field_with_the_reason(as_person, database, audit_id):
    ended(database, audit_id, date(2024, 3, 28))
    luo = _at(as_person(LUO), audit_id)
    answer = uploaded(luo, audit_id, picture(), about_on="2024-03-29", caption="Kept words")
    assert answer.status_code == 422
    assert 'id="about_on-error">The audit ended on 2024-03-28' in answer.text
    assert "Kept words" in answer.text
    assert 'max="2024-03-28"' in answer.text
    assert uploaded(luo, audit_id, picture(), about_on="2024-03-28").status_code == 302


def test_evidence_from_long_before_the_audit_carries_a_warning(as_person, audit_id):
    luo = _at(as_person(LUO), audit_id)
    uploaded(luo, audit_id, picture(), about_on="2023-12-31")
    assert "long before the audit" not in luo.page(f"/audits/{audit_id}/S1.1")
    uploaded(luo, audit_id, picture(), about_on="2021-12-31")
    assert luo.page(f"/audits/{audit_id}/S1.1").count("long before the audit") == 1


def test_an_upload_without_a_file_is_refused_at_its_field(as_person, audit_id):
    luo = _at(as_person(LUO), audit_id)
    answer = luo.post(
        f"/audits/{audit_id}/S1.1/evidence", {"about_on": "2024-03-30"}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "Choose a photo or a file." in answer.text


@pytest.mark.safety(5)
def test_evidence_of_one_audit_is_not_found_under_another(as_person, database, audit_id):
    luo = _at(as_person(LUO), audit_id)
    uploaded(luo, audit_id, picture())
    with database.unit_of_work(SYSTEM) as session:
        number = session.scalars(select(Evidence.id)).one()
        rival_id = of_rival(session).id
    assert luo.get(f"/audits/{rival_id}/evidence/{number}/picture").status_code == 404
    assert as_person(YAN).get(f"/audits/{rival_id}/evidence/{number}/picture").status_code == 404


def test_the_page_takes_at_most_twelve_statements_whatever_was_answered(as_person, app, database, audit_id):
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    with statements(app) as few:
        luo.page(f"/audits/{audit_id}/S1.1")
    for number, code in enumerate(("S1.1", "S1.2", "S2.1", "S4.3")):
        saved(database, ZHOU, audit_id, code, note=f"{number}")
        saved(database, LUO, audit_id, code, note=f"rival {number}")
    for _ in range(3):
        uploaded(luo, audit_id, picture())
    luo.page(f"/audits/{audit_id}/S1.1")
    with statements(app) as many:
        luo.page(f"/audits/{audit_id}/S1.1")
    assert len(few) <= len(many) <= 12, many


def test_the_lists_take_the_same_statements_whatever_the_rows(as_person, app, database, audit_id):
    browsers = {"/audits": as_person(PAN), "/today": as_person(LUO)}
    counts = {}
    for round_ in range(2):
        for address, browser in browsers.items():
            browser.page(address)
            with statements(app) as made:
                browser.page(address)
            counts.setdefault(address, []).append(len(made))
        with database.unit_of_work(SYSTEM) as session:
            if round_ == 0:
                brought_to(session, "confirmed")
                of_rival(session)
    assert all(first == second <= 12 for first, second in counts.values()), counts
