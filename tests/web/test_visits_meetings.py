"""The pages of the opening and the closing meeting, the frozen record, and its PDF."""

import re
import shutil
import subprocess
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Missing
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.worker import Work, Worker
from supplier_portal.visits.jobs import JOBS
from supplier_portal.visits.models import Meeting, MeetingAttendee
from supplier_portal.visits.operations import NoteAcknowledgement, freeze_record, note_acknowledgement
from tests.audit_story import answer_all, brought_to
from tests.cast import LUO, NOW, RIVAL, TAN, ZHOU
from tests.findings_story import raise_one
from tests.visits_story import attended

HELD = {"held_on": "2024-03-30", "starts_at": "09:00", "ends_at": "09:30", "place": "Room 1", "points": "introductions"}


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, "in_progress").id


@pytest.fixture
def recorded(database):
    """An audit whose closing record is frozen: one finding acknowledged, one with an objection."""
    with database.unit_of_work(SYSTEM) as session:
        audit = brought_to(session, "in_progress")
        answer_all(session, audit)
        findings = [raise_one(session, audit, title="Meters miss a feeder"), raise_one(session, audit)]
        attended(session, audit, "closing")
        for finding, verdict in zip(findings, ("acknowledged", "objection"), strict=True):
            said = NoteAcknowledgement(audit.id, finding.id, verdict, "Bills were there <b>")
            note_acknowledgement(session, ZHOU.actor, said, NOW)
        freeze_record(session, ZHOU.actor, audit.id, "closing", NOW)
        return audit.id


def rows(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(model).order_by(model.id)).all()


def test_an_opening_meeting_is_written_signed_and_frozen(as_person, database, audit_id):
    luo, address = as_person(LUO), f"/audits/{audit_id}/visit/opening"
    luo.page(address)
    refused = luo.post(address, HELD | {"ends_at": "08:00", "place": "Kept words"})
    assert (refused.status_code, "Kept words" in refused.text) == (422, True)
    assert luo.post(address, HELD).status_code == 302
    assert "somebody of the supplier’s side" in luo.page(address)
    assert luo.post(f"{address}/record").status_code == 409
    assert luo.post(f"{address}/attendance/team").status_code == 302
    wrong = luo.post(f"{address}/attendance", {"side": "", "name": "Tan Kewei", "role": "Kept words"})
    assert (wrong.status_code, "Kept words" in wrong.text) == (422, True)
    person = {"side": "supplier", "name": "Tan Kewei", "role": "Plant manager"}
    assert luo.post(f"{address}/attendance", person).status_code == 302
    for one in rows(database, MeetingAttendee):
        form = {f"sign{one.id}-typed_name": one.name, f"sign{one.id}-agreed": "y"}
        unticked = luo.post(f"{address}/attendance/{one.id}", {f"sign{one.id}-typed_name": one.name})
        assert (unticked.status_code, "Tick that the pledge was read" in unticked.text) == (422, True)
        assert luo.post(f"{address}/attendance/{one.id}", form).status_code == 302
    assert "Freeze with 3 signatures" in luo.page(address)
    assert luo.post(f"{address}/record").status_code == 302
    meeting = rows(database, Meeting)[0]
    frozen = luo.page(address)
    assert meeting.sha256 in frozen
    signed = rows(database, MeetingAttendee)[0].signed_at.astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{signed:%H:%M:%S}" in frozen
    assert luo.post(address, HELD).status_code == 409


def test_an_objection_without_words_is_told_at_its_field(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        number = raise_one(session, audit).id
        attended(session, audit, "closing")
    zhou, address = as_person(ZHOU), f"/audits/{audit_id}/visit/closing"
    assert "Meters cover 46 per cent" in zhou.page(address)
    form = {f"finding{number}-verdict": "objection", f"finding{number}-note": " "}
    assert "Write the objection down." in zhou.post(f"{address}/findings/{number}", form).text
    form[f"finding{number}-note"] = "The feeder is not ours"
    assert zhou.post(f"{address}/findings/{number}", form).status_code == 302
    assert "The feeder is not ours" in zhou.page(address)


def test_the_whole_record_offers_the_move_and_the_supplier_reads_it(as_person, database, recorded):
    address = f"/audits/{recorded}/visit/closing"
    zhou, luo = as_person(ZHOU), as_person(LUO)
    assert "Closing meeting is held" in zhou.page(address)
    assert "Closing meeting is held" not in luo.page(address)
    tan = as_person(TAN).speaking("zh")
    page = tan.page(address)
    assert all(
        word in page for word in ("Meters miss a feeder", "已记录异议", "廉洁承诺书", "Bills were there &lt;b&gt;")
    )
    assert "no closing record yet" not in zhou.page(f"/audits/{recorded}")
    zhou.page(address)
    assert zhou.post(f"/audits/{recorded}/moves", {"target": "closing_held"}).status_code == 302
    with database.reading(SYSTEM) as session:
        assert session.get_one(Audit, recorded).state == "closing_held"


def test_before_it_is_frozen_the_supplier_reads_nothing_of_it(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        raise_one(session, audit)
        attended(session, audit, "closing")
    page = as_person(TAN).page(f"/audits/{audit_id}/visit/closing")
    assert "There is no record of this meeting yet" in page
    assert "Tan Kewei" not in page
    tan = as_person(TAN)
    tan.page(f"/audits/{audit_id}/visit/closing")
    assert tan.post(f"/audits/{audit_id}/visit/closing/pdf").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Integrity pledge", "Objection noted", "company stamp")), ("zh", ("廉洁承诺书", "已记录异议", "公章"))],
)
def test_the_pdf_has_attendance_pledge_answers_and_a_place_for_the_stamp(
    as_person, database, config, recorded, tmp_path, *, language, words
):
    tan = as_person(TAN).speaking(language)
    tan.page(f"/audits/{recorded}/visit/closing")
    asked = tan.post(f"/audits/{recorded}/visit/closing/pdf")
    Worker(database, config, JOBS).run_due()
    found = re.search(r'href="(/jobs/\d+/file)"', tan.page(asked.headers["Location"]))
    path = tmp_path / "record.pdf"
    path.write_bytes(tan.get(found[1]).data)
    text = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", str(path), "-"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    plain = " ".join(text.split())
    assert all(word in plain for word in (*words, "Tan Kewei", "Meters miss a feeder"))
    assert rows(database, Meeting)[0].sha256 in "".join(text.split())


def test_a_job_of_another_company_makes_nothing(database, config, recorded):
    with database.unit_of_work(SYSTEM) as session:
        given = {"due": NOW.at, "asked_at": NOW.at, "account_id": RIVAL.number}
        job = Job(name="visits.meeting_pdf", arguments={"audit": recorded, "meeting": "closing"}, **given)
        session.add(job)
        session.flush()
    with pytest.raises(Missing):
        JOBS["visits.meeting_pdf"](Work(job, database, config))
