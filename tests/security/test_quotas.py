"""Too much at once, and too much in all: refused with a reason, with the way out, and nothing is kept."""

import gc
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Evidence
from supplier_portal.files.operations import remember_file
from supplier_portal.findings.models import FindingEvidence
from supplier_portal.visits.models import DocumentFile
from tests.audit_story import brought_to, of_rival
from tests.cast import LUO, NOW, TAN, ZHOU
from tests.findings_story import PDF as UPLOAD
from tests.findings_story import notified
from tests.security.corpus import PDF, multipart
from tests.visits_story import asked
from tests.web.pages import Browser
from tests.web.statements import statements

# Werkzeug leaves what it had read of a broken body to be collected.
pytestmark = [
    pytest.mark.safety(17),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

LIMIT = 50_000
OVER = LIMIT + 1_000_001  # of a whole body: a file of the limit, and a million for what is told of it
WORDS = {"about_on": "2024-03-30", "caption": "Kept words"}
OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def nothing_left_to_collect():
    yield
    gc.collect()


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, "in_progress").id


@pytest.fixture
def small(config):
    """`small(LUO)` is a browser of a house with low limits: files of 50 kB, 2 MB an audit, 1 MB a finding."""
    lower = {"upload_limit": LIMIT, "audit_files_limit": 2_000_000, "finding_files_limit": 1_000_000}
    app = create_app(replace(config, **lower))
    yield lambda person: Browser(app, app.test_client()).sign_in(person)
    app.extensions["portal"].database.engine.dispose()


def at(browser, audit_id):
    browser.page(f"/audits/{audit_id}/S1.1")
    return browser


def rows(database, model=Evidence):
    with database.reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(model))


def padded(size):
    return PDF + b"%" * (size - len(PDF))


def posted(browser, address, data, kind, **environment):
    return browser.check(browser.client.post(address, data=data, content_type=kind, environ_overrides=environment))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_body_above_the_limit_is_refused_whole(small, database, audit_id, language):
    luo = at(small(LUO).speaking(language), audit_id)
    body, kind = multipart({"csrf_token": luo.csrf, **WORDS}, b"a.pdf", padded(OVER))
    answer = posted(luo, f"/audits/{audit_id}/S1.1/evidence", body, kind)
    assert answer.status_code == 413
    assert {"en": "Too large", "zh": "太大"}[language] in answer.text or "过大" in answer.text
    assert rows(database) == 0


