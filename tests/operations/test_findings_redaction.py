"""Areas of a photo our side sent with a finding, covered before the supplier opens it again."""

from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.redaction import Area, Cover
from supplier_portal.files.operations import covered_picture, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.findings.models import MessageFile, PhotoRedaction
from supplier_portal.findings.operations import (
    AddFindingEvidence,
    WriteMessage,
    add_finding_evidence,
    write_message,
)
from supplier_portal.findings.operations.redacting import RedactPhoto, awaits_cover, redact_photo
from supplier_portal.findings.queries import handed_out
from supplier_portal.trail.models import Event
from tests import findings_story
from tests.cast import FANG, LUO, MO, NOW, PAN, TAN, YAN, ZHOU
from tests.operations.test_redaction import AREA, OTHER, picture


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


@pytest.fixture
def finding(session):
    return findings_story.brought_to(session, "cap_proposed")


@pytest.fixture
def upload(store):
    return take_in(store, picture(), "file", 1_000_000)


def message(session, finding, person, upload):
    sent = write_message(session, person.actor, WriteMessage(finding.id, "See", ((upload, "hall.jpg"),)), NOW)
    return session.scalars(select(MessageFile).where(MessageFile.message_id == sent.id)).one()


def evidence(session, finding, person, upload):
    return add_finding_evidence(session, person.actor, AddFindingEvidence(finding.id, upload, "a.jpg", NOW.day), NOW)


def redacted(session, store, finding, digest, person=ZHOU, **cover):
    given = {"areas": (AREA,), "reason": "A face", "base": 0} | cover
    asked = RedactPhoto(finding.id, digest, Cover(**given))
    awaits_cover(session, person.actor, asked)
    shown = covered_picture(store, digest, asked.cover)
    return redact_photo(session, person.actor, asked, shown, NOW)


@pytest.mark.safety(21)
def test_the_supplier_gets_the_covered_picture_wherever_the_photo_lies(session, store, finding, upload):
    rows = [(message(session, finding, ZHOU, upload), ZHOU), (evidence(session, finding, LUO, upload), LUO)]
    version = redacted(session, store, finding, upload.digest)
    for row, sender in rows:
        session.refresh(row)
        assert handed_out(session, TAN.actor, row, sender.number)[0] == version.shown_digest
        assert handed_out(session, FANG.actor, row, sender.number)[0] == upload.digest
    assert store.read(version.shown_digest) != store.read(upload.shown.digest)
    body = session.scalars(select(Event.body).order_by(Event.id.desc())).first()
    assert '"act":"redact_finding_photo"' in body
    assert "face" not in body


@pytest.mark.safety(21)
def test_the_same_photo_sent_again_is_covered_as_it_was(session, store, finding, upload):
    message(session, finding, ZHOU, upload)
    version = redacted(session, store, finding, upload.digest)
    assert message(session, finding, LUO, upload).shown_digest == version.shown_digest
    assert evidence(session, finding, LUO, upload).shown_digest == version.shown_digest


def test_a_photo_of_the_supplier_is_not_ours_to_cover(session, store, finding, upload):
    own = evidence(session, finding, TAN, upload)
    with pytest.raises(Missing):
        redacted(session, store, finding, upload.digest)
    message(session, finding, ZHOU, upload)
    redacted(session, store, finding, upload.digest)
    session.refresh(own)
    assert own.shown_digest == upload.shown.digest


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [YAN, TAN, MO], ids=lambda person: person.name)
def test_only_the_team_reviewers_and_planners_cover(session, store, finding, upload, person):
    message(session, finding, ZHOU, upload)
    with pytest.raises(Missing):
        redacted(session, store, finding, upload.digest, person)
    assert session.scalars(select(PhotoRedaction)).all() == []
    redacted(session, store, finding, upload.digest, PAN)


def test_a_photo_of_another_finding_is_not_found_under_this_one(session, store, finding, upload):
    other = findings_story.brought_to(session, "cap_proposed")
    message(session, other, ZHOU, upload)
    with pytest.raises(Missing):
        redacted(session, store, finding, upload.digest)


@pytest.mark.safety(25)
def test_of_two_who_cover_at_once_the_second_is_told(session, store, finding, upload):
    row = message(session, finding, ZHOU, upload)
    version = redacted(session, store, finding, upload.digest)
    with pytest.raises(Conflict, match=r"files\.redacted_meanwhile"):
        redacted(session, store, finding, upload.digest, LUO, areas=(OTHER,))
    session.refresh(row)
    assert row.shown_digest == version.shown_digest


def test_uncovering_is_one_more_version_and_shows_the_whole_again(session, store, finding, upload):
    row = message(session, finding, ZHOU, upload)
    redacted(session, store, finding, upload.digest)
    redacted(session, store, finding, upload.digest, areas=(), base=1)
    session.refresh(row)
    assert row.shown_digest == upload.shown.digest
    assert [one.areas for one in session.scalars(select(PhotoRedaction).order_by(PhotoRedaction.number))] == [
        [AREA.written()],
        [],
    ]


def test_an_area_outside_the_picture_is_refused_at_its_figure(session, store, finding, upload):
    message(session, finding, ZHOU, upload)
    wide = Area(*map(Decimal, ("95", "0", "10", "10")))
    with pytest.raises(Invalid) as caught:
        redacted(session, store, finding, upload.digest, areas=(AREA, wide))
    assert {fault.place: fault.code for fault in caught.value.faults} == {"areas-1-width": "files.area_too_wide"}


def test_a_version_is_never_changed(session, store, finding, upload):
    message(session, finding, ZHOU, upload)
    redacted(session, store, finding, upload.digest)
    with pytest.raises(DatabaseError, match="frozen"), session.begin_nested():
        session.execute(update(PhotoRedaction).values(reason="Another"))
