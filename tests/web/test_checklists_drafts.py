"""Writing a checklist version in the browser: draft, checkpoints, hand-over, publishing, files."""

import io
import re

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.checklists.models import ChecklistVersion, DraftCheckpoint
from supplier_portal.checklists.yaml_writing import write_document
from tests.cast import ADA, FANG, LUO, PAN, TAN
from tests.checklist_story import FAKED, METRIC, change, checkpoint, drafted, published_small, small, text
from tests.web.statements import statements


@pytest.fixture
def version(database):
    with database.unit_of_work(SYSTEM) as session:
        published_small(session, name="other", title=text("Another checklist", "另一检查单"))
        return published_small(session)


@pytest.fixture
def draft(database, version):
    with database.unit_of_work(PAN.actor) as session:
        return drafted(session, version, "1.0.1")


def address(draft, rest=""):
    return f"/checklists/drafts/{draft.id}{rest}"


def of_checkpoint(database, draft, code):
    with database.reading(SYSTEM) as session:
        rows = session.scalars(select(DraftCheckpoint).where(DraftCheckpoint.draft_id == draft.id))
        number = next(row.id for row in rows if row.document["code"] == code)
    return address(draft, f"/checkpoints/{number}")


def upload(browser, data):
    """A file as a browser posts it, written here: the test client leaves the temporary file of a large one open."""
    part = 'Content-Disposition: form-data; name="{}"'.format
    token = f"--x\r\n{part('csrf_token')}\r\n\r\n{browser.csrf}\r\n--x\r\n"
    file = f'{part("file")}; filename="x.yaml"\r\nContent-Type: application/yaml\r\n\r\n'
    body = token.encode() + file.encode() + data + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


def shown_form(page):
    """Names and values of the page's largest form, as a browser would send them back."""
    form = max(re.findall(r"<form method=\"post\".*?</form>", page, re.DOTALL), key=len)
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and name[1] != "csrf_token" and ('type="checkbox"' not in tag or " checked" in tag):
            values.setdefault(name[1], []).append(value[1] if value else "y")
    for name, inside in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        values[name] = [inside.removeprefix("\n").removeprefix("\r\n")]
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        values[name] = re.findall(r'<option selected value="([^"]*)"', inside)[:1]
    return values


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("person", [ADA, PAN])
def test_every_page_of_a_draft_is_whole(as_person, database, draft, person, language):
    browser = as_person(person).speaking(language)
    rests = ("", "/head", "/dimensions", "/steps", "/drop")
    pages = [browser.page(address(draft, rest)) for rest in rests]
    pages += [browser.page(of_checkpoint(database, draft, code)) for code in ("S1.1", "S1.2", "S2.1")]
    pages += [browser.page(page) for page in ("/checklists", "/checklists/import", "/checklists/drafts/new")]
    assert all(("检查单" if language == "zh" else "Checklists") in page for page in pages)
    assert "1.0.1" in pages[0]
    assert "small 1.0.0</a>" in pages[0]


def test_a_checkpoint_saved_as_shown_stays_as_it_is(as_person, database, draft):
    browser = as_person(PAN)
    for code in ("S1.1", "S1.2", "S2.1"):
        place = of_checkpoint(database, draft, code)
        assert browser.post(place, shown_form(browser.page(place))).status_code == 302
    with database.reading(SYSTEM) as session:
        rows = session.scalars(select(DraftCheckpoint).where(DraftCheckpoint.draft_id == draft.id))
        assert [(row.edit, row.document) for row in rows] == [(1, entry) for entry in small()["checkpoints"]]


def test_a_checkpoint_is_saved_with_its_faults_which_stand_at_their_fields(as_person, database, draft):
    browser, place = as_person(PAN), of_checkpoint(database, draft, "S1.1")
    form = shown_form(browser.page(place)) | {"weight": "heavy", "title_zh": "", "look_at_zh": "会议纪要"}
    assert browser.post(place, form).status_code == 302
    page = browser.page(place)
    assert 'value="heavy"' in page
    for field in ("weight", "title_zh", "look_at_zh"):
        assert f'id="{field}-error"' in page
    assert "Line 2: " in page
    draft_page = browser.page(address(draft))
    assert "“heavy” is no weight" in draft_page
    assert "60 of 100" in draft_page
    assert 'class="btn btn-primary" type="submit">Hand over' not in draft_page


