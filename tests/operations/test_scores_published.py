"""Ratings as they are published: from which inputs, with which receipt, never changed afterwards."""

import json
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import sha256_of
from supplier_portal.scores.models import AuditResult, ModuleScore, Policy, Rating, RatingNow, Waiver
from supplier_portal.scores.operations import publish_next, publish_policy, publish_rating, publish_ratings
from supplier_portal.scores.queries import policy_on, receipt_of, visible, visible_now
from supplier_portal.scores.receipts import recompute
from supplier_portal.suppliers.models import Site
from supplier_portal.trail.models import Event
from tests import scored
from tests.cast import FANG, HUILING, HUIZHOU_SITE, LIN, LUO, MINGYAN, NOW, PAN, RIVAL, TAN, TODAY
from tests.scored import Statements


@pytest.fixture
def world(session):
    scored.add_scored_world(session)
    return session


def published(session, supplier_id=HUILING, moment=NOW):
    return publish_rating(session, SYSTEM, supplier_id, moment, "input")


def on(day):
    return Moment(NOW.at, day)


def test_a_policy_is_stored_once_under_the_hash_of_its_canonical_form(session):
    document = scored.policy_document()
    policy = publish_policy(session, PAN.actor, document, TODAY, NOW)
    assert policy.sha256 == sha256_of(document)
    assert publish_policy(session, PAN.actor, dict(reversed(document.items())), TODAY, NOW) is policy
    assert session.scalars(select(Policy)).all() == [policy]


def test_another_document_under_the_same_version_is_refused(session):
    scored.add_policy(session)
    changed = scored.policy_document() | {"mode_caps": {"on_site": "100", "remote": "80", "desktop": "70"}}
    with pytest.raises(Conflict) as refused:
        publish_policy(session, PAN.actor, changed, TODAY, NOW)
    assert refused.value.code == "scores.policy_taken"
    changed["version"] = "1.1.0"
    assert publish_policy(session, PAN.actor, changed, TODAY, NOW).version == "1.1.0"


def test_a_policy_with_faults_is_refused_with_all_of_them(session):
    with pytest.raises(Invalid) as refused:
        publish_policy(session, PAN.actor, scored.policy_document() | {"mode_caps": {}, "extra": 1}, TODAY, NOW)
    places = {fault.place for fault in refused.value.faults}
    assert {"policy.extra", "policy.mode_caps.desktop"} <= places


@pytest.mark.parametrize("person", [LIN, LUO, FANG, TAN], ids=lambda person: person.role)
def test_a_policy_and_a_months_end_are_published_by_those_who_may(session, person):
    with pytest.raises(Missing):
        publish_policy(session, person.actor, scored.policy_document(), TODAY, NOW)
    with pytest.raises(Missing):
        publish_next(session, person.actor, 0, NOW)


def test_the_policy_of_a_day_is_the_one_that_began_last(session):
    first = scored.add_policy(session)
    second = publish_policy(session, PAN.actor, scored.policy_document() | {"version": "2.0.0"}, date(2024, 1, 1), NOW)
    later = publish_policy(session, PAN.actor, scored.policy_document() | {"version": "3.0.0"}, date(2025, 1, 1), NOW)
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [policy_on(session, day) for day in days] == [first, second, second, later]
    with pytest.raises(Conflict, match=r"scores\.no_policy"):
        policy_on(session, date(2019, 12, 31))


@pytest.mark.safety(38)
def test_every_stored_receipt_recomputes_to_what_was_published(world):
    others = scored.add_suppliers(world, 5)
    publish_ratings(world, SYSTEM, [HUILING, MINGYAN, *others], NOW, "month_end")
    published(world, moment=on(TODAY + timedelta(days=500)))
    world.expire_all()
    ratings = world.scalars(select(Rating)).all()
    assert len(ratings) == 8
    for rating in ratings:
        receipt = json.loads(json.dumps(receipt_of(world, rating)))
        assert recompute(receipt).differences == ()
        assert recompute(receipt).published == rating.published
        assert sha256_of(receipt) == rating.receipt_sha256
        assert "policy" not in rating.inputs
        assert "published" not in rating.inputs


