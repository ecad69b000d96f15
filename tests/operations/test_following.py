"""A changed input brings a new rating, once, without anybody asking for it."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.operations import RecordCdpScore, record_cdp_score
from supplier_portal.findings.operations import MoveFinding, move_finding
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.following import follow_inputs
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import seal_new
from tests import findings_story
from tests.cast import FANG, HUILING, MINGYAN, NOW
from tests.scored import add_modules, add_policy


@pytest.fixture
def rated(session):
    add_policy(session)
    for supplier in (HUILING, MINGYAN):
        add_modules(session, supplier, {"quality": "80", "cost": "80", "delivery": "80", "technology": "80"})
    return session


def follow(session):
    seal_new(session)
    return follow_inputs(session, NOW)


def test_a_new_cdp_score_publishes_that_supplier_s_rating_alone(rated):
    record_cdp_score(rated, SYSTEM, RecordCdpScore(HUILING, 2023, "A", date(2024, 2, 6)), NOW)
    assert follow(rated) == [HUILING]
    assert [rating.supplier_id for rating in rated.scalars(select(Rating))] == [HUILING]
    assert rated.get_one(RatingNow, HUILING).cdp == "A"


def test_what_was_followed_is_not_followed_again(rated):
    record_cdp_score(rated, SYSTEM, RecordCdpScore(HUILING, 2023, "A", date(2024, 2, 6)), NOW)
    assert follow(rated) == [HUILING]
    assert follow(rated) == []
    assert follow_inputs(rated, NOW) == []


def test_a_withdrawn_finding_takes_its_gate_away(rated):
    finding = findings_story.brought_to(rated, "disputed", severity="critical")
    assert follow(rated) == [HUILING]
    assert rated.get_one(RatingNow, HUILING).bid_blocked
    move_finding(rated, FANG.actor, MoveFinding(finding.id, "withdrawn", "not theirs"), NOW)
    assert follow(rated) == [HUILING]
    assert not rated.get_one(RatingNow, HUILING).bid_blocked


def test_without_a_policy_nothing_is_published(session):
    record_cdp_score(session, SYSTEM, RecordCdpScore(HUILING, 2023, "A", date(2024, 2, 6)), NOW)
    assert follow(session) == []


def test_a_follower_that_fails_does_not_stop_the_sealing(database, config):
    def fail(*_):
        raise ZeroDivisionError

    with database.unit_of_work(SYSTEM) as session:
        record_cdp_score(session, SYSTEM, RecordCdpScore(HUILING, 2023, "A", date(2024, 2, 6)), NOW)
    with pytest.raises(ZeroDivisionError):
        Worker(database, config, {}, (fail,)).seal()
    with database.unit_of_work(SYSTEM) as session:
        session.add(Supplier(number="S-9", name_en="X", country="CN", category="optical", annual_spend=Decimal(0)))
        assert seal_new(session)[0] == 1