def test_save_and_next_goes_on(as_person, database, draft):
    browser, place = as_person(PAN), of_checkpoint(database, draft, "S1.1")
    answer = browser.post(place, shown_form(browser.page(place)) | {"next": "1"})
    assert answer.location == of_checkpoint(database, draft, "S1.2")


def test_of_two_who_edit_one_checkpoint_the_second_sees_both_texts_and_can_keep_either(as_person, database, draft):
    place = of_checkpoint(database, draft, "S1.1")
    pan, ada = as_person(PAN), as_person(ADA)
    seen = shown_form(pan.page(place))
    ada.post(place, shown_form(ada.page(place)) | {"title_en": "By Ada"})
    answer = pan.post(place, seen | {"title_en": "By Pan", "samples_en": "Ten of Pan"})
    assert answer.status_code == 409
    assert "Someone else was quicker" in answer.text
    assert "By Ada" in answer.text
    again = shown_form(answer.text)
    assert (again["title_en"], again["samples_en"]) == (["By Pan"], ["Ten of Pan"])
    assert "By Ada" in ada.page(place)
    assert pan.post(place, again).status_code == 302
    assert 'value="By Pan"' in pan.page(place)


@pytest.mark.parametrize("part", ["head", "dimensions", "steps"])
def test_of_two_who_edit_the_head_the_second_keeps_what_was_typed(as_person, draft, part):
    place, first, second = address(draft, f"/{part}"), as_person(ADA), as_person(PAN)
    field = {"head": "title_en", "dimensions": "dimensions-0-name_en", "steps": "steps-0-name_en"}[part]
    seen = shown_form(second.page(place))
    assert first.post(place, shown_form(first.page(place)) | {field: "By Ada"}).status_code == 302
    answer = second.post(place, seen | {field: "By Pan"})
    assert answer.status_code == 409
    assert 'value="By Pan"' in answer.text
    assert 'value="By Ada"' in first.page(place)


def test_dimensions_and_steps_are_added_changed_and_taken_out(as_person, draft):
    browser = as_person(PAN)
    place = address(draft, "/steps")
    form = shown_form(browser.page(place))
    form |= {"steps-2-number": "3", "steps-2-dimension": "S", "steps-2-name_en": "Third", "steps-2-name_zh": "第三步"}
    assert browser.post(place, form).status_code == 302
    page = browser.page(address(draft))
    assert "3 Third" in page
    assert "No checkpoint of step 3 has a weight above 0." in page
    form = shown_form(browser.page(place)) | {"steps-2-number": "", "steps-2-name_en": "", "steps-2-name_zh": ""}
    browser.post(place, form)
    assert "3 Third" not in browser.page(address(draft))


def test_faults_of_the_head_stand_at_their_fields(as_person, draft):
    browser = as_person(PAN)
    for part, wrong, field in (
        ("head", {"title_zh": "", "version": "first"}, "version"),
        ("dimensions", {"dimensions-0-code": "s"}, "dimensions-0-code"),
        ("steps", {"steps-1-number": "two"}, "steps-1-number"),
    ):
        place = address(draft, f"/{part}")
        browser.post(place, shown_form(browser.page(place)) | wrong)
        page = browser.page(place)
        assert f'id="{field}-error"' in page
        assert "to mend before publishing" in page


def test_checkpoints_are_added_copied_moved_taken_out_and_put_back(as_person, database, draft):
    browser = as_person(PAN)
    place = of_checkpoint(database, draft, "S1.2")
    browser.page(address(draft))
    assert browser.post(address(draft, "/checkpoints"), {"to": "2"}).status_code == 302
    assert browser.post(f"{place}/move", {"to": "up", "base": "1"}).status_code == 302
    assert browser.post(f"{place}/copy").status_code == 302
    assert re.findall(r'scope="row">(S\d\.\d)<', browser.page(address(draft))) == [
        "S1.2",
        "S1.3",
        "S1.1",
        "S2.1",
        "S2.2",
    ]
    assert browser.post(f"{place}/remove", {"base": "0"}).status_code == 409
    assert browser.post(f"{place}/remove", {"base": "1"}).status_code == 302
    assert "80 of 100" in browser.page(address(draft))
    assert browser.get(place).status_code == 409
    browser.page(address(draft))
    assert browser.post(f"{place}/restore").status_code == 302
    assert browser.post(f"{place}/move", {"to": "2", "base": "1"}).status_code == 302
    assert "S2.3" in browser.page(address(draft))
    assert browser.post(f"{place}/move", {"to": "8", "base": "2"}).status_code == 422


