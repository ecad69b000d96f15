"""The printed report: what stands in it in each language, what never does, and by what it is checked."""

import re
import subprocess
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import event, select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.config import Config
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.scoring import sha256_of
from supplier_portal.files.store import FileStore
from supplier_portal.findings.models import Finding
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.worker import Work
from supplier_portal.output.qr_code import QUIET, qr_code
from supplier_portal.reports.jobs import JOBS, make_report
from supplier_portal.reports.models import ReportSeal
from supplier_portal.reports.operations import AnswerComment, answer_comment, issue_audit
from supplier_portal.reports.photos import WIDEST, print_photos
from supplier_portal.reports.queries.printed import printed_report
from supplier_portal.reports.sealed import sealed_document
from tests.cast import FANG, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU, Person
from tests.findings_story import CANARY, NOTE, add_audit, later, raise_one
from tests.reports_story import CODE, GPS, add_photo, amended, commented, issued, photo, with_supplier

BOTH = ["zh", "en"]
PDFTOTEXT = "pdftotext"


def made(database, config: Config, audit_id: int, languages=BOTH, person: Person = PAN) -> tuple[bytes, str]:
    """The report as the worker makes it for this person, with its file's name."""
    with database.unit_of_work(person.actor) as session:
        command = AskJob("reports.report_pdf", {"audit_id": audit_id, "languages": languages}, "en")
        job: Job = ask_job(session, person.actor, command, NOW.at)
    effect = make_report(Work(job, database, config))
    assert effect.made is not None
    return FileStore.of(config).read(effect.made.digest), effect.made.name


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        [PDFTOTEXT, "-layout", str(path), "-"], check=True, capture_output=True, text=True, timeout=60
    )
    return told.stdout


