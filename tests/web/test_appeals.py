"""Appeals through the browser: the supplier files, a reviewer decides, the amendment follows."""

import re
from html import unescape
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.appeals.models import Appeal, AppealFile
from supplier_portal.audits.models import Audit
from supplier_portal.domain.appeals import Thing
from supplier_portal.scores.operations import publish_rating
from tests import appeals_story as story
from tests import reports_story
from tests.cast import FANG, HE, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.scored import Statements, add_modules

SAID = "The list of meters was complete <2023>."


@pytest.fixture
def audit_id(database):
    """Huiling's issued audit and a rating of both; Mingyan has filed an appeal of its own."""
    with database.unit_of_work(SYSTEM) as session:
        story.issued(session, MINGYAN)
        audit = story.issued(session)
        audit.issued_on = NOW.day
        for supplier in (HUILING, MINGYAN):
            add_modules(session, supplier, {"quality": "88"})
            publish_rating(session, SYSTEM, supplier, story.later(7), "input")
        story.filed(session, story.CDP, MINGYAN)
        return audit.id


def photo():
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = reports_story.GPS.decode()
    Image.effect_noise((300, 200), 60).convert("RGB").save(data, "JPEG", exif=exif)
    return data.getvalue()


def rows(database, table=Appeal):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(table).order_by(table.id)).all()


def test_an_appeal_goes_from_the_score_page_to_its_amendment(as_person, app, database, audit_id):
    tan, fang = as_person(TAN), as_person(FANG)
    assert "/appeals/new" in tan.page(f"/scorecards/{HUILING}")
    about = f"checkpoint-{audit_id}-S3.4"
    assert f"/appeals/new?about={about}" in tan.page(f"/audits/{audit_id}/S3.4")
    page = tan.page(f"/appeals/new?about={about}")
    assert f'<option selected value="{about}">' in page
    raw = photo()
    sent = tan.post("/appeals/new", {"about": about, "text": SAID, "files": [(BytesIO(raw), "meters.jpg")]})
    appeal = rows(database)[-1]
    assert (sent.status_code, sent.location) == (302, f"/appeals/{appeal.id}")
    assert SAID in unescape(tan.page(f"/appeals/{appeal.id}"))
    (file,) = rows(database, AppealFile)
    address = f"/appeals/{appeal.id}/files/{file.id}"
    assert tan.client.get(address).data == raw
    shown = fang.client.get(address)
    assert shown.mimetype == "image/jpeg"
    assert reports_story.GPS not in shown.data
    assert appeal.number in fang.page("/reviews")
    fang.page(f"/appeals/{appeal.id}")
    assert fang.post(f"/appeals/{appeal.id}/decide", {"target": "in_review"}).status_code == 302
    fang.page(f"/appeals/{appeal.id}")
    empty = fang.post(f"/appeals/{appeal.id}/decide", {"target": "granted", "reason": " "})
    assert empty.status_code == 422
    granted = {"target": "granted", "reason": "Meter F3 stood in the list."}
    assert fang.post(f"/appeals/{appeal.id}/decide", granted).status_code == 302
    page = fang.page(f"/appeals/{appeal.id}")
    assert "Granted: amendment to follow" in page
    assert f'href="/audits/{audit_id}/amendment"' in page
    assert "/amendment" not in tan.page(f"/appeals/{appeal.id}")
    assert "Meter F3 stood in the list." in tan.page(f"/appeals/{appeal.id}")
    form = fang.page(f"/audits/{audit_id}/amendment")
    assert f"{appeal.number}: Meter F3 stood in the list.</textarea>" in form
    assert re.search('<input[^>]*checked[^>]*value="appeal_granted"', form)
    change = {"act": "amend", "ground": "appeal_granted", "reason": "So it is", "level-S3.4": "3"}
    assert fang.post(f"/audits/{audit_id}/amendment", change).status_code == 302
    assert "Amended: " in tan.page(f"/appeals/{appeal.id}")
    assert appeal.number not in fang.page("/reviews")


