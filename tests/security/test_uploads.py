"""Hostile files at every door: refused with a reason and nothing kept, or kept and handed out harmlessly."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import ImageFile
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Evidence
from supplier_portal.domain.errors import Invalid
from supplier_portal.files.kinds import shown_picture
from supplier_portal.findings.models import FindingEvidence
from supplier_portal.visits.models import DocumentFile
from tests.audit_story import brought_to
from tests.cast import LUO, TAN, ZHOU, Person
from tests.findings_story import notified
from tests.security.corpus import NAMES, PDF, Hostile, corpus, multipart, office, picture, word
from tests.visits_story import asked

# Pillow and zipfile warn of what is broken, and go on.
pytestmark = [pytest.mark.safety(16), pytest.mark.filterwarnings("ignore::UserWarning")]

REASON = re.compile(r'id="file-error"[^>]*>(.*?)<', re.DOTALL)
CHINESE = re.compile("[\u4e00-\u9fff]")
FILE_NAME = re.compile(r"""filename(?:(\*)=UTF-8''|="?)([^";]+)""")
NO_TEXT = {name for name in NAMES if b"\xff" in name}
"""Names that are no UTF-8: no browser sends them, and the whole body is refused."""
RUN_BY_READERS = (".html", ".htm", ".svg", ".hta", ".exe", ".lnk", ".url", ".js", ".ini")


@dataclass
class Door:
    """Where a file is posted as `file`, with words besides that are kept when it is refused."""

    person: Person
    page: str
    address: str
    words: dict[str, str]
    row: type[Evidence] | type[FindingEvidence] | type[DocumentFile]
    handed_out: Callable[[int], list[str]]


@pytest.fixture
def audit_door(database):
    with database.unit_of_work(SYSTEM) as session:
        number = brought_to(session, "in_progress").id
    return Door(
        LUO,
        f"/audits/{number}/S1.1",
        f"/audits/{number}/S1.1/evidence",
        {"about_on": "2024-03-30", "caption": "Kept words"},
        Evidence,
        lambda row: [f"/audits/{number}/evidence/{row}/{what}" for what in ("file", "picture")],
    )


@pytest.fixture
def finding_door(database):
    with database.unit_of_work(SYSTEM) as session:
        number = notified(session).id
    return Door(
        TAN,
        f"/findings/{number}",
        f"/findings/{number}/evidence",
        {"about_on": "2024-03-30"},
        FindingEvidence,
        lambda row: [f"/findings/{number}/evidence/{row}"],
    )


@pytest.fixture
def document_door(database):
    with database.unit_of_work(SYSTEM) as session:
        audit = brought_to(session, "confirmed")
        audit_id, number = audit.id, asked(session, audit).id
    address = f"/audits/{audit_id}/visit/documents/{number}"
    return Door(
        TAN,
        address,
        f"{address}/files",
        {},
        DocumentFile,
        lambda row: [f"{address}/files/{row}", f"{address}/files/{row}/picture"],
    )


@pytest.fixture(params=["audit_door", "finding_door", "document_door"])
def door(request):
    return request.getfixturevalue(request.param)


def counted(database, door: Door) -> int:
    with database.reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(door.row)) or 0


def newest(database, door: Door) -> int:
    with database.reading(SYSTEM) as session:
        return session.scalars(select(door.row.id).order_by(door.row.id.desc())).first()


def stored_files(config) -> set[Path]:
    return {path for path in config.files_folder.rglob("*") if path.is_file()}


def sent(browser, door: Door, name: bytes, data: bytes, **words: str):
    body, kind = multipart({"csrf_token": browser.csrf, **door.words, **words}, name, data)
    return browser.check(browser.client.post(door.address, data=body, content_type=kind))


def refusal_faults(text: str, language: str, words: dict[str, str]) -> list[str]:
    """What is wrong with the page of a refusal: it says why, in the reader's language, and keeps what was typed."""
    said = " ".join(REASON.findall(text)).strip()
    faults = [] if said else ["no reason at the field"]
    faults += ["not in Chinese"] if language == "zh" and not CHINESE.search(said) else []
    return faults + [f"{word!r} is lost" for word in words.values() if word not in text]


def handed_out_faults(browser, addresses: list[str]) -> list[str]:
    """What is wrong with how a stored file leaves the house."""
    faults = []
    for address in addresses:
        answer = browser.client.get(address)
        inline = address.endswith("/picture")
        if inline and answer.status_code == 404:
            continue
        told = answer.headers.get("Content-Disposition", "")
        if answer.status_code != 200 or answer.headers["X-Content-Type-Options"] != "nosniff":
            faults.append(f"{address}: {answer.status_code}")
        if inline and (answer.mimetype != "image/jpeg" or b"alert" in answer.data or told):
            faults.append(f"{address}: not the platform's own picture")
        if not inline:
            faults += [f"{address}: {fault}" for fault in attachment_faults(answer.mimetype, told)]
        if "default-src 'self'" not in answer.headers["Content-Security-Policy"]:
            faults.append(f"{address}: no policy")
    return faults


def attachment_faults(kind: str, told: str) -> list[str]:
    faults = [] if told.startswith("attachment;") else ["not an attachment"]
    if not kind.startswith(("image/jpeg", "image/png", "image/webp", "application/pdf", "application/vnd.openxml")):
        faults.append(f"sent as {kind}")
    wrong = [
        name
        for name in names_of(told) or [""]
        if not name or name.lower().endswith(RUN_BY_READERS) or set(name) & set('/\\:"<>')
    ]
    return faults + [f"handed out as {name!r}" for name in wrong]