def unpacked(pdf: bytes) -> bytes:
    """The file with its compressed streams laid open."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(one) for one in streams if one.startswith(b"x"))


@pytest.fixture
def of_issued(database):
    """Huiling's issued audit, a comment declined, and Mingyan's audit as noise."""
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session, S2_1="NA")
        session.execute(
            update(Answer).where(Answer.checkpoint == "S3.4").values(population=80, sampled=12, conforming=11)
        )
        comment = commented(session, audit)
        command = AnswerComment(audit.id, comment.id, "declined", "The list came a week later.")
        answer_comment(session, ZHOU.actor, command, later(1))
        issue_audit(session, FANG.actor, audit.id, later(6), code=CODE)
        rival = add_audit(session, supplier=MINGYAN)
        raise_one(session, rival)
    return audit.id


def test_the_report_stands_in_chinese_then_in_english(database, config, of_issued, tmp_path):
    pdf, name = made(database, config, of_issued)
    told = text_of(pdf, tmp_path)
    assert name == "report-A-2024-0001.pdf"
    for said in ("审核报告", "惠岭精密电子", "审核发现", "公章"):
        assert said in told, said
    for said in ("Audit report A-2024-0001", "Huiling Precision Electronics", "Meters cover 46 per cent of energy",
                 "12 of 80", "The meters cover 64 per cent", "The list came a week later.", "Zhou Lead",
                 "Company stamp"):  # fmt: skip
        assert said in told, said
    assert told.index("审核报告 A-2024-0001") < told.index("Audit report A-2024-0001")
    pages = re.findall(r"Page (\d+) of (\d+)", told)
    assert pages[-1][0] == pages[-1][1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_language_alone_is_made_on_wish(database, config, of_issued, tmp_path, language):
    told = text_of(made(database, config, of_issued, [language])[0], tmp_path)
    heads = {"zh": "审核报告", "en": "Audit report"}
    assert [one for one, head in heads.items() if head in told] == [language]


@pytest.mark.safety(3)
@pytest.mark.parametrize("person", [TAN, ZHOU, FANG])
def test_no_working_note_and_nothing_of_a_rival_is_in_any_readers_report(database, config, of_issued, tmp_path, person):
    told = text_of(made(database, config, of_issued, person=person)[0], tmp_path)
    assert NOTE not in told
    assert CANARY not in told


@pytest.mark.parametrize("person", [RIVAL, YAN, LIN, MO])
def test_who_may_not_read_the_report_gets_none_from_the_worker_either(database, config, of_issued, person):
    with pytest.raises(Missing):
        made(database, config, of_issued, person=person)


def test_a_closed_account_gets_no_report(database, config, of_issued):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Account).where(Account.id == PAN.number).values(active=False))
    with pytest.raises(Missing):
        made(database, config, of_issued)


def test_a_draft_is_marked_across_its_header_and_carries_no_seal(database, config, tmp_path):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
    pdf, name = made(database, config, audit.id, person=TAN)
    told = text_of(pdf, tmp_path)
    pages = int(re.findall(r"Page \d+ of (\d+)", told)[-1])
    assert told.count("DRAFT 初稿") == pages
    assert "SHA-256" not in told
    assert name == "report-A-2024-0001-draft.pdf"


def test_a_draft_that_went_back_is_not_the_suppliers_any_more(database, config):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
        audit.state = "in_review"
    with pytest.raises(Missing):
        made(database, config, audit.id, person=TAN)
    assert made(database, config, audit.id, ["en"], FANG)[0].startswith(b"%PDF")


def test_the_seal_is_the_hash_of_what_was_issued(database, config, of_issued, tmp_path):
    with database.reading(SYSTEM) as session:
        seal = session.scalars(select(ReportSeal)).one()
        document = sealed_document(session, session.get_one(Audit, of_issued))
    assert seal.sha256 == sha256_of(document)
    assert (seal.code, seal.revision, seal.issued_on) == (CODE, 1, later(6).day)
    assert {entry["severity"] for entry in document["findings"]} == {"major", "none"}
    told = text_of(made(database, config, of_issued)[0], tmp_path)
    assert told.count(seal.sha256) == 2
    assert "DRAFT" not in told


def test_an_audit_issued_without_a_seal_gets_one_at_its_first_printing(database, config, tmp_path):
    with database.unit_of_work(SYSTEM) as session:
        audit = issued(session, code=None)
    for _ in range(2):
        made(database, config, audit.id, ["en"])
    with database.reading(SYSTEM) as session:
        seal = session.scalars(select(ReportSeal)).one()
    assert re.fullmatch(r"[0-9a-f]{32}", seal.code)
    assert seal.issued_on == later(6).day


def test_a_later_revision_says_why_it_was_made(database, config, tmp_path):
    with database.unit_of_work(SYSTEM) as session:
        first = issued(session)
        second = amended(session, first, code="f" * 32)
    pdf, name = made(database, config, second.id, ["en"])
    told = text_of(pdf, tmp_path)
    assert name == "report-A-2024-0001-r2.pdf"
    for said in (
        "revision 2",
        "An appeal was granted",
        "The list of meters was complete.",
        "S3.4: 3 → 4",
        "Fang Reviewer",
    ):
        assert said in told, said
    assert "Meters cover 46 per cent of energy" in told
    assert "revision 2" not in text_of(made(database, config, first.id, ["en"])[0], tmp_path)


def test_the_last_audit_of_the_site_stands_beside(database, config, tmp_path):
    with database.unit_of_work(SYSTEM) as session:
        issued(session, code=None, S3_4="1")
        second = with_supplier(session)
    told = text_of(made(database, config, second.id, ["en"])[0], tmp_path)
    assert "Last audit: A-2024-0001" in told
    assert re.search(r"S3\.4 .* \+2 ", told)


def test_a_withdrawn_finding_is_marked_and_not_counted(database, config, tmp_path):
    with database.unit_of_work(SYSTEM) as session:
        first = issued(session)
        session.execute(update(Finding).where(Finding.kind == "nonconformity").values(state="withdrawn"))
        second = amended(session, first, ground="finding_withdrawn")
    told = text_of(made(database, config, second.id, ["en"])[0], tmp_path)
    assert re.search(r"Withdrawn\s+NC-2024-0001 Meters cover", told)
    with database.reading(PAN.actor) as session:
        counts = printed_report(session, PAN.actor, second.id, NOW.day).counts
    assert counts == {"critical": 0, "major": 0, "minor": 0, "observation": 0, "strength": 1}


def test_a_later_revision_stands_beside_the_one_before(database, config, tmp_path):
    with database.unit_of_work(SYSTEM) as session:
        second = amended(session, issued(session), levels={"S3.4": "0"})
    with database.reading(PAN.actor) as session:
        effect = printed_report(session, PAN.actor, second.id, NOW.day).effect
        first = printed_report(session, PAN.actor, second.revises_id, NOW.day)
    assert effect.before == first.report.preview
    assert effect.after.raw < effect.before.raw
    assert first.effect is None
    told = text_of(made(database, config, second.id, ["en"])[0], tmp_path)
    assert re.search(rf"Audit score +{effect.before.raw} +{effect.after.raw}", told)


def test_a_revision_printed_before_it_was_sealed_gets_the_day_of_its_own_issue(database, config):
    with database.unit_of_work(SYSTEM) as session:
        second = amended(session, issued(session), code=None)
    made(database, config, second.id, ["en"])
    with database.reading(SYSTEM) as session:
        seals = session.scalars(select(ReportSeal).order_by(ReportSeal.revision)).all()
    assert [seal.issued_on for seal in seals] == [later(6).day, later(20).day]


def test_the_address_of_the_check_stands_beside_its_code(database, of_issued, tmp_path, config):
    own = replace(config, public_address="https://suppliers.example.com/")
    told = text_of(made(database, own, of_issued)[0], tmp_path)
    assert told.count(f"https://suppliers.example.com/check/{CODE}") == 2


@pytest.mark.safety(21)
def test_photos_in_the_report_hold_nothing_a_camera_wrote(database, config):
    store = FileStore.of(config)
    upload = photo(store)
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
        add_photo(session, audit, upload)
        add_photo(session, audit, upload, "S1.2")
    laid_open = unpacked(made(database, config, audit.id)[0])
    assert b"/Subtype /Image" in laid_open or b"/Subtype/Image" in laid_open
    for written in (b"Exif", GPS, b"GPS"):
        assert written not in laid_open
    assert GPS in store.read(upload.digest)


def test_photos_are_made_small_enough_for_paper(config):
    store = FileStore.of(config)
    upload = photo(store)
    shown = upload.shown.digest
    small = print_photos(store, [shown, "00" * 32])
    assert list(small) == [shown]
    with Image.open(BytesIO(small[shown])) as picture:
        assert max(picture.size) == WIDEST
    assert len(small[shown]) < len(store.read(shown))


def test_a_report_takes_a_fixed_number_of_statements(database, config):
    with database.unit_of_work(SYSTEM) as session:
        audit = with_supplier(session)
    told: list[str] = []

    def count() -> int:
        with database.reading(TAN.actor) as session:
            told.clear()
            printed_report(session, TAN.actor, audit.id, NOW.day)
        return len(told)

    event.listen(database.engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    with database.unit_of_work(SYSTEM) as session:
        commented(session, audit)
    few = count()
    with database.unit_of_work(SYSTEM) as session:
        for checkpoint in ("S1.1", "S1.2", "S4.2"):
            commented(session, audit, checkpoint=checkpoint)
            add_photo(session, audit, photo(FileStore.of(config)), checkpoint)
    assert count() == few <= 20


def test_a_qr_code_is_drawn_whole_with_its_quiet_zone():
    code = qr_code(f"http://localhost:8000/check/{CODE}")
    corners = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", code.path)]
    assert min(corners) == (QUIET, QUIET)
    assert max(y for _, y in corners) == code.size - QUIET - 1
    assert code.path.count("M") > 100
    assert JOBS.keys() == {"reports.report_pdf"}