def test_a_receipt_holds_what_the_rating_rests_on_and_nothing_of_others(world):
    receipt = receipt_of(world, published(world))
    audit = receipt["audits"][0]
    assert receipt["kind"] == "rating"
    assert receipt["supplier"] == "S-0001"
    assert receipt["as_of"] == "2024-03-31"
    assert {key: audit[key] for key in audit if key != "checkpoints"} == {
        "site": "Huizhou", "weight": "1", "issued_on": "2024-03-01", "mode": "on_site", "extension_days": 0,
        "re_rated": {},
    }  # fmt: skip
    assert {"code": "S4.3", "step": 4, "weight": "4", "rating": 1} in audit["checkpoints"]
    assert receipt["nonconformities"] == [{"site": "Huizhou", "severity": "major", "open": True, "overdue": False}]
    assert (receipt["cdp"], receipt["sbt"], receipt["data"]) == (
        "B",
        "none",
        {"primary_share": "0.62", "verified": True},
    )
    assert receipt["modules"] == {"quality": "88", "cost": "75", "delivery": "91.5", "technology": "80"}
    told = json.dumps(receipt)
    for foreign in ("Mingyan", "Kunshan", "S-0002", "61.37", "critical", '"A-"}'):
        assert foreign not in told.replace(json.dumps(receipt["policy"]), "")


def test_the_latest_issued_scored_audit_of_each_site_counts(world):
    world.add(Site(id=77, supplier_id=HUILING, name_en="Dongguan", spend_share=Decimal("0.25")))
    world.flush()
    older = scored.add_scored_audit(world, HUILING, HUIZHOU_SITE, 4, issued_on=TODAY - timedelta(days=31))
    follow_up = scored.add_scored_audit(world, HUILING, HUIZHOU_SITE, 4, type="follow_up", issued_on=TODAY)
    coming = scored.add_scored_audit(world, HUILING, HUIZHOU_SITE, 4, issued_on=TODAY + timedelta(days=1))
    other_site = scored.add_scored_audit(world, HUILING, 77, 4, mode="remote", issued_on=TODAY - timedelta(days=200))
    audits = published(world).inputs["audits"]
    assert [(audit["site"], audit["issued_on"], audit["mode"], audit["weight"]) for audit in audits] == [
        ("Huizhou", "2024-03-01", "on_site", "1"),
        ("Dongguan", other_site.issued_on.isoformat(), "remote", "0.25"),
    ]
    assert len({older.id, follow_up.id, coming.id, other_site.id}) == 4


def test_revision_two_takes_the_place_of_revision_one(world):
    scored.add_scored_audit(world, HUILING, HUIZHOU_SITE, 4, revision=2)
    assert {one["rating"] for one in published(world).inputs["audits"][0]["checkpoints"]} == {4}


@pytest.mark.parametrize(("days", "counts"), [(0, True), (365, True), (367, False)])
def test_a_module_counts_for_twelve_months(session, days, counts):
    scored.add_policy(session)
    scored.add_modules(session, HUILING, scored.MODULES, TODAY - timedelta(days=days))
    assert (published(session).inputs["modules"]["cost"] == "75") is counts


def test_the_newest_value_of_a_module_counts_and_none_of_the_future(session):
    scored.add_policy(session)
    for ends_on, value in [(TODAY, "70"), (TODAY - timedelta(days=90), "60"), (TODAY + timedelta(days=1), "99")]:
        scored.add_modules(session, HUILING, {"cost": value}, ends_on)
    assert published(session).inputs["modules"]["cost"] == "70"


