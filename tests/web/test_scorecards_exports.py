"""Scorecards as files: asked on the page, made by the worker, downloaded by whoever asked."""

import re
import subprocess
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.jobs import JOBS
from supplier_portal.scores.models import Rating
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.suppliers.models import Supplier
from tests import scored
from tests.cast import FANG, HUILING, LIN, MINGYAN, NOW, QU, TAN

FORMULA = '=HYPERLINK("http://127.0.0.1/"&A1,"x")'
HOSTILE = '<script>alert(1)</script><img src="file:///etc/passwd"><b>bold</b>'


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        ids = scored.add_suppliers(session, 3, category="optical")
        session.add(Supplier(id=500, number="S-0500", name_en="Unrated Castings", country="DE", category="thermal"))
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN, *ids], NOW, "input")
    return database


@pytest.fixture
def made(world, config):
    """Ask as a person, let the worker run, download."""

    def make(browser, address, **form):
        browser.page("/scorecards")
        asked = browser.post(address, form)
        assert asked.status_code == 302
        Worker(world, config, JOBS).run_due()
        shown = browser.page(asked.headers["Location"])
        return browser.get(re.search(r'href="(/jobs/\d+/file)"', shown)[1])

    return make


def rename(database, supplier_id, name):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == supplier_id).values(name_en=name, name_zh=name))


def rows_of(data):
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        return workbook.get_sheet_by_index(0).to_python(), workbook.get_sheet_by_index(1).to_python()


def told(tool, data, folder, *more):
    path = folder / "made.pdf"
    path.write_bytes(data)
    arguments = [str(path), "-"] if tool == "pdftotext" else [str(path)]
    return subprocess.run([tool, *more, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def published(database, supplier_id):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Rating).where(Rating.supplier_id == supplier_id)).one()


def test_the_workbook_has_the_rows_the_columns_and_the_order_of_the_page_with_types(world, made, as_person):
    asked = {"sort": "-rating", "columns": "number,rating,receipt,validity,major,core,spend,cdp,as_of,dimensions"}
    answer = made(as_person(LIN), "/scorecards/workbook", **asked)
    assert answer.headers["Content-Disposition"] == "attachment; filename=scorecards-2024-03-31.xlsx"
    (head, *rows), about = rows_of(answer.data)
    assert head == [
        "Supplier", "Chinese name", "Number", "Performance rating", "SHA-256 of the receipt", "Validity",
        "Audit issued", "Open major", "Strategic core", "Spend, CNY", "CDP score", "Rating of", "S", "M", "A", "R", "T",
    ]  # fmt: skip
    assert len(rows) == 6
    line = dict(zip(head, next(row for row in rows if row[2] == "S-0001"), strict=True))
    rating = published(world, HUILING)
    assert f"{line['Performance rating']:.2f}" == rating.published["rating"]
    assert line["SHA-256 of the receipt"] == rating.receipt_sha256
    assert (line["Audit issued"], line["Open major"], line["Strategic core"]) == (date(2024, 3, 1), 1.0, True)
    assert (line["Validity"], line["CDP score"], line["Spend, CNY"]) == ("full", "B", 286_400_000.0)
    figures = [row[3] for row in rows]
    assert figures[:-1] == sorted(figures[:-1], reverse=True)
    assert (rows[-1][2], figures[-1]) == ("S-0500", "")
    assert ["Policy", "default 1.0.0"] in about
    assert ["Order", "Performance rating, falling"] in about


def test_the_workbook_has_the_usual_columns_where_none_are_chosen(made, as_person):
    (head, *rows), _ = rows_of(made(as_person(LIN), "/scorecards/workbook", text="S-0001").data)
    assert head[:9] == [
        "Supplier", "Chinese name", "Category", "Spend, CNY", "Grade", "Grade before", "Grade moved on",
        "Performance rating", "Rating, 7 before",
    ]  # fmt: skip
    line = dict(zip(head, rows[0], strict=True))
    assert (line["Category"], line["Rating, 1 before"]) == ("Electronics", "")
    assert line["Rating, latest"] == line["Performance rating"]


