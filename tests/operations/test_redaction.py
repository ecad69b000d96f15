"""Areas of a photo covered before the supplier sees it."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO
from threading import Barrier

import pytest
from PIL import Image
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Evidence, EvidenceRedaction
from supplier_portal.audits.operations import (
    AddEvidence,
    RedactEvidence,
    add_evidence,
    awaits_redaction,
    redact_evidence,
)
from supplier_portal.audits.redactions import redactions_of, versions_of
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.redaction import MOST_AREAS, Area, Cover
from supplier_portal.files.kinds import COVER, shown_picture
from supplier_portal.files.operations import covered_picture, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.trail.models import Event
from tests import audit_story, findings_story
from tests.cast import FANG, LUO, MO, NOW, PAN, TAN, YAN, ZHOU

AREA = Area(*map(Decimal, ("25.0", "50.0", "25.0", "25.0")))
OTHER = Area(*map(Decimal, ("0.0", "0.0", "10.0", "10.0")))
FAR = 60
"""How far a colour may be from another after it was written as JPEG."""


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


def picture(turned=1):
    data, written = BytesIO(), Image.Exif()
    written[0x0112], written[0x010E] = turned, "@camera@"
    Image.new("RGB", (400, 200), "white").save(data, "JPEG", exif=written)
    return data.getvalue()


@pytest.fixture
def photo(session, store):
    """A photo of an audit in progress, white all over, beside another of another checkpoint."""
    audit, upload = audit_story.brought_to(session, "in_progress"), take_in(store, picture(), "file", 1_000_000)
    one = add_evidence(session, ZHOU.actor, AddEvidence(audit.id, "S1.1", upload, "a.jpg", "", NOW.day), NOW)
    other = BytesIO()
    Image.new("RGB", (8, 8), "green").save(other, "JPEG")
    upload = take_in(store, other.getvalue(), "file", 1_000_000)
    add_evidence(session, ZHOU.actor, AddEvidence(audit.id, "S1.2", upload, "b.jpg", "", NOW.day), NOW)
    return one


def command(photo, areas=(AREA,), reason="A face", base=0):
    return RedactEvidence(photo.audit_id, photo.id, Cover(areas, reason, base))


def redacted(session, store, photo, person=ZHOU, **other):
    asked = command(photo, **other)
    awaits_redaction(session, person.actor, asked)
    shown = covered_picture(store, photo.digest, asked.cover)
    return redact_evidence(session, person.actor, asked, shown, NOW)


def all_versions(session, photo):
    return versions_of(session, redactions_of(session, photo))


def colours(data):
    with Image.open(BytesIO(data)) as shown:
        return shown.convert("RGB")


def near(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < FAR


@pytest.mark.parametrize(
    ("turned", "size"), [pytest.param(1, (400, 200), id="upright"), pytest.param(6, (200, 400), id="held upright")]
)
def test_an_area_is_painted_over_where_the_reader_sees_it_and_nothing_else_is(turned, size):
    shown = colours(shown_picture(picture(turned), "file", [AREA]))
    width, height = shown.size
    assert shown.size == size
    for x, y in ((26, 51), (37, 62), (49, 74)):
        assert near(shown.getpixel((width * x // 100, height * y // 100)), COVER)
    for x, y in ((10, 10), (22, 62), (53, 62), (37, 46), (37, 79)):
        assert near(shown.getpixel((width * x // 100, height * y // 100)), (255, 255, 255))


@pytest.mark.parametrize(
    ("area", "size", "points"),
    [
        (("0", "0", "100", "100"), (400, 200), (0, 399, 0, 199)),
        (("25", "50", "25", "25"), (400, 200), (100, 199, 100, 149)),
        (("33.3", "33.3", "33.3", "33.3"), (10, 10), (3, 6, 3, 6)),
        (("99.9", "99.9", "0.1", "0.1"), (8, 8), (7, 7, 7, 7)),
    ],
)
def test_a_point_that_an_area_touches_is_covered(area, size, points):
    assert Area(*map(Decimal, area)).points(*size) == points


@pytest.mark.safety(21)
def test_the_covered_picture_takes_the_place_of_the_one_others_see_and_the_photo_stays(session, store, photo):
    came, before = photo.digest, photo.shown_digest
    other = session.scalars(select(Evidence).where(Evidence.id != photo.id)).one().shown_digest
    redaction = redacted(session, store, photo)
    session.refresh(photo)
    assert (photo.digest, photo.shown_digest) == (came, redaction.shown_digest)
    assert photo.shown_digest != before
    assert store.read(came) == picture()
    data = store.read(photo.shown_digest)
    assert data.startswith(b"\xff\xd8\xff")
    assert b"@camera@" not in data
    assert session.scalars(select(Evidence).where(Evidence.id != photo.id)).one().shown_digest == other
    body = session.scalars(select(Event.body).order_by(Event.id.desc())).first()
    assert '"act":"redact_evidence"' in body
    assert "face" not in body


def test_every_version_is_kept_with_who_made_it_and_why_and_uncovering_is_one_more(session, store, photo):
    whole = photo.shown_digest
    redacted(session, store, photo)
    redacted(session, store, photo, FANG, areas=(AREA, OTHER), reason="A screen", base=1)
    redacted(session, store, photo, LUO, areas=(), reason="Consent given", base=2)
    session.refresh(photo)
    versions = all_versions(session, photo)
    assert [(one.redaction.number, one.areas, one.by, one.redaction.reason) for one in versions] == [
        (1, (AREA,), ZHOU.name, "A face"),
        (2, (AREA, OTHER), FANG.name, "A screen"),
        (3, (), LUO.name, "Consent given"),
    ]
    assert photo.shown_digest == whole


def test_of_two_who_cover_at_once_the_second_is_told(session, store, photo):
    redacted(session, store, photo)
    shown = photo.shown_digest
    with pytest.raises(Conflict, match=r"files\.redacted_meanwhile"):
        redacted(session, store, photo, LUO, areas=(OTHER,))
    assert photo.shown_digest == shown
    assert session.scalar(select(func.count()).select_from(EvidenceRedaction)) == 1


@pytest.mark.safety(25)
def test_of_two_transactions_at_once_one_wins_and_the_picture_is_the_winner_s(database, store):
    with database.unit_of_work(SYSTEM) as session:
        audit, upload = audit_story.brought_to(session, "in_progress"), take_in(store, picture(), "file", 1_000_000)
        given = AddEvidence(audit.id, "S1.1", upload, "a.jpg", "", NOW.day)
        photo = add_evidence(session, ZHOU.actor, given, NOW)
    start = Barrier(2)

    def cover(given):
        person, covered = given
        asked = command(photo, areas=(covered,))
        shown = covered_picture(store, photo.digest, asked.cover)
        start.wait()
        try:
            with database.unit_of_work(person.actor) as session:
                return redact_evidence(session, person.actor, asked, shown, NOW).shown_digest
        except Conflict:
            return None

    with ThreadPoolExecutor(2) as pool:
        won = list(filter(None, pool.map(cover, [(ZHOU, AREA), (LUO, OTHER)])))
    with database.reading(SYSTEM) as session:
        assert [session.get_one(Evidence, photo.id).shown_digest] == won
        assert [one.shown_digest for one in session.scalars(select(EvidenceRedaction))] == won


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [YAN, TAN, PAN, MO], ids=lambda person: person.role)
def test_only_the_team_and_reviewers_cover(session, store, photo, person):
    with pytest.raises(Missing):
        redacted(session, store, photo, person)
    assert session.scalar(select(func.count()).select_from(EvidenceRedaction)) == 0


def area(left="0", top="0", width="10", height="10"):
    return Area(*map(Decimal, (left, top, width, height)))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"areas": ()}, {"": "files.no_area"}),
        ({"reason": " "}, {"reason": "form.required"}),
        ({"reason": "x" * 301}, {"reason": "form.too_long"}),
        ({"reason": "a\x07"}, {"reason": "audits.control_character"}),
        ({"areas": (AREA, area(left="-0.1"))}, {"areas-1-left": "files.area_outside"}),
        ({"areas": (area(top="100"),)}, {"areas-0-top": "files.area_outside"}),
        ({"areas": (area(width="0"),)}, {"areas-0-width": "files.area_too_wide"}),
        ({"areas": (area(top="95", height="5.1"),)}, {"areas-0-height": "files.area_too_wide"}),
        ({"areas": (AREA,) * (MOST_AREAS + 1)}, {"": "files.too_many_areas"}),
    ],
)
def test_a_wrong_area_or_reason_is_refused_at_its_field(session, store, photo, other, expected):
    with pytest.raises(Invalid) as caught:
        redacted(session, store, photo, **other)
    assert {fault.place: fault.code for fault in caught.value.faults} == expected


def test_the_same_areas_again_are_refused(session, store, photo):
    redacted(session, store, photo)
    with pytest.raises(Invalid) as caught:
        redacted(session, store, photo, base=1)
    assert [fault.code for fault in caught.value.faults] == ["files.areas_unchanged"]


def test_a_photo_is_covered_after_the_report_too_but_nothing_else_of_it_changes(session, store):
    audit = findings_story.add_audit(session, "in_progress")
    upload = take_in(store, picture(), "file", 1_000_000)
    photo = add_evidence(session, ZHOU.actor, AddEvidence(audit.id, "S1.1", upload, "a.jpg", "", audit.ends_on), NOW)
    audit.state = "issued"
    session.flush()
    redacted(session, store, photo, FANG)
    assert [one.areas for one in all_versions(session, photo)] == [(AREA,)]
    with pytest.raises(DatabaseError, match="frozen"), session.begin_nested():
        session.execute(update(Evidence).where(Evidence.id == photo.id).values(caption="Another"))


def test_the_same_photo_is_covered_in_every_revision_of_the_audit(session, store):
    first = findings_story.add_audit(session, "in_progress")
    second = findings_story.add_audit(session, "in_progress")
    second.number, second.revises_id, second.revision = f"{first.number}/2", first.id, 2
    upload = take_in(store, picture(), "file", 1_000_000)
    photos = [
        add_evidence(session, ZHOU.actor, AddEvidence(audit.id, "S1.1", upload, "a.jpg", "", audit.ends_on), NOW)
        for audit in (first, second)
    ]
    redacted(session, store, photos[1])
    for photo in photos:
        session.refresh(photo)
    assert photos[0].shown_digest == photos[1].shown_digest != upload.shown.digest
    assert [one.areas for one in all_versions(session, photos[0])] == [(AREA,)]
    with pytest.raises(Conflict):
        redacted(session, store, photos[0], areas=(OTHER,))


def test_a_version_is_never_changed(session, store, photo):
    redacted(session, store, photo)
    with pytest.raises(DatabaseError, match="frozen"), session.begin_nested():
        session.execute(update(EvidenceRedaction).values(reason="Another"))