def test_a_draft_is_handed_over_looked_through_and_published_by_somebody_else(as_person, database, draft):
    with database.unit_of_work(PAN.actor) as session:
        change(session, draft, "S1.1", question=text("Does the committee meet?", "委员会是否开会？"))
    pan, fang = as_person(PAN), as_person(FANG)
    page = pan.page(address(draft))
    base = re.search(r'hand-over".*?name="base" value="(\d+)"', page, re.DOTALL)[1]
    assert pan.post(address(draft, "/hand-over"), {"base": base}).status_code == 302
    assert "somebody else publishes it" in pan.page(address(draft, "/publish"))
    page = fang.page(address(draft, "/publish"))
    assert "<del>" in page
    assert "<ins>" in page
    assert "least version number for it is 1.0.1" in page
    sha256 = re.search(r'name="sha256" type="hidden" value="([0-9a-f]{64})"', page)[1]
    assert pan.post(address(draft, "/publish"), {"sha256": sha256}).status_code == 409
    answer = fang.post(address(draft, "/publish"), {"sha256": sha256})
    assert answer.status_code == 302
    shown = fang.page(answer.location)
    assert sha256 in shown
    assert PAN.name in shown
    assert FANG.name in shown
    assert FANG.name not in as_person(TAN).page(answer.location)


def test_a_draft_is_sent_back_with_words(as_person, draft):
    pan, fang = as_person(PAN), as_person(FANG)
    pan.page(address(draft))
    pan.post(address(draft, "/hand-over"), {"base": "1"})
    fang.page(address(draft, "/publish"))
    assert fang.post(address(draft, "/send-back"), {"reason": " "}).status_code == 422
    assert fang.post(address(draft, "/send-back"), {"reason": "Name the committee."}).status_code == 302
    assert "Name the committee." in pan.page(address(draft))


def test_a_file_goes_out_and_in_again_with_the_same_hash(as_person, database, version, draft):
    browser = as_person(PAN)
    file = browser.get(f"/checklists/{version.id}/file")
    assert file.headers["Content-Disposition"] == "attachment; filename=small-1.0.0.yaml"
    browser.page("/checklists/import")
    answer = browser.post("/checklists/import", {"file": (io.BytesIO(file.data), "small.yaml")})
    assert answer.location == f"/checklists/{version.id}"
    assert "the content is the same" in browser.page(answer.location)
    copy = browser.get(address(draft, "/file")).data.replace(b"name: small", b"name: brought")
    browser.page("/checklists/import")
    answer = browser.post("/checklists/import", {"file": (io.BytesIO(copy), "brought.yaml")})
    brought = answer.location
    browser.page(brought)
    browser.post(f"{brought}/hand-over", {"base": "1"})
    fang = as_person(FANG)
    sha256 = re.search(r'value="([0-9a-f]{64})"', fang.page(f"{brought}/publish"))[1]
    published = fang.post(f"{brought}/publish", {"sha256": sha256}).location
    assert fang.get(f"{published}/file").data == copy
    with database.reading(SYSTEM) as session:
        assert (
            session.scalars(select(ChecklistVersion.sha256).where(ChecklistVersion.code == "brought")).one() == sha256
        )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (write_document(small(title=text("Other", "别的"))), "published"),
        (write_document(small(version="2.0.0")).replace(b'weight: "40"', b'weight: "-4"'), "is no weight"),
        (b"", ""),
        (b"a: &x [1]", "Anchors"),
        (b"x" * 1_000_001, "1000000 bytes"),
        (bytes(range(256)), "UTF-8"),
    ],
)
def test_a_wrong_file_is_told_by_line_and_nothing_is_made(as_person, version, data, told):
    browser = as_person(PAN)
    browser.page("/checklists/import")
    answer = browser.check(browser.client.post("/checklists/import", **upload(browser, data)))
    assert answer.status_code == 422
    assert told in answer.text
    assert "/checklists/drafts/1" not in browser.page("/checklists")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_differs_is_told_in_words_by_step_with_the_changed_words_marked(
    as_person, database, draft, version, language
):
    with database.unit_of_work(PAN.actor) as session:
        change(session, draft, "S1.2", title=text("Two other words", "题"))
        change(session, draft, "S1.1", question=text("Is S1.1 finished as written?", "S1.1是否按制度执行？"))
        change(session, draft, "S1.2", weight="10", condition="core")
        change(session, draft, "S2.1", metric=METRIC | {"direction": "at_least"})
    browser = as_person(LUO if language == "en" else PAN).speaking(language)
    if language == "en":
        assert browser.get(f"/checklists/differences?old=v{version.id}&new=d{draft.id}").status_code == 404
        browser = as_person(FANG)
    page = browser.page(f"/checklists/differences?old=v{version.id}&new=d{draft.id}")
    assert "Is S1.1 <del>done</del> as written?" in page
    assert "Is S1.1 <ins>finished</ins> as written?" in page
    assert "<del>Title S1.2</del>" in page
    assert "<ins>Two other words</ins>" in page
    assert "S1.1是否按<ins>制度</ins>执行？" in page
    assert "2.0.0" in page
    words = (
        ("re-weighted", "other scale", "Strategic core supplier")
        if language == "en"
        else ("权重调整", "量尺变更", "战略核心供应商")
    )
    assert all(word in page for word in words)


