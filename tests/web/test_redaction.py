"""Covering areas of a photo on its page: by figures alone, and what each side sees afterwards."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, Evidence, EvidenceRedaction
from supplier_portal.files.kinds import COVER
from tests import audit_story
from tests.cast import FANG, LUO, NOW, TAN, YAN, ZHOU

FAR = 60


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return audit_story.brought_to(session, "in_progress").id


@pytest.fixture
def photo(as_person, database, audit_id):
    """A white photo of the audit's first checkpoint, sent by Luo."""
    data = BytesIO()
    Image.new("RGB", (400, 200), "white").save(data, "JPEG")
    form = {"about_on": NOW.day.isoformat(), "caption": "Hall", "file": (BytesIO(data.getvalue()), "hall.jpg")}
    luo = as_person(LUO)
    luo.page(f"/audits/{audit_id}/S1.1")
    luo.post(f"/audits/{audit_id}/S1.1/evidence", form, content_type="multipart/form-data")
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Evidence)).one()


@pytest.fixture
def address(photo):
    return f"/audits/{photo.audit_id}/evidence/{photo.id}/redaction"


def at(as_person, person, address):
    """A person's browser that has opened the page."""
    browser = as_person(person)
    browser.page(address)
    return browser


def areas(*given, **other):
    sides = ("left", "top", "width", "height")
    lines = {
        f"areas-{place}-{side}": figure
        for place, figures in enumerate(given)
        for side, figure in zip(sides, figures, strict=True)
    }
    return {"reason": "A face of the night shift", "base": "0"} | lines | other


FACE = ("25", "50", "25", "25")


def sent(as_person, database, audit_id):
    """Bring the draft to the supplier."""
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        audit_story.answer_all(session, audit)
        audit.state, audit.comments_until = "draft_sent", NOW.day


def colour(answer, at):
    with Image.open(BytesIO(answer.data)) as shown:
        return shown.convert("RGB").getpixel(at)


def near(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < FAR


@pytest.mark.safety(21)
def test_covered_areas_are_black_to_the_supplier_and_gone_from_every_address_it_has(
    as_person, database, audit_id, photo, address
):
    luo = at(as_person, LUO, address)
    assert luo.post(address, areas(FACE)).status_code == 303
    sent(as_person, database, audit_id)
    tan = as_person(TAN)
    page = tan.page(f"/audits/{audit_id}/S1.1")
    seen = tan.get(f"/audits/{audit_id}/evidence/{photo.id}/picture")
    assert f"/evidence/{photo.id}/picture" in page
    assert near(colour(seen, (150, 125)), COVER)
    assert near(colour(seen, (30, 30)), (255, 255, 255))
    for kept in (f"/audits/{audit_id}/evidence/{photo.id}/file", address, f"{address}/picture"):
        assert tan.get(kept).status_code == 404
    assert "night shift" not in page
    assert luo.get(f"/audits/{audit_id}/evidence/{photo.id}/file").status_code == 200
    assert near(colour(luo.get(f"{address}/picture"), (150, 125)), (255, 255, 255))


def test_a_browser_asks_again_for_the_picture_and_gets_the_new_one(as_person, audit_id, photo, address):
    luo, picture = at(as_person, LUO, address), f"/audits/{audit_id}/evidence/{photo.id}/picture"
    before = luo.get(picture)
    known = {"If-None-Match": before.headers["ETag"]}
    assert "no-cache" in before.headers["Cache-Control"]
    assert luo.client.get(picture, headers=known).status_code == 304
    luo.post(address, areas(FACE))
    after = luo.client.get(picture, headers=known)
    assert after.status_code == 200
    assert after.data != before.data


def test_the_page_shows_versions_with_who_when_and_why_and_takes_the_cover_away(as_person, photo, address):
    luo = at(as_person, LUO, address)
    luo.post(address, areas(FACE))
    page = as_person(FANG).page(address)
    assert "1 area covered" in page
    assert "A face of the night shift" in page
    assert LUO.name in page
    assert 'value="25.0"' in page
    assert luo.post(address, areas(uncover="1", base="1", reason="Consent given")).status_code == 303
    page = luo.page(address)
    assert "shown whole again" in page
    assert "A face of the night shift" in page


@pytest.mark.safety(25)
def test_of_two_the_second_keeps_what_was_typed_and_is_told(as_person, database, photo, address):
    at(as_person, LUO, address).post(address, areas(FACE))
    answer = at(as_person, ZHOU, address).post(address, areas(("1", "2", "3", "4"), reason="A screen with prices"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Someone else covered areas of this photo meanwhile" in page
    assert "A screen with prices" in page
    with database.reading(SYSTEM) as session:
        assert [one.number for one in session.scalars(select(EvidenceRedaction))] == [1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"areas-0-left": "95"}, "the area ends within the picture"),
        ({"areas-0-left": "-1"}, "where the area begins"),
        ({"areas-0-left": "x"}, "Area 1: "),
        ({"areas-0-left": "1.23"}, "Area 1: "),
        ({"areas-0-height": ""}, "Area 1: "),
        ({"reason": ""}, "Reason"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(as_person, database, photo, address, given, said):
    answer = at(as_person, LUO, address).post(address, areas(FACE, **given))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert 'value="50"' in page or 'value="50.0"' in page
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(EvidenceRedaction)).all() == []


def test_who_is_not_of_the_team_finds_no_page(as_person, photo, address):
    for person in (YAN, TAN):
        assert as_person(person).get(address).status_code == 404


def test_an_issued_report_says_that_files_made_before_keep_their_picture(as_person, database, audit_id, photo, address):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        audit.state, audit.issued_on = "issued", NOW.day
    page = as_person(FANG).page(address)
    assert "Reports made as PDF before keep the picture they were made with" in page
    assert at(as_person, FANG, address).post(address, areas(FACE)).status_code == 303