def test_the_workbook_keeps_to_the_filter_of_the_page(made, as_person):
    lin = as_person(LIN)
    asked = {"category": "optical", "sort": "name", "page": "2", "columns": "number"}
    (_, *rows), about = rows_of(made(lin, "/scorecards/workbook", **asked).data)
    assert [row[2] for row in rows] == ["S-0100", "S-0101", "S-0102"]
    assert ["Category", "Optical"] in about
    (_, *rows), _ = rows_of(made(lin, "/scorecards/workbook", gate="blocked", columns="number").data)
    assert [row[2] for row in rows] == ["S-0002"]


def test_the_workbook_speaks_the_readers_language(made, as_person):
    asked = {"text": "S-0001", "columns": "category,number"}
    (head, *rows), _ = rows_of(made(as_person(LIN).speaking("zh"), "/scorecards/workbook", **asked).data)
    assert head == ["供应商", "英文名称", "品类", "编号"]
    assert rows[0] == ["惠岭精密电子", "Huiling Precision Electronics", "电子", "S-0001"]


@pytest.mark.safety(19)
def test_a_formula_in_a_name_stays_text(world, made, as_person):
    rename(world, HUILING, FORMULA)
    data = made(as_person(LIN), "/scorecards/workbook").data
    sheet = ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    (_, *rows), _ = rows_of(data)
    assert FORMULA in {row[0] for row in rows}


def test_the_pdf_holds_chinese_text_its_font_and_page_numbers(world, made, as_person, tmp_path):
    answer = made(as_person(LIN).speaking("zh"), f"/scorecards/{HUILING}/pdf")
    assert answer.mimetype == "application/pdf"
    text = told("pdftotext", answer.data, tmp_path, "-layout")
    rating = published(world, HUILING)
    for words in ("惠岭精密电子", "记分卡", "为什么是", "S4.3", "成熟度 1", "门槛", rating.published["rating"]):
        assert words in text, words
    assert re.search(r"第 1 页，共 \d 页", text)
    assert rating.receipt_sha256 in text.replace("\n", "")
    fonts = told("pdffonts", answer.data, tmp_path).splitlines()[2:]
    assert fonts
    assert all("Noto-Sans-SC" in line and re.search(r"yes\s+yes\s+yes", line) for line in fonts), fonts


def test_the_pdf_is_a4_in_english_and_names_no_other_supplier(made, as_person, tmp_path):
    data = made(as_person(LIN), f"/scorecards/{HUILING}/pdf").data
    text = told("pdftotext", data, tmp_path, "-layout")
    assert "A4" in told("pdfinfo", data, tmp_path)
    assert re.search(r"Page 1 of \d", text)
    assert "Checkpoints and gates that lift it most" in text
    for canary in ("Mingyan", "Kunshan", "S-0002", "61.37"):
        assert canary not in text


@pytest.mark.safety(18)
def test_markup_in_a_name_is_text_in_the_pdf(world, made, as_person, tmp_path):
    rename(world, HUILING, HOSTILE)
    data = made(as_person(LIN), f"/scorecards/{HUILING}/pdf").data
    text = told("pdftotext", data, tmp_path, "-layout").replace("\n", " ")
    assert "<script>alert(1)</script>" in text
    assert "root:" not in text
    images = told("pdfimages", data, tmp_path, "-list")
    assert images.count("\n") == 2, "a head of two lines and no image"


def test_the_same_rating_gives_the_same_pdf(made, as_person):
    lin = as_person(LIN)
    assert made(lin, f"/scorecards/{HUILING}/pdf").data == made(lin, f"/scorecards/{HUILING}/pdf").data


def test_a_file_is_for_whoever_asked_for_it(world, made, as_person):
    answer = made(as_person(LIN), f"/scorecards/{HUILING}/pdf")
    assert answer.status_code == 200
    with world.reading(SYSTEM) as session:
        job = session.scalars(select(Job)).one()
    for person in (QU, TAN):
        assert as_person(person).get(f"/jobs/{job.id}/file").status_code == 404


