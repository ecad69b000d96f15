"""Files sent beside words (comment, correction, dispute, appeal): hostile ones are refused, nothing is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.appeals.models import Appeal
from supplier_portal.findings.models import FindingEvidence
from supplier_portal.reports.models import FactualComment
from supplier_portal.tenders.models import Bidder, Correction
from supplier_portal.tenders.operations import AddBidder, add_bidder
from tests import appeals_story, findings_story, tenders_story
from tests.cast import HUILING, LIN, NOW, TAN, ZHOU
from tests.reports_story import with_supplier
from tests.security.corpus import corpus, multipart

pytestmark = [pytest.mark.safety(16), pytest.mark.safety(20)]
WORDS = "Kept words of ours"


def comment_door(session):
    audit = with_supplier(session)
    return f"/audits/{audit.id}/comments", {"text": WORDS, "about": ""}, FactualComment


def correction_door(session):
    far = replace(tenders_story.TERMS, deadline_at=datetime.now(UTC) + timedelta(days=30))
    tender = tenders_story.drafted(session, far)
    add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
    tenders_story.go_on(session, tender, "draft", "locked")
    own = session.scalars(select(Bidder.id).where(Bidder.tender_id == tender.id, Bidder.supplier_id == HUILING)).one()
    return f"/tenders/invited/{own}/corrections", {"text": WORDS}, Correction


def dispute_door(session):
    finding = findings_story.notified(session)
    return f"/findings/{finding.id}/moves", {"target": "disputed", "reason": WORDS}, FindingEvidence


def appeal_door(_):
    return "/appeals/new", {"about": appeals_story.CDP.key, "text": WORDS}, Appeal


@pytest.mark.parametrize(
    ("door", "field"),
    [(comment_door, "file"), (correction_door, "file"), (dispute_door, "files"), (appeal_door, "files")],
)
def test_a_hostile_file_is_refused_and_the_words_stay(as_person, database, config, door, field):
    with database.unit_of_work(SYSTEM) as session:
        address, words, row = door(session)
    tan, wrong = as_person(TAN), []
    tan.page("/profile")
    for one in corpus():
        if one.kept:
            continue
        body, kind = multipart({"csrf_token": tan.csrf, **words}, one.name.encode(), one.data, field)
        answer = tan.client.post(address, data=body, content_type=kind)
        if answer.status_code not in {413, 422} or (answer.status_code == 422 and WORDS not in answer.text):
            wrong.append(f"{one.what}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(row)) == 0
    assert not [path for path in config.files_folder.rglob("*") if path.is_file()]


@pytest.mark.safety(21)
@pytest.mark.parametrize(("door", "other"), [(comment_door, ZHOU), (correction_door, LIN)])
def test_the_other_side_gets_a_photo_without_what_the_camera_wrote(as_person, database, door, other):
    with database.unit_of_work(SYSTEM) as session:
        address, words, row = door(session)
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "canary in the exif"
    Image.new("RGB", (60, 40), "gray").save(data, "JPEG", exif=exif)
    tan, theirs = as_person(TAN), as_person(other)
    tan.page("/profile")
    body, kind = multipart({"csrf_token": tan.csrf, **words}, b"meter.jpg", data.getvalue())
    assert tan.client.post(address, data=body, content_type=kind).status_code == 302
    with database.reading(SYSTEM) as session:
        kept = session.scalars(select(row)).one()
        tender = session.scalar(select(Bidder.tender_id).where(Bidder.id == getattr(kept, "bidder_id", 0)))
    there = f"/tenders/{tender}/corrections/{kept.id}/file" if tender else f"{address}/{kept.id}/file"
    assert b"canary" in tan.get(f"{address}/{kept.id}/file").data
    answer = theirs.get(there)
    assert (answer.status_code, answer.mimetype, b"canary" in answer.data) == (200, "image/jpeg", False)
