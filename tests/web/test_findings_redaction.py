"""Covering areas of a photo of a finding's thread, on its page, and what the supplier downloads afterwards."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.files.kinds import COVER
from supplier_portal.findings.models import MessageFile, PhotoRedaction
from tests import findings_story
from tests.cast import FANG, MO, TAN, YAN, ZHOU
from tests.web.test_redaction import FACE, areas, colour, near


@pytest.fixture
def finding_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return findings_story.brought_to(session, "cap_proposed").id


@pytest.fixture
def photo(as_person, database, finding_id):
    """A white photo that Zhou sent with a message."""
    data = BytesIO()
    Image.new("RGB", (400, 200), "white").save(data, "JPEG")
    zhou, page = as_person(ZHOU), f"/findings/{finding_id}"
    zhou.page(page)
    form = {"text": "See the meter", "files": (BytesIO(data.getvalue()), "hall.jpg")}
    assert zhou.post(f"{page}/messages", form, content_type="multipart/form-data").status_code == 302
    with database.reading(SYSTEM) as session:
        return session.scalars(select(MessageFile)).one()


@pytest.fixture
def address(photo, finding_id):
    return f"/findings/{finding_id}/photos/{photo.digest}"


def test_the_supplier_downloads_the_covered_picture_and_we_see_both(as_person, finding_id, photo, address):
    zhou = as_person(ZHOU)
    assert f"{address}/redaction" in zhou.page(f"/findings/{finding_id}")
    zhou.page(f"{address}/redaction")
    assert zhou.post(f"{address}/redaction", areas(FACE)).status_code == 303
    file = f"/findings/{finding_id}/message-files/{photo.id}"
    tan = as_person(TAN)
    assert near(colour(tan.get(file), (150, 125)), COVER)
    assert near(colour(tan.get(file), (30, 30)), (255, 255, 255))
    assert near(colour(zhou.get(file), (150, 125)), (255, 255, 255))
    assert near(colour(zhou.get(f"{address}/whole"), (150, 125)), (255, 255, 255))
    assert near(colour(zhou.get(f"{address}/seen"), (150, 125)), COVER)
    page = as_person(FANG).page(f"{address}/redaction")
    assert "A face of the night shift" in page
    assert ZHOU.name in page


def test_who_may_not_cover_sees_no_way_and_finds_no_page(as_person, finding_id, address):
    for person in (TAN, MO):
        assert "/photos/" not in as_person(person).page(f"/findings/{finding_id}")
    for person in (TAN, MO, YAN):
        for page in ("redaction", "whole", "seen"):
            assert as_person(person).get(f"{address}/{page}").status_code == 404


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2F..%2Fetc"])
def test_a_photo_that_is_not_there_is_not_found(as_person, finding_id, photo, digest):
    assert as_person(ZHOU).get(f"/findings/{finding_id}/photos/{digest}/redaction").status_code == 404


@pytest.mark.safety(25)
def test_of_two_the_second_keeps_what_was_typed_and_is_told(as_person, database, address):
    for person, given, code in ((ZHOU, areas(FACE), 303), (FANG, areas(("1", "2", "3", "4"), reason="Prices"), 409)):
        browser = as_person(person)
        browser.page(f"{address}/redaction")
        answer = browser.post(f"{address}/redaction", given)
        assert answer.status_code == code
    assert "Prices" in answer.get_data(as_text=True)
    with database.reading(SYSTEM) as session:
        assert [one.reason for one in session.scalars(select(PhotoRedaction))] == ["A face of the night shift"]


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(as_person, address):
    zhou = as_person(ZHOU)
    zhou.page(f"{address}/redaction")
    answer = zhou.post(f"{address}/redaction", areas(FACE, **{"areas-0-left": "95"}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "the area ends within the picture" in page
    assert 'value="95' in page