@pytest.mark.parametrize(
    ("later", "refused"),
    [
        ({}, True),
        ({"state": "issued", "starts_on": TODAY - timedelta(days=5), "issued_on": TODAY}, False),
        ({"state": "in_review", "starts_on": TODAY - timedelta(days=5), "issued_on": None}, True),
        ({"state": "issued", "starts_on": TODAY - timedelta(days=50), "issued_on": TODAY}, True),
    ],
    ids=["nothing since", "made good", "not issued yet", "issued, but begun before"],
)
@pytest.mark.parametrize("state", ["refused", "aborted"])
def test_a_refused_audit_holds_until_a_later_one_is_issued(session, state, later, refused):
    scored.add_policy(session)
    scored.add_audit(session, HUILING, HUIZHOU_SITE, state=state, starts_on=TODAY - timedelta(days=20), issued_on=None)
    if later:
        scored.add_audit(session, HUILING, HUIZHOU_SITE, **later)
    rating = published(session)
    assert rating.inputs["audit_refused"] is refused
    assert rating.published["bid_blocked"] is refused


def test_a_waiver_takes_its_gate_out_of_action_until_its_day(world):
    for gate, until in [("G1", TODAY), ("G2", TODAY - timedelta(days=1)), ("G9", TODAY)]:
        world.add(
            Waiver(
                supplier_id=MINGYAN, gate=gate, reason="agreed", until=until, granted_by=PAN.number, granted_at=NOW.at
            )
        )
    world.flush()
    assert published(world, MINGYAN).inputs["waived"] == ["G1"]
    assert published(world, MINGYAN).published["bid_blocked"] is False
    assert published(world, MINGYAN, on(TODAY + timedelta(days=1))).published["gates"] == ["G1"]
    assert published(world).inputs["waived"] == []


def test_tables_show_the_rating_published_last(world):
    rating = published(world)
    row = world.get_one(RatingNow, HUILING)
    assert row.rating_id == rating.id
    assert str(row.rating) == rating.published["rating"]
    assert str(row.sustainability) == rating.published["sustainability"]
    assert row.dimensions == rating.published["sites"][0]["dimensions"]
    assert (row.issued_on, row.expires_on) == (TODAY - timedelta(days=30), TODAY + timedelta(days=700))
    assert (row.open_critical, row.open_major, row.open_minor) == (0, 1, 0)
    assert (row.cdp, row.sbt, row.gates, row.bid_blocked) == ("B", "none", [], False)


def test_a_rating_of_an_earlier_day_changes_no_table(world):
    newest = published(world)
    earlier = published(world, moment=on(TODAY - timedelta(days=10)))
    world.expire_all()
    assert world.get_one(RatingNow, HUILING).rating_id == newest.id
    assert earlier.id != newest.id


def test_a_supplier_without_audit_and_scores_gets_a_provisional_rating(session):
    scored.add_policy(session)
    rating = published(session)
    assert (rating.published["provisional"], rating.published["gates"]) == (True, ["G4", "G5"])
    row = session.get_one(RatingNow, HUILING)
    assert (row.issued_on, row.expires_on, row.dimensions) == (None, None, {})


def test_without_a_policy_nothing_is_published(session):
    with pytest.raises(Conflict, match=r"scores\.no_policy"):
        published(session)
    assert session.scalars(select(Rating)).all() == []


def test_an_unknown_supplier_is_missing(world):
    with pytest.raises(Missing):
        publish_ratings(world, SYSTEM, [HUILING, 987_654], NOW, "lock")


def test_what_cannot_be_worked_out_names_the_supplier(world):
    world.add(Site(id=77, supplier_id=MINGYAN, name_en="Kunshan", spend_share=None))
    world.flush()
    scored.add_scored_audit(world, MINGYAN, 77)
    with pytest.raises(Invalid) as refused:
        publish_ratings(world, SYSTEM, [HUILING, MINGYAN], NOW, "month_end")
    assert refused.value.faults[0].place == "S-0002: audits[1].site"


def test_ratings_come_back_in_the_order_asked(world):
    ratings = publish_ratings(world, SYSTEM, [MINGYAN, HUILING], NOW, "lock")
    assert [(rating.supplier_id, rating.cause) for rating in ratings] == [(MINGYAN, "lock"), (HUILING, "lock")]