def test_nothing_differs_between_a_version_and_itself(as_person, version):
    page = as_person(LUO).page(f"/checklists/differences?old=v{version.id}&new=v{version.id}")
    assert "Both hold the same content." in page


@pytest.mark.parametrize("query", ["old=v1&new=x1", "old=v999999&new=v1", "old=v1&new=v", "old=d1&new=v1"])
def test_what_is_not_there_is_not_compared(as_person, version, query):
    assert as_person(TAN).get(f"/checklists/differences?{query}").status_code == 404


def test_a_supplier_sees_neither_how_evidence_is_faked_nor_drafts_nor_files(as_person, database, version, draft):
    with database.unit_of_work(SYSTEM) as session:
        later = published_small(
            session, version="1.1.0",
            checkpoints=[
                checkpoint("S1.1", "60", faked=[text("Forged minutes", "伪造纪要")]), *small()["checkpoints"][2:],
            ],
        )  # fmt: skip
    supplier, auditor = as_person(TAN), as_person(LUO)
    addresses = [f"/checklists/{version.id}?unfolded=1", f"/checklists/differences?old=v{version.id}&new=v{later.id}"]
    for language in ("en", "zh"):
        for place in addresses:
            page = supplier.speaking(language).page(place)
            assert not any(word in page for word in (*FAKED, "Forged minutes", "伪造纪要", "faked", "造假"))
        assert FAKED[language == "zh"] in auditor.speaking(language).page(addresses[0])
    assert "1.0.1" not in supplier.page("/checklists")
    for place in (
        address(draft),
        address(draft, "/file"),
        address(draft, "/publish"),
        f"/checklists/{version.id}/file",
    ):
        assert supplier.get(place).status_code == 404


def test_a_version_page_holds_the_whole_guidance(as_person, version):
    page = as_person(LUO).page(f"/checklists/{version.id}?unfolded=1")
    for said in (
        "The minutes",
        "A copy of the minutes",
        "Two meetings",
        "Found at 3",
        "ISO 14064-1, 5.1: Boundaries",
        "1.5",
    ):
        assert said in page


def test_the_number_of_statements_does_not_grow_with_versions_and_checkpoints(app, as_person, database, version, draft):
    browser, counts = as_person(PAN), []
    for more in (0, 3):
        with database.unit_of_work(SYSTEM) as session:
            for number in range(more):
                published_small(session, version=f"1.{number + 1}.0")
        with database.unit_of_work(PAN.actor) as session:
            for number in range(more):
                change(session, draft, "S1.1", title=text(f"Title {number}", "题"))
                drafted(session, version, f"3.{number}.0")
        for place in ("/checklists", address(draft), of_checkpoint(database, draft, "S1.1")):
            browser.page(place)
            with statements(app) as sent:
                browser.page(place)
            counts.append(len(sent))
    assert counts[:3] == counts[3:]


def test_a_draft_is_dropped_after_a_word_of_warning(as_person, draft):
    browser = as_person(PAN)
    assert "Drop 3 checkpoints" in browser.page(address(draft, "/drop"))
    assert browser.post(address(draft, "/drop"), {"base": "1"}).status_code == 302
    assert browser.get(address(draft)).status_code == 404