def test_a_body_without_its_length_is_not_read_beyond_the_limit(small, database, audit_id):
    luo = at(small(LUO), audit_id)
    body, kind = multipart({"csrf_token": luo.csrf, **WORDS}, b"a.pdf", padded(3 * OVER))
    stream = BytesIO(body)
    answer = luo.client.post(
        f"/audits/{audit_id}/S1.1/evidence",
        input_stream=stream,
        content_type=kind,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == 413
    assert stream.tell() < 2 * OVER
    assert rows(database) == 0


def test_what_a_part_says_of_its_own_length_counts_for_nothing(small, database, audit_id):
    luo = at(small(LUO), audit_id)
    body, kind = multipart({"csrf_token": luo.csrf, **WORDS}, b"a.pdf", padded(LIMIT + 1))
    for told in (
        b"Content-Length: 1",
        b"Content-Length: -1",
        b"Content-Length: 99999999999",
        b"Content-Encoding: gzip",
    ):
        lying = body.replace(b"Content-Type: text/html", told)
        answer = posted(luo, f"/audits/{audit_id}/S1.1/evidence", lying, kind)
        assert answer.status_code == 422, told
        assert f"The file has {LIMIT + 1} bytes; at most {LIMIT} are taken." in answer.text
        assert "Kept words" in answer.text
    assert rows(database) == 0


BROKEN = {
    "cut": lambda body: body[: len(body) // 2],
    "without an end": lambda body: body.replace(b"----9f2c61--", b""),
    "with a long head": lambda body: body.replace(b"\r\n\r\n", b"\r\nX: " + b"x" * 900_000 + b"\r\n\r\n", 1),
    "of another kind": lambda body: body.replace(b"form-data;", b"attachment;"),
    "of many marks": lambda body: b"----9f2c61\r\n" * 5_000 + body,
    "empty": lambda body: b"",
}


def test_a_broken_body_is_read_or_refused_and_never_an_error_of_ours(small, database, audit_id):
    luo = at(small(LUO), audit_id)
    body, kind = multipart({"csrf_token": luo.csrf, **WORDS}, b"a.pdf", PDF)
    taken = 0
    for what, spoil in BROKEN.items():
        answer = posted(luo, f"/audits/{audit_id}/S1.1/evidence", spoil(body), kind)
        assert answer.status_code in {302, 400, 413, 422}, what
        taken += answer.status_code == 302
    assert rows(database) == taken


@pytest.mark.parametrize(
    ("kind", "length"), [("multipart/form-data", 2_100_000), ("application/x-www-form-urlencoded", 1_000_000)]
)
def test_a_form_of_words_is_not_as_large_as_a_file(as_person, audit_id, kind, length):
    luo = at(as_person(LUO), audit_id)
    form = {"csrf_token": luo.csrf, "base_version": "0", "rating": "3", "note": "n" * length}
    answer = luo.check(luo.client.post(f"/audits/{audit_id}/S1.1", data=form, content_type=kind))
    assert answer.status_code == 413


def test_a_stranger_sends_no_form_of_a_million_fields(stranger):
    stranger.get("/sign-in")
    kind = "application/x-www-form-urlencoded"
    assert stranger.check(stranger.client.post("/sign-in", data=b"&a" * 600_000, content_type=kind)).status_code == 413


def test_more_fields_than_a_form_has_are_refused(as_person, audit_id):
    luo = at(as_person(LUO), audit_id)
    form = {"csrf_token": luo.csrf} | {f"field-{number}": "x" for number in range(1_200)}
    kind = "multipart/form-data"
    answer = luo.check(luo.client.post(f"/audits/{audit_id}/S1.1", data=form, content_type=kind))
    assert answer.status_code == 413


def test_each_field_has_its_own_length(small, database, audit_id):
    luo = at(small(LUO), audit_id)
    for field, length in (("caption", 301), ("caption", 100_000), ("about_on", 100_000), ("csrf_token", 100_000)):
        body, kind = multipart({"csrf_token": luo.csrf, **WORDS, field: "x" * length}, b"a.pdf", PDF)
        answer = posted(luo, f"/audits/{audit_id}/S1.1/evidence", body, kind)
        assert answer.status_code in {400, 422}, field
    assert rows(database) == 0


def test_a_change_above_its_limit_is_refused(small, audit_id):
    luo = small(LUO)
    address = "/api/changes/4b7c19aa-0000-4000-8000-00000000e2d0"
    for size, status in ((250_000, 422), (OVER, 413)):
        body = b'{"note": "' + b"x" * size + b'"}'
        answer = luo.client.put(address, data=body, content_type="application/json", headers=OWN)
        assert (answer.status_code, bool(answer.json["error"]["message"])) == (status, True)


@pytest.fixture
def about():
    """What a stored file's row says besides whose it is and how large."""
    common = {"digest": UPLOAD.digest, "media_type": UPLOAD.media_type, "name": "a.pdf", "added_by": ZHOU.number}
    return common | {"about_on": NOW.day, "added_at": NOW.at}


def test_an_audit_holds_so_much_evidence_and_no_more(small, database, config, audit_id, about):
    with database.unit_of_work(SYSTEM) as session:
        remember_file(session, UPLOAD, NOW.at)
        session.add(Evidence(audit_id=audit_id, checkpoint="S1.2", size=1_960_000, **about))
        session.add(Evidence(audit_id=of_rival(session).id, checkpoint="S1.2", size=10**9, **about))
    luo = at(small(LUO), audit_id)
    for data, status in ((padded(40_001), 422), (padded(40_000), 302), (padded(2_000), 422)):
        body, kind = multipart({"csrf_token": luo.csrf, **WORDS}, b"a.pdf", data)
        answer = posted(luo, f"/audits/{audit_id}/S1.1/evidence", body, kind)
        assert answer.status_code == status
        if status == 422:
            assert "holds 2 MB; with this file it would pass its limit of 2 MB." in answer.text
            assert "Send a smaller file, or ask the administrator for a higher limit." in answer.text
            assert "Kept words" in answer.text
    assert rows(database) == 3
    assert len([path for path in config.files_folder.rglob("*") if path.is_file()]) == 1


def test_a_finding_holds_so_much_evidence_and_no_more(small, database, config, about):
    with database.unit_of_work(SYSTEM) as session:
        remember_file(session, UPLOAD, NOW.at)
        finding, other = notified(session), notified(session)
        session.add(FindingEvidence(finding_id=finding.id, size=990_000, **about))
        session.add(FindingEvidence(finding_id=other.id, size=10**9, **about))
        number = finding.id
    tan = small(TAN).speaking("zh")
    tan.page(f"/findings/{number}")
    body, kind = multipart({"csrf_token": tan.csrf, "about_on": "2024-03-30"}, b"a.pdf", padded(10_001))
    answer = posted(tan, f"/findings/{number}/evidence", body, kind)
    assert answer.status_code == 422
    assert "1 MB 的上限。请上传较小的文件，或请采购方调高上限。" in answer.text
    assert rows(database, FindingEvidence) == 2
    assert not any(path.is_file() for path in config.files_folder.rglob("*"))


def test_the_documents_of_an_audit_have_a_room_of_their_own(small, database, config, about):
    sent = {name: about[name] for name in ("digest", "media_type", "name")} | {"added_by": TAN.number}
    with database.unit_of_work(SYSTEM) as session:
        remember_file(session, UPLOAD, NOW.at)
        audit, rival = brought_to(session, "confirmed"), of_rival(session)
        mine, theirs = asked(session, audit), asked(session, rival)
        session.add(DocumentFile(request_id=mine.id, size=1_960_000, added_at=NOW.at, **sent))
        session.add(DocumentFile(request_id=theirs.id, size=10**9, added_at=NOW.at, **sent))
        session.add(Evidence(audit_id=audit.id, checkpoint="S1.2", size=2_000_000, **about))
        address = f"/audits/{audit.id}/visit/documents/{mine.id}"
    tan = small(TAN).speaking("zh")
    tan.page(address)
    for data, status in ((padded(40_001), 422), (padded(40_000), 302), (padded(2_000), 422)):
        body, kind = multipart({"csrf_token": tan.csrf}, b"a.pdf", data)
        answer = posted(tan, f"{address}/files", body, kind)
        assert answer.status_code == status
        assert status == 302 or "将超过 2 MB 的上限。请上传较小的文件，或请采购方调高上限。" in answer.text
    assert rows(database, DocumentFile) == 3
    assert len([path for path in config.files_folder.rglob("*") if path.is_file()]) == 1


def test_the_room_of_an_audit_is_counted_in_one_statement(small, audit_id, app):
    luo = at(small(LUO), audit_id)
    body, kind = multipart({"csrf_token": luo.csrf, **WORDS}, b"a.pdf", PDF)
    with statements(luo.app) as told:
        assert posted(luo, f"/audits/{audit_id}/S1.1/evidence", body, kind).status_code == 302
    assert len([one for one in told if "sum(evidence.size)" in one]) == 1
