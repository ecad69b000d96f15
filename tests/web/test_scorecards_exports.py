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


def test_the_workbook_has_the_rows_and_the_order_of_the_page_with_types(world, made, as_person):
    answer = made(as_person(LIN), "/scorecards/workbook", sort="-rating")
    assert answer.headers["Content-Disposition"] == "attachment; filename=scorecards-2024-03-31.xlsx"
    (head, *rows), about = rows_of(answer.data)
    assert len(rows) == 6
    line = dict(zip(head, next(row for row in rows if row[0] == "S-0001"), strict=True))
    rating = published(world, HUILING)
    assert f"{line['Performance rating']:.2f}" == rating.published["rating"]
    assert line["SHA-256 of the receipt"] == rating.receipt_sha256
    assert (line["Audit issued"], line["Open major"], line["Bids blocked"]) == (date(2024, 3, 1), 1.0, False)
    assert (line["Category"], line["Validity"], line["CDP"]) == ("Electronics", "full", "B")
    assert line["Spend, CNY"] == 286_400_000.0
    assert head[11:16] == ["S", "M", "A", "R", "T"]
    figures = [row[head.index("Performance rating")] for row in rows]
    assert figures[:-1] == sorted(figures[:-1], reverse=True)
    assert (rows[-1][0], figures[-1]) == ("S-0500", "")
    assert ["Policy", "default 1.0.0"] in about


def test_the_workbook_keeps_to_the_filter_of_the_page(made, as_person):
    lin = as_person(LIN)
    (_, *rows), about = rows_of(made(lin, "/scorecards/workbook", category="optical", sort="name", page="2").data)
    assert [row[0] for row in rows] == ["S-0100", "S-0101", "S-0102"]
    assert ["Category", "Optical"] in about
    (_, *rows), _ = rows_of(made(lin, "/scorecards/workbook", gate="blocked").data)
    assert [row[0] for row in rows] == ["S-0002"]


def test_the_workbook_speaks_the_readers_language(made, as_person):
    (head, *rows), _ = rows_of(made(as_person(LIN).speaking("zh"), "/scorecards/workbook", text="S-0001").data)
    assert head[:4] == ["编号", "供应商", "中文名称", "品类"]
    assert rows[0][2:4] == ["惠岭精密电子", "电子"]


@pytest.mark.safety(19)
def test_a_formula_in_a_name_stays_text(world, made, as_person):
    rename(world, HUILING, FORMULA)
    data = made(as_person(LIN), "/scorecards/workbook").data
    sheet = ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    (_, *rows), _ = rows_of(data)
    assert FORMULA in {row[1] for row in rows}


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
    assert "What lifts it most" in text
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


@pytest.mark.parametrize("person", [TAN, FANG], ids=lambda person: person.role)
@pytest.mark.parametrize("address", ["/scorecards/workbook", f"/scorecards/{HUILING}/pdf"])
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
