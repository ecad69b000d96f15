"""From the lock to the opening: nothing early, nothing late, and nobody alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.scores.models import Rating
from supplier_portal.tenders.models import Bid, Opening
from supplier_portal.tenders.operations import (
    AddBidder,
    ConfirmOpening,
    add_bidder,
    cancel_tender,
    close_tender,
    confirm_opening,
    create_tender,
    enter_bid,
    lock_tender,
    publish_tender,
)
from supplier_portal.tenders.queries import bids_of, openings_of
from supplier_portal.trail.models import Event
from tests import tenders_story as story
from tests.cast import HUILING, LIN, NOW, PAN, QU, TAN, Person


def faults(session: Session, tender: Any, code: str, **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        story.enter(session, tender, code, **changes)
    assert bids_of(session, tender.id) == {}
    return {fault.place: fault.code for fault in caught.value.faults}


def test_the_lock_publishes_the_ratings_bidders_are_shown(session: Session) -> None:
    tender = story.brought_to(session, "locked")
    ratings = {rating.id: rating for rating in session.scalars(select(Rating))}
    locked = {code: ratings[story.bidder(session, tender, code).rating_at_lock or 0] for code in story.BIDS}
    assert {rating.cause for rating in locked.values()} == {"lock"}
    assert locked["W"].published["bid_blocked"] is True
    assert locked["X"].published["bid_blocked"] is False


def test_a_tender_without_bidders_is_not_locked(session: Session) -> None:
    story.hold_policy(session)
    tender = create_tender(session, LIN.actor, story.TERMS, NOW)
    publish_tender(session, LIN.actor, tender.id, NOW, story.BEFORE)
    with pytest.raises(Conflict, match=r"tenders\.no_bidders"):
        lock_tender(session, LIN.actor, tender.id, NOW)


@pytest.mark.safety(14)
def test_bids_stay_out_until_the_deadline_has_passed(session: Session) -> None:
    tender = story.brought_to(session, "locked")
    for now in (story.BEFORE, story.DEADLINE):
        with pytest.raises(Conflict, match=r"tenders\.deadline_not_over"):
            close_tender(session, LIN.actor, tender.id, NOW, now)
        with pytest.raises(Conflict, match=r"tenders\.not_in_state"):
            enter_bid(session, LIN.actor, story.bid_of(session, tender, "X"), NOW, now)
    close_tender(session, LIN.actor, tender.id, NOW, story.AFTER)
    with pytest.raises(Conflict, match=r"tenders\.deadline_not_over"):
        enter_bid(session, LIN.actor, story.bid_of(session, tender, "X"), NOW, story.DEADLINE)
    assert session.scalar(select(Bid.id)) is None


@pytest.mark.safety(14)
@pytest.mark.parametrize("state", ["draft", "published", "locked", "opened", "evaluated"])
def test_the_database_refuses_a_bid_at_any_other_time(session: Session, state: str) -> None:
    tender = story.brought_to(session, state)
    latecomer = story.bidder(session, tender, "X")
    for bid in session.scalars(select(Bid).where(Bid.bidder_id == latecomer.id)):
        bid.price += 1
    session.add(
        Bid(
            tender_id=tender.id, bidder_id=latecomer.id, price=Decimal(1), scores={},
            submitted_at=story.HANDED_IN, entered_by=LIN.number,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.safety(14)
def test_late_is_late(session: Session) -> None:
    tender = story.brought_to(session, "closed")
    late = story.DEADLINE + timedelta(seconds=1)
    assert faults(session, tender, "X", submitted_at=late) == {"submitted_at": "tenders.late"}
    story.enter(session, tender, "X", submitted_at=story.DEADLINE)
    assert len(bids_of(session, tender.id)) == 1


def test_no_bid_is_older_than_the_rules_it_follows(session: Session) -> None:
    tender = story.brought_to(session, "closed")
    too_early = story.BEFORE - timedelta(seconds=1)
    assert faults(session, tender, "X", submitted_at=too_early) == {"submitted_at": "tenders.before_publication"}
    story.enter(session, tender, "X", submitted_at=story.BEFORE)
    assert len(bids_of(session, tender.id)) == 1


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"price": Decimal(0)}, "price", "tenders.above_zero"),
        ({"price": Decimal(-5)}, "price", "tenders.above_zero"),
        ({"price": Decimal("1.005")}, "price", "form.number"),
        ({"price": Decimal("1e12")}, "price", "form.number"),
        ({"price": Decimal("NaN")}, "price", "form.number"),
        (
            {"scores": {"technical": Decimal("100.01"), "sustainability": Decimal(1)}},
            "scores.technical",
            "tenders.points",
        ),
        (
            {"scores": {"technical": Decimal(-1), "sustainability": Decimal(1)}},
            "scores.technical",
            "tenders.not_decimal",
        ),
        ({"scores": {"sustainability": Decimal(1)}}, "scores.technical", "form.required"),
        (
            {"scores": {"technical": Decimal(1), "sustainability": Decimal(1), "charm": Decimal(1)}},
            "scores.charm",
            "form.unknown_choice",
        ),
        ({"submitted_at": story.HANDED_IN + timedelta(microseconds=1)}, "submitted_at", "tenders.whole_seconds"),
    ],
)
def test_a_bid_that_cannot_be_is_refused_at_its_field(
    session: Session, changes: dict[str, Any], place: str, code: str
) -> None:
    tender = story.brought_to(session, "closed")
    assert faults(session, tender, "X", **changes) == {place: code}


def test_carbon_is_asked_for_where_it_counts(session: Session) -> None:
    tender = story.brought_to(session, "closed", story.terms(method="carbon_adder"))
    assert faults(session, tender, "X", quantity=None) == {"quantity": "form.required"}
    assert faults(session, tender, "X", pcf=Decimal("0.0000001")) == {"pcf": "form.number"}
    story.enter(session, tender, "X", quantity=Decimal("12.5"), pcf=None)
    assert [(bid.quantity, bid.pcf) for bid in bids_of(session, tender.id).values()] == [(Decimal("12.500"), None)]


def test_a_published_figure_is_not_entered_with_the_bid(session: Session) -> None:
    criteria = (*story.RULES.criteria[:2], replace(story.RULES.criteria[2], source="sustainability"))
    tender = story.brought_to(session, "closed", story.terms(criteria=criteria))
    own = {"technical": Decimal(80), "sustainability": Decimal(99)}
    assert faults(session, tender, "X", scores=own) == {"scores.sustainability": "form.unknown_choice"}


def test_entering_a_bid_again_replaces_it_and_says_so(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    typed = story.bid_of(session, tender, "X", price=Decimal("999.99"), replacing="typing")
    again = enter_bid(session, QU.actor, typed, NOW, story.AFTER)
    assert (again.replaced, again.bid.price, again.bid.entered_by) == (True, Decimal("999.99"), QU.number)
    assert len(bids_of(session, tender.id)) == 4


def test_a_bid_of_another_tenders_bidder_is_not_taken(session: Session) -> None:
    tender = story.brought_to(session, "closed")
    other = create_tender(session, LIN.actor, replace(story.TERMS, number="T-2"), NOW)
    theirs = add_bidder(session, LIN.actor, AddBidder(other.id, HUILING), NOW)
    with pytest.raises(Missing):
        enter_bid(
            session, LIN.actor, replace(story.bid_of(session, tender, "X"), bidder_id=theirs.id), NOW, story.AFTER
        )


@pytest.mark.safety(14)
def test_nobody_opens_bids_alone(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    story.confirm(session, tender, LIN)
    with pytest.raises(Conflict, match=r"tenders\.confirmed_already"):
        story.confirm(session, tender, LIN)
    assert (tender.state, tender.bids_sha256) == ("closed", None)
    story.confirm(session, tender, QU)
    assert (tender.state, tender.bids_sha256) == ("opened", story.hash_of(session, tender))
    assert [name for _, name in openings_of(session, tender.id)] == [LIN.name, QU.name]


@pytest.mark.safety(14)
@pytest.mark.parametrize("person", [PAN, TAN, story.SUN])
def test_only_the_team_opens(session: Session, person: Person) -> None:
    story.add_buyers(session)
    tender = story.brought_to(session, "bids")
    with pytest.raises(Missing):
        story.confirm(session, tender, person)


@pytest.mark.safety(14)
def test_the_second_confirms_the_same_file(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    known = story.hash_of(session, tender)
    story.confirm(session, tender, LIN)
    session.execute(update(Bid).where(Bid.tender_id == tender.id).values(price=Decimal(1)))  # behind the rules' back
    with pytest.raises(Invalid) as caught:
        story.confirm(session, tender, QU, known)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [("sha256", "tenders.hash_differs")]
    story.confirm(session, tender, QU)
    assert tender.state == "closed"


def test_a_hash_is_compared_as_people_copy_it(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    sha256 = story.hash_of(session, tender)
    confirm_opening(session, LIN.actor, ConfirmOpening(tender.id, f" {sha256[:32].upper()}\n{sha256[32:]} "), NOW)
    assert session.scalar(select(Opening.sha256)) == sha256


def test_without_bids_there_is_nothing_to_open(session: Session) -> None:
    tender = story.brought_to(session, "closed")
    with pytest.raises(Conflict, match=r"tenders\.no_bids"):
        story.confirm(session, tender, LIN)


def test_a_confirmed_file_is_not_written_to(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    story.confirm(session, tender, LIN)
    with pytest.raises(Conflict, match=r"tenders\.opening_begun"):
        story.enter(session, tender, "X")


def test_the_opening_publishes_the_ratings_that_count(session: Session) -> None:
    tender = story.brought_to(session, "opened")
    ratings = {rating.id: rating for rating in session.scalars(select(Rating))}
    opened = [ratings[story.bidder(session, tender, code).rating_at_opening or 0] for code in story.BIDS]
    assert {rating.cause for rating in opened} == {"opening"}


@pytest.mark.safety(36)
def test_the_log_holds_no_price(session: Session) -> None:
    tender = story.brought_to(session, "closed")
    story.enter(session, tender, "X", price=Decimal("987654.32"))
    story.enter(session, tender, "X", price=Decimal("123456.78"), replacing="typing")
    cancel_tender(session, LIN.actor, tender.id, "987654.32 is too dear", NOW)
    bodies = [event.body for event in session.scalars(select(Event))]
    assert any("replace_bid" in body for body in bodies)
    assert not [body for body in bodies if "98765" in body or "12345" in body]


@pytest.mark.parametrize("state", ["draft", "published", "locked", "closed", "bids", "opened", "evaluated"])
def test_a_tender_is_cancelled_with_a_reason(session: Session, state: str) -> None:
    tender = story.brought_to(session, state)
    with pytest.raises(Invalid) as caught:
        cancel_tender(session, QU.actor, tender.id, "  ", NOW)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [("reason", "workflow.needs_reason")]
    cancel_tender(session, QU.actor, tender.id, "The need is gone", NOW)
    assert tender.state == "cancelled"
