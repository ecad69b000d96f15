"""Waivers of gates: granted with a reason until a day, ended by hand or by time, the rating following each time."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.following import follow_inputs
from supplier_portal.scores.models import Rating, RatingNow, Waiver
from supplier_portal.scores.operations import GrantWaiver, end_waiver, grant_waiver, publish_ratings
from supplier_portal.scores.queries.waivers import waivers_of
from supplier_portal.trail.models import Event
from tests import scored
from tests.cast import FANG, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, TAN, TODAY

UNTIL = TODAY + timedelta(days=30)
GRANTED = GrantWaiver(MINGYAN, "G1", "The finding is disputed; the site is safe.", UNTIL)


def on(day):
    return Moment(NOW.at, day)


@pytest.fixture
def world(session):
    scored.add_scored_world(session)
    publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")
    return session


def shown(session, supplier_id=MINGYAN):
    session.expire_all()
    row = session.get_one(RatingNow, supplier_id)
    return row.gates, row.grade, row.bid_blocked


def ratings(session):
    return len(session.scalars(select(Rating).where(Rating.supplier_id == MINGYAN)).all())


@pytest.mark.parametrize("person", [PAN, FANG], ids=lambda person: person.role)
def test_the_rating_follows_a_waiver_at_once(world, person):
    assert shown(world) == (["G1"], "D", True)
    waiver = grant_waiver(world, person.actor, GRANTED, NOW)
    assert shown(world) == ([], "C", False)
    assert (waiver.granted_by, waiver.until, waiver.ended_on) == (person.number, UNTIL, None)
    assert ratings(world) == 2


@pytest.mark.parametrize("person", [LIN, LUO, MO, TAN], ids=lambda person: person.role)
def test_others_can_neither_grant_nor_end_one(world, person):
    waiver = grant_waiver(world, PAN.actor, GRANTED, NOW)
    for act in (
        lambda: grant_waiver(world, person.actor, GRANTED, NOW),
        lambda: end_waiver(world, person.actor, MINGYAN, waiver.id, NOW),
    ):
        with pytest.raises(Missing):
            act()


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"gate": "G9"}, "gate", "form.unknown_choice"),
        ({"reason": "  "}, "reason", "workflow.needs_reason"),
        ({"reason": "x" * 1001}, "reason", "form.too_long"),
        ({"until": None}, "until", "form.date"),
        ({"until": TODAY}, "until", "scores.waiver_in_past"),
        ({"until": TODAY - timedelta(days=1)}, "until", "scores.waiver_in_past"),
    ],
    ids=["gate", "no reason", "long reason", "no day", "today", "yesterday"],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_changes(world, changed, place, code):
    command = GrantWaiver(**({"supplier_id": MINGYAN, "gate": "G1", "reason": "why", "until": UNTIL} | changed))
    with pytest.raises(Invalid) as refused:
        grant_waiver(world, PAN.actor, command, NOW)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [(place, code)]
    assert world.scalars(select(Waiver)).all() == []
    assert ratings(world) == 1


def test_only_a_gate_that_acts_is_waived(world):
    grant_waiver(world, PAN.actor, GRANTED, NOW)
    for supplier_id, gate in ((MINGYAN, "G1"), (MINGYAN, "G2"), (HUILING, "G1")):
        with pytest.raises(Conflict, match=r"scores\.gate_not_acting"):
            grant_waiver(world, PAN.actor, GrantWaiver(supplier_id, gate, "why", UNTIL), NOW)
    assert shown(world, HUILING)[0] == []


def test_an_ended_waiver_puts_the_gate_back_at_once(world):
    waiver = grant_waiver(world, PAN.actor, GRANTED, NOW)
    end_waiver(world, FANG.actor, MINGYAN, waiver.id, NOW)
    assert shown(world) == (["G1"], "D", True)
    assert (waiver.ended_on, waiver.ended_by) == (TODAY, FANG.number)
    with pytest.raises(Conflict, match=r"scores\.waiver_over"):
        end_waiver(world, PAN.actor, MINGYAN, waiver.id, NOW)
    assert [(known.counts, known.granted_by) for known in waivers_of(world, MINGYAN, TODAY)] == [(False, PAN.name)]


def test_a_waiver_is_ended_under_its_own_supplier_alone(world):
    waiver = grant_waiver(world, PAN.actor, GRANTED, NOW)
    for supplier_id, waiver_id in ((HUILING, waiver.id), (MINGYAN, 987_654)):
        with pytest.raises(Missing):
            end_waiver(world, PAN.actor, supplier_id, waiver_id, NOW)
    assert shown(world)[0] == []


@pytest.mark.parametrize(("days", "published"), [(29, []), (30, []), (31, [MINGYAN]), (400, [HUILING, MINGYAN])])
def test_the_rating_follows_when_a_waiver_runs_out(world, days, published):
    grant_waiver(world, PAN.actor, GRANTED, NOW)
    follow_inputs(world, NOW)
    later = on(TODAY + timedelta(days=days))
    assert follow_inputs(world, later) == published
    assert follow_inputs(world, later) == [], "once is enough"
    assert shown(world)[2] is bool(published)


def test_a_waiver_that_was_ended_by_hand_does_not_run_out_again(world):
    waiver = grant_waiver(world, PAN.actor, GRANTED, NOW)
    end_waiver(world, PAN.actor, MINGYAN, waiver.id, NOW)
    follow_inputs(world, NOW)
    assert follow_inputs(world, on(TODAY + timedelta(days=31))) == []


def test_the_record_names_gate_and_waiver_and_not_the_reason(world):
    waiver = grant_waiver(world, PAN.actor, GRANTED, NOW)
    end_waiver(world, PAN.actor, MINGYAN, waiver.id, NOW)
    bodies = [json.loads(body) for body in world.scalars(select(Event.body).order_by(Event.id))]
    told = [body for body in bodies if body["act"].startswith("waiver_")]
    assert [body["act"] for body in told] == ["waiver_granted", "waiver_ended"]
    assert all((body["waiver"], body["gate"], body["supplier"]) == (waiver.id, "G1", MINGYAN) for body in told)
    assert GRANTED.reason not in json.dumps(bodies)
