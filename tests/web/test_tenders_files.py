"""The record of an evaluation as PDF and as a workbook: asked on the page, made by the worker, for the team alone."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Missing
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.worker import Work, Worker
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.jobs import JOBS
from supplier_portal.tenders.models import Evaluation, Tender
from tests import tenders_story as story
from tests.cast import LIN, QU
from tests.web.pages import Browser

HOSTILE = '=HYPERLINK("http://127.0.0.1/","x")<script>alert(1)</script>'


@pytest.fixture
def number(database: Database) -> int:
    with database.unit_of_work(SYSTEM) as session:
        return story.brought_to(session, "evaluated").id


def download(browser: Browser, database: Database, config: Config, number: int, what: str) -> bytes:
    browser.page(f"/tenders/{number}/evaluation")
    asked = browser.post(f"/tenders/{number}/evaluation/{what}")
    Worker(database, config, JOBS).run_due()
    shown = browser.page(asked.headers["Location"])
    found = re.search(r'href="(/jobs/\d+/file)"', shown)
    assert found, shown
    data: bytes = browser.get(found[1]).data
    return data


def printed(data: bytes, folder: Path) -> str:
    """The PDF's text, its lines' breaks and spacing aside."""
    path = folder / "record.pdf"
    path.write_bytes(data)
    told = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", "-layout", str(path), "-"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return " ".join(told.stdout.split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "Record of the evaluation", "Ahead of X by 1.2700", "991,533.33", "Left out: blocked", "0.186630",
                "0.240024", "Page 1 of", "weight 60", "Lin Procurement, Qu Procurement",
            ),
        ),
        ("zh", ("评标记录", "若川机箱", "领先 X 1.2700", "未参与排名：禁止投标", "第 1 页", "招标小组")),
    ],
)  # fmt: skip
def test_the_record_is_printed_in_the_reader_s_language(
    database: Database, as_person, config: Config, number: int, language: str, told: tuple[str, ...]
) -> None:
    data = download(as_person(LIN).speaking(language), database, config, number, "pdf")
    text = printed(data, config.data_folder)
    assert not [sentence for sentence in told if sentence not in text], text
    with database.reading(SYSTEM) as session:
        hashes = (session.scalar(select(Evaluation.sha256)), session.scalar(select(Tender.bids_sha256)))
    assert all(str(sha256) in text for sha256 in hashes)


def test_the_workbook_has_typed_columns(database: Database, as_person, config: Config, number: int) -> None:
    data = download(as_person(QU), database, config, number, "workbook")
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        assert workbook.sheet_names == ["Ranking", "Criteria", "Intervals", "Decisions", "Receipts"]
        ranking, criteria, intervals, _, receipts = (
            workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names
        )
    assert ranking[1][:9] == [1.0, "Y", "Ruochuan Enclosures", "若川机箱", "D", 960000.0, 60.0, 78.0, 30.0]
    assert ranking[2][9:12] == [58.73, 1.27, 991533.33]
    assert ranking[4][0] == ""
    assert ranking[4][-2] == "blocked"
    assert criteria[1] == ["Price", 60.0, ""]
    assert intervals[1] == [0.0, 0.18663, "Y"]
    assert len(receipts) == 6


@pytest.mark.safety(19)
@pytest.mark.parametrize("what", ["pdf", "workbook"])
def test_hostile_names_stay_text(
    database: Database, as_person, config: Config, tmp_path: Path, number: int, what: str
) -> None:
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.number == "X").values(name_en=HOSTILE))
    data = download(as_person(LIN), database, config, number, what)
    if what == "pdf":
        assert "<script>alert(1)" in printed(data, tmp_path).replace(" ", "")
    else:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            assert workbook.get_sheet_by_name("Ranking").to_python()[2][2] == HOSTILE


@pytest.mark.safety(14)
@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_of_somebody_outside_the_team_makes_nothing(
    database: Database, config: Config, number: int, name: str
) -> None:
    with database.unit_of_work(SYSTEM) as session:
        story.add_buyers(session)
    job = Job(name=name, arguments={"tender": number}, language="en", account_id=story.SUN.number)
    with pytest.raises(Missing):
        JOBS[name](Work(job, database, config))
