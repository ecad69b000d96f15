"""What is confidential reaches nobody else: every page, file and export is read for marks left in every free text."""

import gzip
import io
import re
import shutil
import subprocess
import zipfile

import pytest

from supplier_portal.access.permissions import Permission
from supplier_portal.cli.house import jobs
from supplier_portal.jobs.worker import Worker
from supplier_portal.web.authorize import guard_of
from tests.cast import HUILING, LIN, MINGYAN, MO, PAN, TAN, ZHOU
from tests.security.canaries import PRICE, mark
from tests.security.world import build_rows

pytestmark = pytest.mark.safety(3)
MARK = re.compile(r"([a-z_]+\.[a-z_0-9]+)of(own|rival|ourtender|theirtender)")
PRICES = (f"{PRICE}", f"{PRICE:,}", str(PRICE).replace(".", ""))
INVITED = frozenset({"tender.title", "tender.tax_basis", "tender.delivery_term"})
"""What a bidder reads of a tender it is invited to."""
WORKING_NOTES = frozenset({"answer.note", "evidence.caption", "review_comment.text"})
BUYERS_OWN = frozenset({"review_comment.text", "conflict_of_interest.reason", "programme_line.note", "waiver.reason"})
OWN_CONFLICT = frozenset({"conflict_of_interest.reason", "supplier.name_en", "supplier.name_zh"})
"""What an auditor has declared, and the names to choose from when declaring."""
PEOPLE = (TAN, LIN, ZHOU, MO, PAN)
FEWEST = 30
PDF, ZIPPED = b"%PDF", b"PK\x03\x04"


def may(person, column, owner):
    """Whether this person may read that column of that owner's rows."""
    of_tender = owner.endswith("tender")
    if person is TAN:
        ours = owner == "own" and column not in BUYERS_OWN
        return ours or (owner == "ourtender" and column in INVITED)
    if of_tender:
        return person is LIN and owner == "ourtender"
    if column in WORKING_NOTES and person in {LIN, MO}:
        return False
    return person is not ZHOU or owner == "own" or column in OWN_CONFLICT


@pytest.fixture
def marked(database, config):
    rows = build_rows(database, config)
    ours, theirs = rows.own["tender_id"], rows.other["tender_id"]
    names = {
        ("supplier", HUILING): "own",
        ("supplier", MINGYAN): "rival",
        ("tender", ours): "our tender",
        ("tender", theirs): "their tender",
    }
    with database.engine.begin() as connection:
        columns = mark(connection, names)
    assert {"supplier.name_en", "answer.note", "finding.seen", "corrective_action_plan.root_cause"} <= columns
    return rows


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person.role}-{person.number}")
def test_nobody_reads_what_is_another_s(app, as_person, database, config, marked, person):
    browser, read = as_person(person), {}
    for rule in list(app.url_map.iter_rules()):
        if isinstance(guard_in(app, rule.endpoint), Permission):
            for whose in ("own", "other"):
                read |= walked(app, browser, rule, marked.of(person, whose))
    assert len(read) > FEWEST
    Worker(database, config, jobs()).run_due()
    for number in re.findall(r'href="/jobs/(\d+)"', browser.client.get("/jobs").text):
        read[f"/jobs/{number}/file"] = browser.client.get(f"/jobs/{number}/file").data
    wrong = [fault for address, body in read.items() for fault in leaks(person, address, plain(body))]
    assert not wrong, "\n".join(sorted(set(wrong)))


def walked(app, browser, rule, ids):
    """The answers of one route; of what is asked for by posting, only files are asked for."""
    arguments = {name: ids[name] for name in rule.arguments}
    bound, found = app.url_map.bind("localhost"), {}
    if "GET" in rule.methods:
        address = bound.build(rule.endpoint, arguments, method="GET")
        found[address] = browser.client.get(address).data
    elif "POST" in rule.methods and asks_for_file(rule.endpoint):
        address = bound.build(rule.endpoint, arguments, method="POST")
        for language in ("en", "zh"):
            data = {"csrf_token": browser.csrf, "language": language, "languages": language}
            found[f"{address} {language}"] = browser.client.post(address, data=data).data
    return found


def asks_for_file(endpoint):
    return any(word in endpoint for word in ("ask_", "workbook", "pdf", "print", "make_blank", "export"))


def guard_in(app, endpoint):
    with app.app_context():
        return guard_of(endpoint)


def leaks(person, address, text):
    packed = re.sub(r"\s", "", text)
    for column, owner in set(MARK.findall(packed)):
        if not may(person, column, owner):
            yield f"{person.role} reads {column} of {owner} at {address}"
    if person is not LIN and any(price in packed for price in PRICES):
        yield f"{person.role} reads a price at {address}"


def plain(body):
    """The text in an answer, in the files of an archive, of a workbook, of a PDF."""
    if body[:2] == b"\x1f\x8b":
        return plain(gzip.decompress(body))
    if body.startswith(ZIPPED):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(plain(archive.read(name)) for name in archive.namelist())
    if body.startswith(PDF):
        tool = shutil.which("pdftotext") or "pdftotext"
        return subprocess.run([tool, "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    return body.decode("utf-8", "replace")