def test_publishing_many_takes_as_many_statements_as_publishing_few(world):
    many = scored.add_suppliers(world, 60)
    counted = []
    for supplier_ids in (many[:5], many):
        publish_ratings(world, SYSTEM, supplier_ids, NOW, "month_end")  # the second time everything is known already
        with Statements(world.get_bind()) as statements:
            publish_ratings(world, SYSTEM, supplier_ids, NOW, "month_end")
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 15


def test_a_months_end_goes_through_all_suppliers_in_turn(world):
    ids = scored.add_suppliers(world, 3)
    first = publish_next(world, PAN.actor, 0, NOW)
    assert [rating.supplier_id for rating in first] == [HUILING, MINGYAN, *ids]
    assert publish_next(world, PAN.actor, ids[-1], NOW) == []


def test_the_event_names_ids_and_no_figures(world):
    rating = published(world)
    body = json.loads(world.scalars(select(Event.body).order_by(Event.id.desc())).first())
    assert body["act"] == "publish_ratings"
    assert body["ratings"] == [str(rating.id)]
    assert rating.published["rating"] not in json.dumps(body)


def test_a_supplier_finds_its_own_ratings_only(world):
    mine, rivals = publish_ratings(world, SYSTEM, [HUILING, MINGYAN], NOW, "input")
    for query in (visible, visible_now):
        found = {
            actor.role: [row.supplier_id for row in world.scalars(query(actor))] for actor in (TAN.actor, LUO.actor)
        }
        assert found == {TAN.role: [HUILING], LUO.role: []}
        assert [row.supplier_id for row in world.scalars(query(RIVAL.actor))] == [MINGYAN]
        assert len(world.scalars(query(LIN.actor)).all()) == 2
    assert mine.id != rivals.id


@pytest.mark.safety(37)
@pytest.mark.parametrize("model", [Rating, Policy, AuditResult], ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("act", ["UPDATE", "DELETE"])
def test_what_was_published_cannot_be_changed_in_the_database(database, model, act):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        published(session)
        session.execute(delete(RatingNow))
    column = model.__table__.primary_key.columns.values()[0]
    changing = update(model).values({column: column}) if act == "UPDATE" else delete(model)
    with pytest.raises(IntegrityError, match="frozen"), database.unit_of_work(SYSTEM) as session:
        session.execute(changing)


@pytest.mark.safety(39)
def test_later_changes_of_inputs_leave_a_published_rating_alone(world):
    rating = published(world)
    before = json.dumps(receipt_of(world, rating), sort_keys=True)
    world.execute(update(ModuleScore).values(value=Decimal("1.00")))
    scored.add_scored_audit(world, HUILING, HUIZHOU_SITE, 0, issued_on=TODAY)
    second = published(world)
    world.expire_all()
    assert json.dumps(receipt_of(world, rating), sort_keys=True) == before
    assert second.published["rating"] != rating.published["rating"]


@pytest.mark.safety(25)
def test_of_two_that_publish_at_once_tables_show_the_one_with_the_newest_inputs(database):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
    start, failures = Barrier(6), []

    def publish(number):
        try:
            start.wait()
            with database.unit_of_work(SYSTEM) as unit:
                value = Decimal(50 + number)
                unit.execute(update(ModuleScore).where(ModuleScore.supplier_id == HUILING).values(value=value))
                publish_ratings(unit, SYSTEM, [HUILING, MINGYAN] if number % 2 else [MINGYAN, HUILING], NOW, "input")
        except Exception as error:  # noqa: BLE001 a thread's error must reach the test
            failures.append(error)

    threads = [Thread(target=publish, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading(SYSTEM) as session:
        value = session.scalars(select(ModuleScore.value).where(ModuleScore.supplier_id == HUILING)).first()
        row = session.get_one(RatingNow, HUILING)
        rating = session.get_one(Rating, row.rating_id)
        assert len(session.scalars(select(Rating)).all()) == 12
        assert rating.inputs["modules"]["cost"] == str(value).removesuffix(".00")
        assert str(row.rating) == rating.published["rating"]