def names_of(told: str) -> list[str]:
    """The names a header gives a file, the one in plain letters first."""
    return [unquote(name) if encoded else name for encoded, name in FILE_NAME.findall(told)]


def test_the_corpus_is_large_and_holds_both_kinds():
    files = corpus()
    assert len(files) + len(NAMES) >= 100
    assert len({(one.what, one.data) for one in files}) == len(files)
    assert 15 <= sum(one.kept for one in files) <= len(files) - 40


@pytest.mark.parametrize(
    ("door", "language"), [("audit_door", "zh"), ("finding_door", "en"), ("document_door", "zh")], indirect=["door"]
)
def test_each_hostile_file_is_refused_with_a_reason_or_kept_harmlessly(as_person, database, config, door, language):
    browser = as_person(door.person).speaking(language)
    browser.page(door.page)
    wrong = []
    for hostile in corpus():
        before, files = counted(database, door), stored_files(config)
        answer = sent(browser, door, hostile.name.encode(), hostile.data)
        kept, added = counted(database, door) - before, stored_files(config) - files
        wrong += [f"{hostile.what}: {fault}" for fault in fate_faults(hostile, answer, (kept, bool(added)))]
        if answer.status_code == 302:
            wrong += handed_out_faults(browser, door.handed_out(newest(database, door)))
        else:
            wrong += [f"{hostile.what}: {fault}" for fault in refusal_faults(answer.text, language, door.words)]
    assert wrong == []


def fate_faults(hostile: Hostile, answer, left: tuple[int, bool]) -> list[str]:
    """left: rows and files that stay. The same bytes lie in the store once."""
    rows, files = left
    if hostile.kept:
        return [] if (answer.status_code, rows) == (302, 1) else [f"{answer.status_code}, kept {rows}"]
    fits = answer.status_code in {413, 415, 422} and (rows, files) == (0, False)
    return [] if fits else [f"{answer.status_code}, kept {rows} rows, files: {files}"]


def test_no_name_leads_anywhere(as_person, database, door):
    browser = as_person(door.person)
    browser.page(door.page)
    wrong = []
    for name in NAMES:
        answer = sent(browser, door, name, PDF)
        if answer.status_code == 400 and name in NO_TEXT:
            continue
        if answer.status_code != 302:
            wrong.append(f"{name!r}: {answer.status_code}")
            continue
        row = newest(database, door)
        wrong += [f"{name!r}: {fault}" for fault in handed_out_faults(browser, door.handed_out(row))]
        with database.reading(SYSTEM) as session:
            shown = session.get_one(door.row, row).name
        if not shown.isprintable() or not shown.strip(". ") or len(shown) > 200 or set(shown) & set("/\\"):
            wrong.append(f"{name!r}: shown as {shown!r}")
        assert "<img src=x" not in browser.page(door.page)
    assert wrong == []


HANDED_OUT = [
    ("report.pdf", PDF, "report.pdf"),
    ("report.PDF", PDF, "report.PDF"),
    ("report.hta", PDF, "report.hta.pdf"),
    ("x" * 300 + ".pdf", PDF, "x" * 150 + ".pdf"),
    ("con.jpg", picture(), "_con.jpg"),
    ("photo", picture(), "photo.jpg"),
    ("photo.jpeg", picture(), "photo.jpeg"),
    ("photo.jpg", picture("PNG"), "photo.jpg.png"),
    ("--help.xlsx", office(), "help.xlsx"),
    ("a.docm", word(), "a.docm.docx"),
    ("抄表.jpg", picture(), "file.jpg|抄表.jpg"),
    ("Zähler 2.pdf", PDF, "Zahler 2.pdf|Zähler 2.pdf"),
]


def test_a_file_is_handed_out_under_a_name_that_says_what_it_is(as_person, database, audit_door):
    browser = as_person(LUO)
    browser.page(audit_door.page)
    wrong = []
    for name, data, ends in HANDED_OUT:
        assert sent(browser, audit_door, name.encode(), data).status_code == 302
        came = browser.client.get(audit_door.handed_out(newest(database, audit_door))[0])
        found = names_of(came.headers["Content-Disposition"])
        wrong += [] if (found, came.data) == (ends.split("|"), data) else [f"{name}: {found}"]
    assert wrong == []


@pytest.mark.parametrize("door", ["audit_door", "finding_door"], indirect=True)
def test_a_good_file_with_wrong_words_leaves_nothing_behind(as_person, database, config, door):
    browser = as_person(door.person)
    browser.page(door.page)
    before = stored_files(config)
    for about_on in ("9999-12-31", "2024-04-02", "", "0000-00-00", "99999-01-01", "NaN"):
        assert sent(browser, door, b"meter.pdf", PDF, about_on=about_on).status_code == 422, about_on
    assert (counted(database, door), stored_files(config)) == (0, before)


def test_a_file_for_what_takes_none_any_more_leaves_nothing_behind(as_person, database, config):
    with database.unit_of_work(SYSTEM) as session:
        number = brought_to(session, "in_review").id
    zhou = as_person(ZHOU)
    zhou.page(f"/audits/{number}")
    words = {"csrf_token": zhou.csrf, "about_on": "2024-03-30", "caption": "", "file": (BytesIO(PDF), "a.pdf")}
    before = stored_files(config)
    answer = zhou.client.post(f"/audits/{number}/S1.1/evidence", data=words, content_type="multipart/form-data")
    assert answer.status_code == 409
    assert stored_files(config) == before


def test_a_picture_that_is_cut_off_is_refused_beside_a_renderer_too(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(Invalid) as refused:
        shown_picture(picture("PNG", (300, 300), "L")[:90], "file")
    assert [fault.code for fault in refused.value.faults] == ["files.picture_unreadable"]
