"""8D workbooks through the pages: out, filled in, back, compared and taken over; the stamped scan."""

import re
import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.findings.jobs import JOBS
from supplier_portal.findings.models import CorrectiveActionPlan, Finding, FindingEvidence
from supplier_portal.findings.operations import WriteNote, write_note
from supplier_portal.jobs.worker import Worker
from supplier_portal.output.sheets import ReadLimits, read_form
from tests import eight_d_story as story
from tests.cast import FANG, HE, LUO, MO, NOW, RIVAL, TAN, ZHOU
from tests.findings_story import CANARY, brought_to, notified
from tests.security.corpus import picture

SECRET = "note-of-the-buyer-3391"
PDF_BYTES = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def told(database):
    """`told(state)` brings a finding of Huiling's there; its id."""

    def tell(state="open", **given):
        with database.unit_of_work(SYSTEM) as session:
            return (brought_to(session, state, **given) if state != "open" else notified(session, **given)).id

    return tell


@pytest.fixture
def filled(database):
    """`filled(ids, **cells)`: the workbook of these findings, filled in."""

    def fill(ids, **cells):
        with database.reading(SYSTEM) as session:
            findings = [session.get_one(Finding, one) for one in ids]
            return story.workbook(session, *findings, cells={**story.FILLED, **cells})

    return fill


@pytest.fixture
def worker(database, config):
    return Worker(database, config, JOBS)


def made(browser, worker, address, **form):
    """Ask for a file, let the worker make it, download it."""
    asked = browser.post(address, form)
    assert asked.status_code == 302, asked.text
    worker.run_due()
    shown = browser.page(asked.headers["Location"])
    return browser.get(re.search(r'href="(/jobs/\d+/file)"', shown)[1])


def brought_back(browser, worker, address, data, name="8D.xlsx"):
    """Upload a workbook and have it read; the address of its page."""
    sent = browser.post(address, {"file": (BytesIO(data), name)})
    assert sent.status_code == 302, sent.text
    worker.run_due()
    return sent.headers["Location"]


def plans(database):
    with database.reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(CorrectiveActionPlan))


def test_a_supplier_takes_a_finding_along_and_brings_its_plan_back(as_person, told, filled, worker, database):
    number = told()
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    out = made(tan, worker, f"/findings/{number}/eight-d", what="workbook", language="zh")
    assert (out.status_code, out.data[:2]) == (200, b"PK")
    tan.page(f"/findings/{number}")
    page = brought_back(tan, worker, f"/findings/{number}/eight-d/workbooks", filled([number]))
    shown = tan.page(page)
    for text in (
        "No meters behind feeder F2",
        story.cell("root_cause"),
        "12500.5",
        "Extensions were built without one",
    ):
        assert text in shown
    assert plans(database) == 0, "nothing is written before it is confirmed"
    taken = tan.post(f"{page}/take", {"finding": number, "which": "whole"})
    assert taken.headers["Location"] == f"/findings/{number}"
    shown = tan.page(f"/findings/{number}")
    for text in ("No extension without a meter", "Tan Owner", "The monthly reading covers 95 per cent"):
        assert text in shown
    assert "eight_d.other_cycle" not in tan.page(page)
    assert "Nothing is new" in tan.page(page)
    again = tan.post(f"{page}/take", {"finding": number, "which": "whole"})
    assert (again.status_code, plans(database)) == (409, 1)


def test_cells_are_put_into_the_form_and_nothing_is_proposed(as_person, told, filled, worker, database):
    number = told("rejected")
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    data = filled([number], root_cause="Nobody buys meters", **{"actions-2-action": "Buy meters"})
    page = brought_back(tan, worker, f"/findings/{number}/eight-d/workbooks", data)
    tan.page(page)
    ticks = ["root_cause", "actions-2-action"]
    shown = tan.post(f"{page}/take", {"finding": number, "which": "form", "cell": ticks})
    assert shown.status_code == 200
    for text in ("Nobody buys meters", 'name="actions-1-action"', "Buy meters"):
        assert text in shown.text
    assert "No extension without a meter" not in shown.text, "a cell that was not ticked stays in the file"
    assert plans(database) == 1


