"""Imports over HTTP: upload, columns, preview, confirm, undo, downloads; each page in both languages."""

import io
import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from supplier_portal.jobs.models import FAILED, Job
from tests.cast import ADA, LIN, MO, PAN, TAN
from tests.intake_story import HEAD, add_table, batch_of, change_thing, confirmed, taken, things, undone, work, workbook
from tests.web.statements import statements

THREE = (HEAD + "0001,Bolt,12.50,2024-01-31\n0002,Nut,abc,2024-01-31\n0003,Washer,n/a,\nTotal,,12.50,\n").encode()


@pytest.fixture(autouse=True)
def table(database):
    add_table(database)


def upload(browser, data, name="things.csv", importer="tests.things"):
    prefix = importer.replace(".", "-")
    browser.page("/imports")
    return browser.post(
        f"/imports/{importer}", {f"{prefix}-file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )


def download(browser, database, config, answer):
    """The workbook a job made, as sheets of rows."""
    work(database, config)
    assert answer.status_code == 302
    assert "Download" in browser.page(answer.location)
    data = browser.get(f"{answer.location}/file").data
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return data, {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_file_is_uploaded_previewed_confirmed_and_undone(as_person, database, config):
    browser = as_person(PAN)
    answer = upload(browser, THREE)
    assert answer.status_code == 302
    assert "Being read" in browser.page(answer.location)
    work(database, config)
    page = browser.page(answer.location)
    assert "To confirm" in page
    assert "C3" in page
    assert "“abc” is no number." in page
    assert "2 rows are written when you confirm." in page
    assert things(database) == {}
    assert browser.post(f"{answer.location}/confirm", {"rows": "2"}).location == answer.location
    assert "Being written" in browser.page(answer.location)
    work(database, config)
    assert list(things(database)) == ["0001", "0003"]
    page = browser.page(answer.location)
    assert "Undo 2 rows" in page
    browser.post(f"{answer.location}/undo")
    work(database, config)
    assert things(database) == {}
    assert "Everything this file wrote was taken back." in browser.page(answer.location)


def test_the_preview_shows_old_and_new(as_person, database, config):
    confirmed(database, config, taken(database, config, (HEAD + "1,Bolt,10,\n").encode()))
    batch_id = taken(database, config, (HEAD + "1,Bolt,12.5,\n2,Nut,,\n").encode())
    page = as_person(PAN).page(f"/imports/batches/{batch_id}?show=changed")
    assert re.search(r"Annual spend: 10\.00.*→.*12\.50", page, re.DOTALL)
    assert "Nut" not in page
    assert '<th scope="row">2</th>' in as_person(PAN).page(f"/imports/batches/{batch_id}?show=new")


def test_the_same_file_again_is_named_and_has_nothing_to_write(as_person, database, config):
    first = taken(database, config, THREE)
    confirmed(database, config, first)
    page = as_person(PAN).page(f"/imports/batches/{taken(database, config, THREE)}")
    assert "The same file came in before" in page
    assert f'href="/imports/batches/{first}"' in page
    assert "There is nothing to write" in page


def test_columns_are_chosen_with_their_first_values_in_sight_and_remembered(as_person, database, config):
    browser, batch_id = as_person(PAN), taken(database, config, b"Ref,Label,Remark\n1,Bolt,blue\n")
    assert "Choose the columns" in browser.page(f"/imports/batches/{batch_id}")
    assert "A1 Ref (1)" in browser.page(f"/imports/batches/{batch_id}/columns")
    refused = browser.post(f"/imports/batches/{batch_id}/columns", {"column_code": "0", "column_name": "0"})
    assert refused.status_code == 422
    assert "This heading is chosen for another column too." in refused.text
    assert '<option selected value="0">A1 Ref (1)</option>' in refused.text
    browser.post(f"/imports/batches/{batch_id}/columns", {"column_code": "0", "column_name": "1"})
    work(database, config)
    page = browser.page(f"/imports/batches/{batch_id}")
    assert "Columns not used: Remark." in page
    later = upload(browser, b"Ref,Label,Remark\n2,Nut,red\n").location
    work(database, config)
    assert "To confirm" in browser.page(later)


def test_another_sheet_may_be_chosen(as_person, database, config):
    data = workbook([["Code", "Name"], ["1", "Bolt"]], "Data", More=[["编号", "名称"], ["7", "垫圈"], ["8", "销"]])
    browser = as_person(PAN)
    address = upload(browser, data, "things.xlsx").location
    work(database, config)
    assert "More" in browser.page(address)
    browser.page(f"{address}/columns")
    browser.post(f"{address}/sheet", {"sheet": "Data", "row": ""})
    work(database, config)
    assert "Sheet “Data”, head in row 1." in browser.page(address)
    assert browser.post(f"{address}/sheet", {"sheet": "Nowhere"}).status_code == 422


@pytest.mark.safety(16)
@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.csv", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "photo.csv", "of the kind “image/png”"),
        (b"%PDF-1.7 ...", "report.xlsx", "of the kind “application/pdf”"),
    ],
)
def test_what_is_no_table_is_refused_at_the_file(as_person, database, data, name, said):
    answer = upload(as_person(PAN), data, name)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.safety(17)
def test_a_file_above_the_limit_is_refused(as_person, app):
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    assert upload(as_person(PAN), b"a,b\n" * 1_000).status_code == 413


def test_a_file_that_cannot_be_read_says_why_on_its_page(as_person, database, config):
    browser = as_person(PAN)
    address = upload(browser, b"PK\x03\x04 not a workbook", "broken.xlsx").location
    work(database, config)
    page = browser.page(address)
    assert "This file cannot be read. Nothing was written." in page
    assert "The workbook is damaged." in page


def test_a_name_from_outside_is_shown_as_text_and_keeps_no_path(as_person, database, config):
    page = as_person(PAN).page(upload(as_person(PAN), THREE, "../../<b>x</b>\u202egnp.csv").location)
    assert "<b>" not in page
    assert ".." not in page.partition("<h1>")[2].partition("</h1>")[0]


def test_the_blank_workbook_speaks_both_languages_and_comes_back_as_it_is(as_person, database, config):
    browser = as_person(PAN)
    browser.page("/imports")
    data, sheets = download(browser, database, config, browser.post("/imports/tests.things/blank"))
    first, second = sheets.values()
    assert first[0] == ["Code / 编号", "Name / 名称", "Annual spend / 年采购额", "Since / 起始日期"]
    assert second[1][:3] == ["Code / 编号", "Yes / 是", "Code, with its leading zeros\n编码，保留前导零"]
    batch = batch_of(database, taken(database, config, data))
    assert (batch.state, batch.rows, len(batch.layout["sheets"][0]["columns"])) == ("previewed", 0, 4)


def test_refused_rows_come_with_their_reason_and_can_be_sent_again(as_person, database, config):
    rows = [["Code", "Name", "Annual spend (万元)"], ["0001", "Bolt", 1.234], ["0002", "Nut", "abc"], ["0003", "", 2.5]]
    batch_id = taken(database, config, workbook(rows))
    browser = as_person(PAN).speaking("zh")
    browser.page(f"/imports/batches/{batch_id}")
    answer = browser.post(f"/imports/batches/{batch_id}/refused")
    work(database, config)
    data = browser.get(f"{answer.location}/file").data
    ((head, *told),) = [CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()]
    assert head == ["理由", "Code", "Name", "Annual spend (万元)"]
    assert [row[1:] for row in told] == [["0002", "Nut", "abc"], ["0003", "", "2.5"]]
    assert told[0][0] == "Sheet1!C3: “abc”不是数字。"
    assert batch_of(database, taken(database, config, data)).refused == 2


def test_what_undoing_left_is_named(as_person, database, config):
    batch_id = taken(database, config, (HEAD + "1,Bolt,,\n2,Nut,,\n").encode())
    confirmed(database, config, batch_id)
    change_thing(database, "2", name="Nut M6")
    undone(database, config, batch_id)
    page = as_person(PAN).page(f"/imports/batches/{batch_id}")
    assert "1 row was left as it is:" in page
    assert "2 was changed since and stays as it is." in page


def test_a_step_the_worker_gave_up_can_be_asked_for_again(as_person, database, config):
    batch_id = taken(database, config, THREE)
    confirmed(database, config, batch_id, worked=False)
    with database.unit_of_work(PAN.actor) as session:
        session.get(Job, batch_of(database, batch_id).job_id).state = FAILED
    browser = as_person(PAN)
    assert "Stopped by an error" in browser.page("/imports")
    assert "Go on" in browser.page(f"/imports/batches/{batch_id}")
    browser.post(f"/imports/batches/{batch_id}/again")
    work(database, config)
    assert list(things(database)) == ["0001", "0003"]
    assert browser.post(f"/imports/batches/{batch_id}/again").status_code == 409


def test_a_number_other_than_the_one_shown_is_not_confirmed(as_person, database, config):
    batch_id = taken(database, config, THREE)
    browser = as_person(PAN)
    browser.page(f"/imports/batches/{batch_id}")
    for typed in ("3", "", "-2", "\uff12", "9" * 30):
        assert browser.post(f"/imports/batches/{batch_id}/confirm", {"rows": typed}).status_code == 409
    assert things(database) == {}


def test_progress_can_be_asked_for(as_person, database, config):
    batch_id = taken(database, config, THREE)
    browser = as_person(PAN)
    assert browser.get(f"/imports/batches/{batch_id}/progress").json["ended"] is True
    confirmed(database, config, batch_id, worked=False)
    answer = browser.get(f"/imports/batches/{batch_id}/progress").json
    assert answer == {"done": 0, "total": 0, "ended": False, "page": f"/imports/batches/{batch_id}"}


def test_who_may_not_use_the_importer_finds_neither_card_nor_batch(as_person, database, config):
    batch_id = taken(database, config, THREE, name="secret-of-pan.csv")
    browser = as_person(LIN)
    page = browser.page("/imports")
    assert "Things of all" in page
    assert "secret-of-pan.csv" not in page
    assert 'action="/imports/tests.things"' not in page
    assert browser.get(f"/imports/batches/{batch_id}").status_code == 404
    assert browser.post(f"/imports/batches/{batch_id}/confirm", {"rows": "2"}).status_code == 404
    assert browser.post("/imports/tests.things/blank").status_code == 404
    for person in (MO, TAN):
        assert as_person(person).get("/imports").status_code == 404


def test_the_menu_leads_there(as_person):
    assert 'href="/imports"' in as_person(ADA).page("/profile")
    assert 'href="/imports"' not in as_person(MO).page("/profile")


def test_every_page_speaks_chinese(as_person, database, config):
    batch_id = taken(database, config, THREE)
    browser = as_person(PAN).speaking("zh")
    assert "数据导入" in browser.page("/imports")
    page = browser.page(f"/imports/batches/{batch_id}")
    assert "“abc”不是数字。" in page
    assert "确认后将写入 2 行。" in page
    assert "附该列前几个值" in browser.page(f"/imports/batches/{batch_id}/columns")


def test_a_long_preview_takes_few_statements(as_person, database, config, app):
    lines = "".join(f"{number},Bolt,x,\n" for number in range(150))
    batch_id = taken(database, config, (HEAD + lines).encode())
    browser = as_person(PAN)
    with statements(app) as sent:
        page = browser.page(f"/imports/batches/{batch_id}?page=2&size=100")
    assert "C102" in page
    assert len(sent) <= 12
