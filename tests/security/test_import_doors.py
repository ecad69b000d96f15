"""Hostile files at the doors of importers: a reason on the page, or a batch that ends with one; and no door is new."""

import re
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon import jobs as carbon
from supplier_portal.carbon.models import SbtiSnapshot
from supplier_portal.checklists.models import ChecklistDraft
from supplier_portal.findings import jobs as findings
from supplier_portal.findings.models import PlanWorkbook
from supplier_portal.findings.models.workbook import REFUSED
from supplier_portal.intake import jobs as intake
from supplier_portal.intake.models import Batch
from supplier_portal.jobs.models import DONE, Job
from supplier_portal.jobs.worker import Worker
from supplier_portal.shipped import PACKAGE
from tests.cast import PAN, TAN
from tests.sbti_list import SMALL_LIST
from tests.security.corpus import NAMES, corpus, multipart
from tests.security.hostile_yaml import quick

pytestmark = [pytest.mark.safety(16), pytest.mark.safety(20)]

DOORS = {
    "audits/forms.py": "test_uploads.py",
    "findings/forms/answering.py": "test_uploads.py",
    "visits/forms/documents.py": "test_uploads.py",
    "reports/forms.py": "test_proofs_with_words.py",
    "tenders/forms/acts.py": "test_proofs_with_words.py",
    "findings/forms/deciding.py": "test_proofs_with_words.py",
    "findings/forms/eight_d.py": "test_import_doors.py",
    "appeals/forms.py": "test_proofs_with_words.py",
    "checklists/forms/acts.py": "test_import_doors.py",
    "intake/forms.py": "test_import_doors.py",
    "carbon/forms.py": "test_import_doors.py",
}
"""Forms with a file field → the tests that walk them."""
CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Door:
    """Where a table is posted as `field`, with words besides."""

    page: str
    address: str
    field: str
    words: dict[str, str]


INTAKE = Door("/imports", "/imports/suppliers.suppliers", "suppliers-suppliers-file", {})
LISTS = Door("/targets/lists", "/targets/lists", "file", {"counts_from": "2024-03-30"})
CHECKLISTS = Door("/checklists/import", "/checklists/import", "file", {})
PLANS = Door("/findings/eight-d", "/findings/eight-d/workbooks", "file", {})


def sent(browser, door, name, data):
    body, kind = multipart({"csrf_token": browser.csrf, **door.words}, name, data, door.field)
    return browser.check(browser.client.post(door.address, data=body, content_type=kind))


def counted(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(model))


def stored_files(config):
    return {path for path in config.files_folder.rglob("*") if path.is_file()}


def test_every_form_that_takes_a_file_is_walked():
    found = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if "FileField(" in path.read_text()}
    assert found == set(DOORS), "send the corpus through the new door too"


def test_a_file_that_is_no_checklist_is_refused_with_every_reason(as_person, database, config):
    pan = as_person(PAN).speaking("zh")
    pan.page("/checklists/import")
    before = stored_files(config)
    wrong = []
    for what, data in [*((one.what, one.data) for one in corpus() if len(one.data) < 100_000), *list(quick())[::9]]:
        answer = sent(pan, CHECKLISTS, b"../../a.yaml", data)
        refused = answer.status_code in {413, 422} and "<script>alert" not in answer.text
        if not refused or not CHINESE.search(answer.text):
            wrong.append(f"{what}: {answer.status_code}")
    assert wrong == []
    assert (counted(database, ChecklistDraft), stored_files(config)) == (0, before)


@pytest.mark.parametrize(("door", "language"), [(INTAKE, "zh"), (LISTS, "en")], ids=["intake", "lists"])
def test_a_file_that_is_no_table_is_refused_or_read_to_a_reason(as_person, database, config, door, language):
    pan = as_person(PAN).speaking(language)
    pan.page(door.page)
    wrong = []
    for hostile in corpus():
        before, files = counted(database, Job), stored_files(config)
        answer = sent(pan, door, hostile.name.encode(), hostile.data)
        asked = counted(database, Job) - before
        if answer.status_code == 302 and asked == 1:
            continue
        if answer.status_code not in {413, 422} or asked or stored_files(config) != files:
            wrong.append(f"{hostile.what}: {answer.status_code}")
        if "file-error" not in answer.text:
            wrong.append(f"{hostile.what}: no reason at the field")
    assert wrong == []
    Worker(database, config, {**intake.JOBS, **carbon.JOBS}).run_due()
    with database.reading(SYSTEM) as session:
        assert [job.error for job in session.scalars(select(Job)) if job.state != DONE] == []
        assert session.scalar(select(func.count()).select_from(SbtiSnapshot)) == 0


def test_a_file_that_is_no_8d_workbook_is_refused_or_read_to_a_reason(as_person, database, config):
    tan = as_person(TAN).speaking("zh")
    tan.page(PLANS.page)
    taken, wrong = [], []
    for hostile in corpus():
        files = stored_files(config)
        answer = sent(tan, PLANS, hostile.name.encode(), hostile.data)
        if answer.status_code == 302:
            taken.append(answer.headers["Location"])
        elif answer.status_code not in {413, 422} or stored_files(config) != files:
            wrong.append(f"{hostile.what}: {answer.status_code}")
        elif "file-error" not in answer.text:
            wrong.append(f"{hostile.what}: no reason at the field")
    assert wrong == []
    Worker(database, config, findings.JOBS).run_due()
    with database.reading(SYSTEM) as session:
        assert [job.error for job in session.scalars(select(Job)) if job.state != DONE] == []
        assert set(session.scalars(select(PlanWorkbook.state))) <= {REFUSED}
        assert len(session.scalars(select(PlanWorkbook)).all()) == len(taken)
    for page in taken:
        assert "未写入任何内容" in tan.page(page)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "99999-01-01"])
def test_a_list_that_counts_from_no_such_day_ends_no_job_otherwise(as_person, database, config, day):
    pan = as_person(PAN)
    pan.page("/targets/lists")
    answer = sent(pan, replace(LISTS, words={"counts_from": day}), b"a.xlsx", SMALL_LIST.read_bytes())
    assert answer.status_code in {302, 422}
    Worker(database, config, carbon.JOBS).run_due()
    with database.reading(SYSTEM) as session:
        assert [job.error for job in session.scalars(select(Job)) if job.state != DONE] == []
    for page in ("/targets", "/targets/lists"):
        pan.page(page)


def test_no_name_of_a_table_leads_anywhere(as_person, database):
    pan = as_person(PAN)
    pan.page("/imports")
    for name in NAMES:
        answer = sent(pan, INTAKE, name, b"Number,Name\n1,x\n")
        assert answer.status_code in {302, 400}, name
    with database.reading(SYSTEM) as session:
        kept = list(session.scalars(select(Batch.name)))
    assert [name for name in kept if not name.isprintable() or set(name) & set("/\\") or not name.strip(". ")] == []
    assert "<img src=x" not in pan.page("/imports")