def test_what_was_ticked_stays_ticked_when_a_rule_refuses_it(as_person, told, filled, worker, database):
    number = told()
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    page = brought_back(tan, worker, f"/findings/{number}/eight-d/workbooks", filled([number]))
    tan.page(page)
    refused = tan.post(f"{page}/take", {"finding": number, "which": "cells", "cell": ["root_cause"]})
    assert (refused.status_code, plans(database)) == (422, 0)
    assert "This is not taken over. Nothing was written." in refused.text
    assert re.search(r'value="root_cause"\s+checked', refused.text)
    assert not re.search(r'value="whys-1"\s+checked', refused.text)
    nothing = tan.post(f"{page}/take", {"finding": number, "which": "cells"})
    assert "Tick at least one cell" in nothing.text


def test_all_findings_go_out_and_come_back_in_one_file(as_person, told, filled, worker, database):
    numbers = [told(), told("rejected")]
    told("cap_proposed")
    tan = as_person(TAN).speaking("zh")
    start = tan.page("/findings/eight-d")
    assert start.count('name="finding"') == 2
    out = made(tan, worker, "/findings/eight-d", finding=numbers, what="workbook", language="zh")
    assert out.headers["Content-Disposition"].endswith("8D-S-0001-zh.xlsx")
    tan.page("/findings/eight-d")
    page = brought_back(tan, worker, "/findings/eight-d/workbooks", filled(numbers))
    assert tan.page(page).count('name="which"') == 6
    for number in numbers:
        taken = tan.post(f"{page}/take", {"finding": number, "which": "whole"})
        assert (taken.status_code, taken.headers["Location"]) == (302, page)
    assert plans(database) == 4
    assert tan.page("/findings/eight-d").count("已读取") == 1


def test_none_chosen_is_told_on_the_page(as_person, told):
    told()
    tan = as_person(TAN)
    tan.page("/findings/eight-d")
    refused = tan.post("/findings/eight-d", {"what": "pdf"})
    assert (refused.status_code, "Choose at least one finding." in refused.text) == (422, True)


@pytest.mark.parametrize("person", [FANG, LUO, MO], ids=lambda person: person.role)
def test_the_buyer_takes_it_along_and_takes_nothing_back(as_person, told, filled, worker, person):
    number = told()
    reader = as_person(person)
    shown = reader.page(f"/findings/{number}")
    assert ("Excel workbook" in shown, "Filled-in workbook" in shown) == (True, False)
    assert made(reader, worker, f"/findings/{number}/eight-d", what="pdf").data.startswith(b"%PDF")
    reader.page("/findings/eight-d?supplier=1")
    out = made(reader, worker, "/findings/eight-d", finding=[number], what="workbook")
    assert out.data.startswith(b"PK")
    reader.page(f"/findings/{number}")
    data = {"file": (BytesIO(filled([number])), "8D.xlsx")}
    assert reader.post(f"/findings/{number}/eight-d/workbooks", data).status_code == 404


def test_a_rival_sees_neither_the_file_nor_what_came_back(as_person, told, filled, worker):
    number = told()
    tan, rival = as_person(TAN), as_person(RIVAL)
    tan.page(f"/findings/{number}")
    page = brought_back(tan, worker, f"/findings/{number}/eight-d/workbooks", filled([number]))
    rival.page("/findings/eight-d")
    for address in (page, f"{page}/progress"):
        assert rival.get(address).status_code == 404
    for address, form in (
        (f"{page}/take", {"finding": number, "which": "whole"}),
        (f"/findings/{number}/eight-d", {"what": "pdf"}),
        ("/findings/eight-d", {"finding": [number], "what": "pdf"}),
        (f"/findings/{number}/eight-d/workbooks", {"file": (BytesIO(filled([number])), "8D.xlsx")}),
        (f"/findings/{number}/eight-d/stamped", {"file": (BytesIO(PDF_BYTES), "scan.pdf")}),
    ):
        assert rival.post(address, form).status_code == 404


def test_nothing_of_the_buyer_s_own_or_of_a_rival_goes_along(as_person, database, worker, told):
    number = told("rejected")
    with database.unit_of_work(SYSTEM) as session:
        notified(session, supplier=2)
        write_note(session, ZHOU.actor, WriteNote(number, SECRET), NOW)
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    out = made(tan, worker, f"/findings/{number}/eight-d", what="workbook")
    texts = {
        str(cell) for sheet in read_form(out.data, limits=ReadLimits()).sheets for row in sheet.rows for cell in row
    }
    assert "cause stops too early" in " ".join(texts), "the reason for sending it back does"
    assert not [text for text in texts if SECRET in text or CANARY in text]


