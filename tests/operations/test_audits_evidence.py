"""Evidence beside an answer."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from supplier_portal.audits.models import Evidence
from supplier_portal.audits.operations import AddEvidence, add_evidence
from supplier_portal.audits.queries import visible_evidence
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.files.models import StoredFile
from supplier_portal.files.operations import take_in
from supplier_portal.files.store import FileStore
from tests.audit_story import brought_to
from tests.cast import FANG, LUO, MO, NOW, RIVAL, TAN, YAN, ZHOU


@pytest.fixture
def photo(tmp_path):
    picture = BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    return take_in(FileStore(tmp_path / "files"), picture.getvalue(), "file", 1_000_000)


def evidence(audit, photo, checkpoint="S1.1", **other):
    given = {"name": "meter.png", "caption": "Main meter", "about_on": date(2024, 3, 30)}
    return AddEvidence(audit.id, checkpoint, photo, **given | other)


def test_a_photo_is_kept_with_its_hash_its_day_and_the_picture_others_see(session, photo):
    audit = brought_to(session, "in_progress")
    added = add_evidence(session, LUO.actor, evidence(audit, photo), NOW)
    again = add_evidence(session, LUO.actor, evidence(audit, photo, caption="Again"), NOW)
    assert (added.digest, added.about_on, added.added_by) == (photo.digest, date(2024, 3, 30), LUO.number)
    assert added.shown_digest not in (None, added.digest)
    assert again.digest == added.digest
    assert len(session.scalars(select(StoredFile)).all()) == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/pass\u202egnp.exe", "passgnp.exe"),
        ("C:\\photos\\电表.png", "电表.png"),
        ("\x00/", "file"),
        ("x" * 300, "x" * 200),
    ],
)
def test_the_name_loses_paths_and_marks(session, photo, given, kept):
    audit = brought_to(session, "in_progress")
    assert add_evidence(session, LUO.actor, evidence(audit, photo, name=given), NOW).name == kept


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"about_on": None}, {"about_on": "form.required"}),
        ({"about_on": date(2024, 4, 1)}, {"about_on": "audits.about_in_future"}),
        ({"about_on": date(1989, 12, 31)}, {"about_on": "audits.about_too_early"}),
        ({"caption": "x" * 301}, {"caption": "form.too_long"}),
        ({"caption": "a\x07"}, {"caption": "audits.control_character"}),
    ],
)
def test_wrong_words_about_it_are_refused_at_their_field(session, photo, other, expected):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Invalid) as caught:
        add_evidence(session, LUO.actor, evidence(audit, photo, **other), NOW)
    assert {fault.place: fault.code for fault in caught.value.faults} == expected


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [YAN, TAN, RIVAL, FANG])
def test_only_the_team_adds_evidence(session, photo, person):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Missing):
        add_evidence(session, person.actor, evidence(audit, photo), NOW)


def test_a_checkpoint_that_is_not_there_is_missing(session, photo):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Missing):
        add_evidence(session, LUO.actor, evidence(audit, photo, checkpoint="S9.9"), NOW)


@pytest.mark.parametrize("state", ["confirmed", "closing_held", "draft_sent"])
def test_evidence_is_added_only_in_progress(session, photo, state):
    audit = brought_to(session, state)
    with pytest.raises(Conflict, match=r"audits\.answers_closed"):
        add_evidence(session, LUO.actor, evidence(audit, photo), NOW)


def test_who_reads_answers_reads_their_evidence(session, photo):
    audit = brought_to(session, "in_progress")
    add_evidence(session, LUO.actor, evidence(audit, photo), NOW)
    found = {
        person.name: len(session.scalars(visible_evidence(person.actor)).all())
        for person in (ZHOU, FANG, YAN, MO, TAN, RIVAL)
    }
    assert found == {ZHOU.name: 1, FANG.name: 1, YAN.name: 0, MO.name: 0, TAN.name: 0, RIVAL.name: 0}
    session.execute(Evidence.__table__.metadata.tables["audit"].update().values(state="draft_sent"))
    assert len(session.scalars(visible_evidence(TAN.actor)).all()) == 1
    assert len(session.scalars(visible_evidence(RIVAL.actor)).all()) == 0