def test_a_refusal_is_appealed_against_from_the_page_of_its_audit(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        refused = story.refused(session).id
    tan, fang = as_person(TAN), as_person(FANG)
    assert f"/appeals/new?about=refusal-{refused}" in tan.page(f"/audits/{refused}")
    assert "/appeals/new" not in fang.page(f"/audits/{refused}")
    tan.page("/appeals/new")
    tan.post("/appeals/new", {"about": f"refusal-{refused}", "text": SAID})
    appeal = rows(database)[-1]
    assert "/appeals/new" not in tan.page(f"/audits/{refused}")
    assert appeal.number in tan.page(f"/audits/{refused}")
    fang.page(f"/appeals/{appeal.id}")
    fang.post(f"/appeals/{appeal.id}/decide", {"target": "in_review"})
    fang.post(f"/appeals/{appeal.id}/decide", {"target": "granted", "reason": "The police had shut the road"})
    assert "counts as refused no longer" in tan.page(f"/appeals/{appeal.id}")


def test_faults_stand_at_their_fields_with_everything_typed_kept(as_person, database, audit_id):
    tan = as_person(TAN)
    tan.page("/appeals/new")
    files = [(BytesIO(b"MZ not a picture"), "virus.exe")]
    answer = tan.post("/appeals/new", {"about": "checkpoint-9999-S3.4", "text": SAID, "files": files})
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert SAID in page
    assert 'id="about-error"' in page
    assert 'id="files-error"' in page
    answer = tan.post("/appeals/new", {"about": "figure-cdp", "text": ""})
    assert (answer.status_code, 'id="text-error"' in answer.text) == (422, True)
    assert '<option selected value="figure-cdp">' in answer.text
    assert [one.supplier_id for one in rows(database)] == [MINGYAN]


def test_a_second_appeal_about_a_thing_is_refused_with_its_text_kept(as_person, database, audit_id):
    tan = as_person(TAN)
    tan.page("/appeals/new")
    tan.post("/appeals/new", {"about": "figure-cdp", "text": "Wrong"})
    answer = tan.post("/appeals/new", {"about": "figure-cdp", "text": SAID})
    assert answer.status_code == 409
    assert SAID in unescape(answer.text)
    assert rows(database)[-1].number in answer.text


def test_who_decides_later_than_another_reviewer_reads_so_and_keeps_the_reason(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        number = story.brought_to(session, story.filed(session, story.CDP), "in_review").id
    fang = as_person(FANG)
    fang.page(f"/appeals/{number}")
    with database.unit_of_work(SYSTEM) as session:
        story.moved(session, session.get_one(Appeal, number), "refused")
    answer = fang.post(f"/appeals/{number}/decide", {"target": "granted", "reason": SAID})
    assert answer.status_code == 409
    assert SAID in unescape(answer.text)
    assert "Someone else was quicker" in answer.text


def test_the_supplier_withdraws_and_may_file_anew(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        number = story.filed(session, story.CDP).id
    he = as_person(HE)
    he.page(f"/appeals/{number}")
    assert he.post(f"/appeals/{number}/withdraw", {}).status_code == 302
    assert "Withdrawn" in he.page(f"/appeals/{number}")
    assert "Is a figure of your score wrong?" not in he.page("/appeals")


def test_the_rival_and_who_has_no_business_find_nothing(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        number = story.filed(session, story.checkpoint_of(session.get_one(Audit, audit_id))).id
    for person in (RIVAL, LIN, LUO, YAN):
        assert as_person(person).client.get(f"/appeals/{number}").status_code == 404
    for person in (LIN, LUO):
        assert as_person(person).client.get("/appeals").status_code == 404
    own = as_person(TAN).page("/appeals")
    assert story.CANARY not in own
    assert "AP-2024-0001" not in own
    for person in (PAN, MO):
        page = as_person(person).page(f"/appeals/{number}")
        assert "/decide" not in page
    assert "/withdraw" not in as_person(FANG).page(f"/appeals/{number}")


def test_who_led_the_audit_reads_what_is_appealed_against_in_it_and_decides_nothing(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        own = story.filed(session, story.checkpoint_of(session.get_one(Audit, audit_id))).id
        figure = story.filed(session, story.CDP).id
    zhou = as_person(ZHOU)
    for address in (f"/audits/{audit_id}", f"/audits/{audit_id}/S3.4", "/appeals"):
        page = zhou.page(address)
        assert f'href="/appeals/{own}"' in page, address
        assert f'href="/appeals/{figure}"' not in page
    page = zhou.page(f"/appeals/{own}")
    assert "of 10 working days used" in page
    assert "/appeals/new" not in page
    assert 'method="post" action="/appeals' not in page
    zhou.page("/appeals")
    assert zhou.post(f"/appeals/{own}/decide", {"target": "in_review"}).status_code == 404
    assert zhou.get(f"/appeals/{figure}").status_code == 404
    assert as_person(LUO).get(f"/appeals/{own}").status_code == 404
    assert as_person(YAN).get(f"/appeals/{own}").status_code == 404


def test_a_reviewer_of_the_team_reads_that_someone_else_decides(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        appeal = story.filed(session, story.checkpoint_of(audit)).id
        session.execute(story.join_team(audit, FANG))
    fang = as_person(FANG)
    page = fang.page(f"/appeals/{appeal}")
    assert "someone else decides" in page
    assert "/decide" not in page
    assert fang.post(f"/appeals/{appeal}/decide", {"target": "in_review"}).status_code == 409


def test_the_buyers_lateness_is_shown_to_both_sides(as_person, app, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        number = story.filed(session, Thing("figure", "sbt"), day=-40).id
    for person in (TAN, FANG):
        page = as_person(person).page(f"/appeals/{number}")
        assert "decision was due on" in page
        assert "The delay is the buyer’s" in page


@pytest.mark.parametrize("address", ["/appeals", "/reviews"])
def test_the_number_of_statements_does_not_grow_with_the_appeals(as_person, app, database, audit_id, address):
    fang, counts = as_person(FANG), []
    codes = ("cdp", "sbt", "data", "quality", "cost", "delivery")
    for number in (1, 5):
        with database.unit_of_work(SYSTEM) as session:
            for code in codes[:number]:
                appeal = story.filed(session, Thing("figure", code))
                story.brought_to(session, appeal, "granted")
            audit = session.get_one(Audit, audit_id)
            waiting = story.filed(session, story.checkpoint_of(audit, f"S{number}.1"))
            story.brought_to(session, waiting, "granted")
        codes = codes[number:]
        fang.page(address)
        with Statements(app.extensions["portal"].database.engine) as statements:
            fang.page(address)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 22


def test_in_chinese_the_pages_say_it_in_chinese(as_person, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        number = story.filed(session, story.checkpoint_of(session.get_one(Audit, audit_id))).id
    tan = as_person(TAN)
    tan.page("/appeals")
    tan.client.set_cookie("language", "zh")
    tan.post("/language", {"language": "zh", "next": "/appeals"})
    assert "申诉" in tan.page("/appeals")
    assert "审核" in tan.page(f"/appeals/{number}")