def test_a_workbook_with_macros_is_refused_at_the_field(as_person, told, filled):
    number = told()
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    target = BytesIO(filled([number]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    sent = tan.post(f"/findings/{number}/eight-d/workbooks", {"file": (BytesIO(target.getvalue()), "8D.xlsm")})
    assert (sent.status_code, "workbook-file-error" in sent.text) == (422, True)


def test_a_changed_workbook_says_which_cell_and_takes_another_file(as_person, told, filled, worker):
    number = told()
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    inside, kind = story.typed("Something else")
    data = story.with_cell(filled([number]), story.cell("root_cause").replace("C", "B"), inside, kind)
    shown = tan.page(brought_back(tan, worker, f"/findings/{number}/eight-d/workbooks", data))
    assert f"!{story.cell('root_cause').replace('C', 'B')}" in shown
    assert ("This workbook cannot be taken over" in shown, f"/findings/{number}/eight-d/workbooks" in shown) == (
        True,
        True,
    )


def test_the_stamped_scan_is_evidence_of_its_plan(as_person, told, database):
    number = told("cap_proposed")
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    form = {"file": (BytesIO(PDF_BYTES), "stamped.pdf"), "about_on": NOW.day.isoformat()}
    assert tan.post(f"/findings/{number}/eight-d/stamped", form).status_code == 302
    with database.reading(SYSTEM) as session:
        scan = session.scalars(select(FindingEvidence)).one()
    assert (scan.stamped, scan.action_id, scan.name) == (True, None, "stamped.pdf")
    for person in (tan, as_person(ZHOU)):
        shown = person.page(f"/findings/{number}")
        assert ("Stamped plan of cycle 1" in shown, f'title="{scan.digest}"' in shown) == (True, True)


STAMPS = [
    ({"file": (b"nothing", "scan.pdf"), "about_on": "2024-03-31"}, "stamped-file-error"),
    ({"file": (picture("PNG"), "scan.png"), "about_on": "2024-03-31"}, "stamped-file-error"),
    ({"about_on": "2024-03-31"}, "stamped-file-error"),
    ({"file": (PDF_BYTES, "scan.pdf"), "about_on": "2024-04-01"}, "stamped-day-error"),
    ({"file": (PDF_BYTES, "scan.pdf")}, "stamped-day-error"),
]


@pytest.mark.parametrize(("form", "place"), STAMPS, ids=["no scan", "PNG", "no file", "in the future", "no day"])
def test_a_scan_that_is_none_is_refused_at_the_field(as_person, told, config, form, place):
    number = told("cap_proposed")
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    files = set(config.files_folder.rglob("*"))
    sent = {name: (BytesIO(one[0]), one[1]) if isinstance(one, tuple) else one for name, one in form.items()}
    refused = tan.post(f"/findings/{number}/eight-d/stamped", sent)
    assert (refused.status_code, place in refused.text) == (422, True)
    assert set(config.files_folder.rglob("*")) == files


def test_no_scan_before_a_plan_and_a_jpeg_after_it(as_person, told):
    early, proposed = told(), told("cap_proposed")
    he = as_person(HE)
    assert "Upload the stamped scan" not in he.page(f"/findings/{early}")
    for number, status in ((early, 409), (proposed, 302)):
        form = {"file": (BytesIO(picture()), "scan.jpg"), "about_on": "2024-03-31"}
        assert he.post(f"/findings/{number}/eight-d/stamped", form).status_code == status


PRINTS = [("en", ("D8 Closure", "Page 1 of", "company stamp")), ("zh", ("D8 关闭", "第 1 页", "公章"))]


@pytest.mark.parametrize(("language", "words"), PRINTS, ids=["en", "zh"])
def test_the_print_bears_the_fingerprint_that_the_page_shows(as_person, told, worker, tmp_path, language, words):
    number = told("cap_proposed")
    tan = as_person(TAN).speaking(language)
    known = re.search(r'title="([0-9a-f]{64})"', tan.page(f"/findings/{number}"))[1]
    out = made(tan, worker, f"/findings/{number}/eight-d", what="pdf", language=language)
    path = tmp_path / "8d.pdf"
    path.write_bytes(out.data)
    command = [shutil.which("pdftotext") or "pdftotext", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for word in (*words, known[:16], "No meters behind feeder F2"):
        assert word in text
