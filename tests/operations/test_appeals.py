"""Appeals: what may be appealed against and until when, and what is the company's alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.appeals.merging import open_appeals
from supplier_portal.appeals.models import Appeal, AppealFile, AppealMove
from supplier_portal.appeals.operations import FileAppeal, file_appeal
from supplier_portal.appeals.queries import file_found, found, handed_out, visible
from supplier_portal.appeals.queries.appealable import appealable
from supplier_portal.appeals.queries.listing import listed, of_actor
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.years import Day, Year
from supplier_portal.carbon.models import CdpScore
from supplier_portal.domain.appeals import Thing, thing_of
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.files.operations import Upload
from supplier_portal.notices.models import Notice
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests import appeals_story as story
from tests.cast import EVERYBODY, FANG, HE, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, ZHOU
from tests.findings_story import later
from tests.reports_story import amended
from tests.scored import Statements, add_modules, add_policy

PHOTO = Upload("ab" * 32, 900, "image/jpeg", Upload("cd" * 32, 300, "image/jpeg"))


def faults(call):
    with pytest.raises(Invalid) as caught:
        call()
    return [(fault.place, fault.code) for fault in caught.value.faults]


def one_of(session, appeal, who=TAN, day=6):
    return listed(session, who.actor, of_actor(who.actor).where(Appeal.id == appeal.id), later(day))[0]


@pytest.mark.parametrize("thing", [Thing("checkpoint", "S3.4", 12), Thing("figure", "cdp"), Thing("refusal", "", 7)])
def test_a_thing_is_read_as_it_is_written(thing):
    assert thing_of(thing.key) == thing


@pytest.mark.parametrize(
    "key",
    ["", "figure-price", "figure", "checkpoint-12", "checkpoint-x-S1.1", "refusal-7-S1.1", "refusal-", "rating-1"],
)
def test_nonsense_names_no_thing(key):
    assert thing_of(key) is None


def test_a_level_is_appealed_against_with_a_file_that_shows_it(session):
    audit = story.issued(session)
    appeal = story.filed(session, story.checkpoint_of(audit), files=((PHOTO, "meters.jpg"),))
    assert (appeal.number, appeal.state, appeal.figure) == ("AP-2024-0001", "filed", "2")
    assert (appeal.supplier_id, appeal.filed_by, appeal.filed_at) == (HUILING, TAN.number, later(6).at)
    file = session.scalars(select(AppealFile)).one()
    assert (file.name, file.digest, file.shown_digest) == ("meters.jpg", PHOTO.digest, PHOTO.shown.digest)
    events = session.scalars(select(Event.body).where(Event.body.contains("file_appeal"))).all()
    assert len(events) == 1
    assert appeal.text not in events[0]


def test_figures_and_refusals_may_be_appealed_against_and_of_audits_only_what_was_rated(session):
    audit = story.issued(session, level="NA")
    refused = story.refused(session, day=3)
    story.issued(session, MINGYAN)
    add_modules(session, HUILING, {"quality": "88.50"})
    session.add(CdpScore(supplier_id=HUILING, year=2023, score="B", published_on=NOW.day))
    session.flush()
    things = appealable(session, session.get_one(Supplier, HUILING), later(6))
    figures = {one.thing.code: one.figure for one in things if one.thing.subject == "figure"}
    assert figures == {
        "cdp": "B", "sbt": "none", "data": "0", "quality": "88.5", "cost": "", "delivery": "", "technology": "",
    }  # fmt: skip
    assert [(one.thing, one.until) for one in things if one.thing.subject == "refusal"] == [
        (Thing("refusal", "", refused.id), NOW.day + timedelta(days=93))
    ]
    levels = {one.thing.code: one for one in things if one.thing.subject == "checkpoint"}
    assert {one.thing.audit_id for one in levels.values()} == {audit.id}
    assert (levels["S3.4"].figure, levels["S3.4"].until) == ("NA", NOW.day + timedelta(days=96))


@pytest.mark.parametrize(("day", "late"), [(6, False), (96, False), (97, True)])
def test_a_level_may_be_appealed_against_for_90_days_from_its_issue(session, day, late):
    thing = story.checkpoint_of(story.issued(session))
    if late:
        assert faults(lambda: story.filed(session, thing, day=day)) == [("about", "appeals.too_late")]
    else:
        assert story.filed(session, thing, day=day).state == "filed"


@pytest.mark.parametrize(("day", "late"), [(90, False), (91, True)])
def test_a_refusal_may_be_appealed_against_for_90_days_after_it_was_recorded(session, day, late):
    add_policy(session)
    thing = Thing("refusal", "", story.refused(session).id)
    if late:
        assert faults(lambda: story.filed(session, thing, day=day)) == [("about", "appeals.too_late")]
    else:
        assert story.filed(session, thing, day=day).state == "filed"


def test_of_an_amended_audit_the_newest_revision_is_appealed_against_for_90_days_of_its_own(session):
    first = story.issued(session)
    second = amended(session, first)
    assert faults(lambda: story.filed(session, story.checkpoint_of(first), day=21)) == [
        ("about", "appeals.nothing_to_appeal")
    ]
    assert story.filed(session, story.checkpoint_of(second), day=110).figure == "4"


@pytest.mark.parametrize(
    ("thing", "place"),
    [
        (None, "about"),
        (Thing("figure", "price"), "about"),
        (Thing("checkpoint", "S9.9", 1), "about"),
        (Thing("refusal", "", 1), "about"),
    ],
    ids=str,
)
def test_what_is_not_there_is_told_at_its_field_with_everything_else(session, thing, place):
    story.issued(session)
    files = tuple((PHOTO, f"{number}.jpg") for number in range(6))
    told = faults(lambda: story.filed(session, thing, text=" ", files=files))
    assert told == [
        ("text", "form.required"),
        (place, "appeals.nothing_to_appeal"),
        ("files", "appeals.too_many_files"),
    ]
    assert session.scalars(select(Appeal)).all() == []


@pytest.mark.parametrize(
    ("words", "code"), [("x" * 5001, "form.too_long"), ("a\x00b", "audits.control_character")], ids=["long", "control"]
)
def test_a_text_that_cannot_be_kept_is_told_at_its_field(session, words, code):
    assert faults(lambda: story.filed(session, story.CDP, text=words)) == [("text", code)]


def test_the_rivals_audit_is_not_there_to_be_appealed_against(session):
    rival = story.issued(session, MINGYAN)
    assert faults(lambda: story.filed(session, story.checkpoint_of(rival))) == [("about", "appeals.nothing_to_appeal")]


def test_one_appeal_about_a_thing_is_open_at_a_time(session):
    audit = story.issued(session)
    story.filed(session, story.CDP, MINGYAN)
    appeal = story.filed(session, story.checkpoint_of(audit))
    with pytest.raises(Conflict, match=f"one_open.*{appeal.number}"):
        story.filed(session, story.checkpoint_of(audit))
    story.filed(session, story.checkpoint_of(audit, "S3.1"))
    story.filed(session, story.CDP)
    story.moved(session, appeal, "withdrawn", TAN)
    again = story.filed(session, story.checkpoint_of(audit))
    story.brought_to(session, again, "refused")
    third = story.filed(session, story.checkpoint_of(audit))
    story.brought_to(session, third, "granted")
    with pytest.raises(Conflict, match="one_open"):
        story.filed(session, story.checkpoint_of(audit))


@pytest.mark.parametrize("person", [one for one in EVERYBODY if one.supplier_id is None], ids=lambda one: one.name)
def test_nobody_of_the_buyer_files_an_appeal(session, person):
    with pytest.raises(Missing):
        file_appeal(session, person.actor, FileAppeal(story.CDP, "Wrong"), NOW)


def test_owner_and_member_read_their_companys_and_the_offices_all(session):
    add_policy(session)
    own, rival = story.filed(session, story.CDP, day=0), story.filed(session, story.CDP, MINGYAN, 0)
    seen = {person: session.scalars(visible(person.actor).order_by(Appeal.id)).all() for person in EVERYBODY}
    for person in (TAN, HE):
        assert seen[person] == [own]
        with pytest.raises(Missing):
            found(session, person.actor, rival.id)
    assert seen[RIVAL] == [rival]
    for person in (PAN, FANG, MO):
        assert seen[person] == [own, rival]
    for person in (ZHOU, LUO, LIN):
        assert seen[person] == []


def test_the_buyer_gets_a_photo_without_what_the_camera_wrote(session):
    appeal = story.filed(session, story.CDP, files=((PHOTO, "meters.jpg"),), day=0)
    file = session.scalars(select(AppealFile)).one()
    assert handed_out(TAN.actor, file_found(session, TAN.actor, appeal.id, file.id)) == (PHOTO.digest, "image/jpeg")
    assert handed_out(FANG.actor, file_found(session, FANG.actor, appeal.id, file.id))[0] == PHOTO.shown.digest
    other = story.filed(session, story.CDP, MINGYAN, 0)
    for actor, number in ((RIVAL.actor, appeal.id), (FANG.actor, other.id)):
        with pytest.raises(Missing):
            file_found(session, actor, number, file.id)


def test_the_buyer_has_ten_working_days_and_is_told_late_after_them(session):
    """Filed on Sunday 31 March; Thursday and Friday are Qingming, Sunday 7 April is worked for it."""
    days = ((4, "holiday"), (5, "holiday"), (7, "working"))
    qingming = tuple(Day(date(2024, 4, number), kind, "Qingming") for number, kind in days)
    take_in_years(session, SYSTEM, [Year("CN", 2024, qingming, announced=True, source="")], NOW)
    appeal = story.filed(session, story.CDP, day=0)
    first = one_of(session, appeal, day=0)
    assert (first.turn, first.days_used, first.due_on) == ("buyer", 0, date(2024, 4, 15))
    assert (one_of(session, appeal, day=15).days_left, one_of(session, appeal, day=15).days_used) == (0, 10)
    assert one_of(session, appeal, day=16).days_left == -1
    assert one_of(session, story.brought_to(session, appeal, "refused"), day=40).turn == "nobody"


def test_filing_tells_reviewers_outside_the_team_and_deciding_tells_the_company(session):
    appeal = story.filed(session, story.checkpoint_of(story.issued(session)))
    session.query(Notice).filter(Notice.path != f"/appeals/{appeal.id}").delete()
    told = lambda: {(one.account_id, one.kind) for one in session.scalars(select(Notice))}  # noqa: E731
    assert told() == {(FANG.number, "appeals.filed")}
    story.brought_to(session, appeal, "granted")
    assert told() - {(FANG.number, "appeals.filed")} == {
        (TAN.number, "appeals.in_review"),
        (TAN.number, "appeals.granted"),
    }


def test_a_figure_that_is_granted_tells_the_planner_what_is_to_be_corrected(session):
    appeal = story.brought_to(session, story.filed(session, story.CDP), "granted")
    told = select(Notice.account_id).where(Notice.kind == "appeals.to_correct")
    assert session.scalars(told).all() == [PAN.number]
    assert one_of(session, appeal).owes == "correction"
    session.add(CdpScore(supplier_id=HUILING, year=2023, score="A", published_on=NOW.day))
    session.add(CdpScore(supplier_id=MINGYAN, year=2023, score="C", published_on=NOW.day))
    session.flush()
    assert (one_of(session, appeal).owes, one_of(session, appeal).turn) == ("", "nobody")


def test_an_open_appeal_stands_against_merging_its_supplier(session):
    appeal = story.filed(session, story.CDP)
    assert [fault.facts["number"] for fault in open_appeals(session, HUILING)] == [appeal.number]
    assert open_appeals(session, MINGYAN) == []
    story.moved(session, appeal, "withdrawn", TAN)
    assert open_appeals(session, HUILING) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda session, appeal: setattr(appeal, "text", "another"),
        lambda session, appeal: setattr(appeal, "figure", "4"),
        lambda session, appeal: session.delete(session.scalars(select(AppealMove)).first()),
    ],
    ids=["text", "figure", "move"],
)
def test_what_was_filed_never_changes(session, act):
    appeal = story.filed(session, story.CDP)
    act(session, appeal)
    with pytest.raises(IntegrityError):
        session.flush()


def test_statements_do_not_grow_with_the_appeals(session):
    counts = []
    for code in ("cdp", "sbt", "data"):
        appeal = story.filed(session, Thing("figure", code), day=0)
        story.brought_to(session, appeal, "granted")
        session.expire_all()
        with Statements(session.get_bind()) as statements:
            listed(session, FANG.actor, of_actor(FANG.actor), NOW)
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert Decimal(counts[0]) <= 14