def test_an_empty_checklist_is_begun_and_filled_in_the_browser(as_person):
    browser = as_person(PAN)
    browser.page("/checklists/drafts/new")
    wrong = browser.post("/checklists/drafts/new", {"source": "", "name": "My List", "version": "0.1.0"})
    assert wrong.status_code == 422
    assert 'value="My List"' in wrong.text
    draft = browser.post("/checklists/drafts/new", {"source": "", "name": "mine", "version": "0.1.0"}).location
    assert "Write the dimensions first" in browser.page(draft)
    for part, form in (
        ("head", {"title_en": "Mine", "title_zh": "自有", "name": "mine", "version": "0.1.0"}),
        ("dimensions", {"dimensions-0-code": "S", "dimensions-0-name_en": "One", "dimensions-0-name_zh": "一"}),
        (
            "steps",
            {"steps-0-number": "1", "steps-0-dimension": "S", "steps-0-name_en": "One", "steps-0-name_zh": "一"},
        ),
    ):
        seen = shown_form(browser.page(f"{draft}/{part}"))
        assert browser.post(f"{draft}/{part}", seen | form).status_code == 302
    browser.page(draft)
    place = browser.post(f"{draft}/checkpoints", {"to": "1"}).location
    filled = {"title_en": "T", "title_zh": "题", "question_en": "Q?", "question_zh": "问？", "weight": "100"}
    assert browser.post(place, shown_form(browser.page(place)) | filled).status_code == 302
    assert "Nothing is missing." in browser.page(draft)


@pytest.mark.parametrize(
    ("place", "form", "status"),
    [
        ("/checklists/import", {"file": "no file"}, 422),
        ("/checklists/import", {}, 422),
        ("/checklists/drafts/new", {"source": "v99999999999", "name": "mine", "version": "1.0.0"}, 404),
        ("/checklists/drafts/new", {"source": "v987654", "name": "mine", "version": "1.0.0"}, 404),
        ("/checklists/drafts/new", {"source": "?", "name": "mine", "version": "1.0.0"}, 404),
    ],
)
def test_nonsense_in_a_form_is_refused(as_person, version, place, form, status):
    browser = as_person(PAN)
    browser.page(place)
    assert browser.post(place, form).status_code == status


def test_forged_values_are_kept_as_faults_and_every_page_stays_readable(as_person, database, version, draft):
    browser, place = as_person(PAN), of_checkpoint(database, draft, "S2.1")
    forged = {
        "type": "guess", "condition": "rich", "severity_at_zero": "none", "step": "x", "weight": "NaN",
        "code": "9" * 500,
        "metric_basis": "luck", "metric_direction": "sideways", "bands-0-threshold": "1e9", "close_days": "9" * 5000,
        "follows_from": "<script>", "methods": ["prayer"], "question_en": "<b>\x00bold</b>", "look_at_en": "\u202e" * 3,
    }  # fmt: skip
    assert browser.post(place, shown_form(browser.page(place)) | forged).status_code == 302
    head = {"version": "9" * 5000 + ".0.0", "name": "../x", "title_en": "\x07"}
    assert (
        browser.post(address(draft, "/head"), shown_form(browser.page(address(draft, "/head"))) | head).status_code
        == 302
    )
    difference = f"/checklists/differences?old=v{version.id}&new=d{draft.id}"
    for language in ("en", "zh"):
        for page in (
            place,
            address(draft),
            address(draft, "/head"),
            difference,
            "/checklists",
            "/checklists/drafts/new",
        ):
            assert "<b>bold" not in browser.speaking(language).page(page)
    file = browser.get(address(draft, "/file"))
    assert "/" not in file.headers["Content-Disposition"]
    browser.page("/checklists/import")
    assert browser.post("/checklists/import", {"file": (io.BytesIO(file.data), "x.yaml")}).status_code == 422


def test_the_number_the_changes_need_is_offered(as_person, database, draft):
    with database.unit_of_work(PAN.actor) as session:
        change(session, draft, "S1.1", condition="core")
    browser = as_person(PAN)
    link = re.search(r'href="([^"]*least=1)"', browser.page(address(draft)))[1]
    assert 'value="2.0.0"' in browser.page(link)