def files_in(data):
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_several_scorecards_come_as_one_archive_in_both_languages(world, made, as_person, tmp_path):
    asked = {"supplier": [str(MINGYAN), str(HUILING), "500"], "which": "chosen", "language": "both"}
    answer = made(as_person(LIN), "/scorecards/archive", **asked)
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=scorecards-2024-03-31.zip"
    files = files_in(answer.data)
    assert sorted(files) == [
        f"scorecard-S-000{number}-2024-03-31-{language}.pdf" for number in (1, 2) for language in ("en", "zh")
    ]
    assert "惠岭精密电子" in told("pdftotext", files["scorecard-S-0001-2024-03-31-zh.pdf"], tmp_path)
    english = told("pdftotext", files["scorecard-S-0002-2024-03-31-en.pdf"], tmp_path)
    assert "Mingyan Circuit Boards" in english
    assert "Huiling" not in english
    with world.reading(SYSTEM) as session:
        job = session.scalars(select(Job)).one()
        assert (job.progress_done, job.progress_total, job.outcome["scorecards"]) == (2, 4, 4)


def test_all_of_a_filter_come_as_one_archive_and_the_unrated_are_left_out(made, as_person):
    files = files_in(made(as_person(LIN), "/scorecards/archive", which="all", gate="blocked", language="en").data)
    assert list(files) == ["scorecard-S-0002-2024-03-31-en.pdf"]


def test_one_scorecard_in_both_languages_is_an_archive(made, as_person):
    files = files_in(made(as_person(LIN), f"/scorecards/{HUILING}/pdf", language="both").data)
    assert len(files) == 2


def test_an_archive_is_cancelled_by_whoever_asked_for_it(world, as_person):
    lin, qu = as_person(LIN), as_person(QU)
    lin.page("/scorecards")
    page = lin.post("/scorecards/archive", {"supplier": [str(MINGYAN), str(HUILING)], "which": "chosen"}).location
    assert "Cancel: make no file" in lin.page(page)
    assert f"Cancel job {page.rpartition('/')[2]}" in lin.page("/jobs")
    qu.page("/scorecards")
    assert qu.post(f"{page}/cancel").status_code == 404
    assert lin.post(f"{page}/cancel").status_code == 303
    assert "It was cancelled, so there is no file." in lin.page(page)
    assert lin.get(f"{page}/progress").json["ended"] is True
    assert lin.post(f"{page}/cancel").status_code == 409


def test_too_many_scorecards_together_are_refused(world, as_person, monkeypatch):
    monkeypatch.setattr("supplier_portal.scores.views.exports.MOST_TOGETHER", 4)
    lin = as_person(LIN)
    lin.page("/scorecards")
    answer = lin.post("/scorecards/archive", {"which": "all"})
    assert answer.status_code == 409
    assert "At most 4 scorecards" in answer.text
    with world.reading(SYSTEM) as session:
        assert session.scalars(select(Job)).all() == []


@pytest.mark.parametrize("chosen", [[], ["500"], ["987654"], [str(10**30)], ["x"]], ids=str)
def test_where_no_scorecard_is_chosen_the_page_says_so_and_stays_as_it_was(world, as_person, chosen):
    lin = as_person(LIN)
    lin.page("/scorecards")
    answer = lin.post("/scorecards/archive", {"which": "chosen", "supplier": chosen, "grade": "B", "columns": "rating"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/scorecards?grade=B&columns=rating"
    assert "No scorecard was chosen" in lin.page(answer.headers["Location"])


@pytest.mark.parametrize("person", [TAN, FANG], ids=lambda person: person.role)
@pytest.mark.parametrize("address", ["/scorecards/workbook", f"/scorecards/{HUILING}/pdf", "/scorecards/archive"])
def test_who_may_not_export_asks_for_nothing(world, as_person, person, address):
    browser = as_person(person)
    browser.page(f"/scorecards/{HUILING}")
    assert browser.post(address).status_code == 404
    with world.reading(SYSTEM) as session:
        assert session.scalars(select(Job)).all() == []


def test_a_pdf_of_an_unknown_supplier_is_not_asked_for(world, as_person):
    lin = as_person(LIN)
    lin.page("/scorecards")
    assert lin.post("/scorecards/987654/pdf").status_code == 404
