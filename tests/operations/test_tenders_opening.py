"""A wrong bid found before the opening: confirmations withdrawn, bids replaced, all of it kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.tenders.models import FormerBid, OpeningWithdrawal
from supplier_portal.tenders.operations import WithdrawOpening, enter_bid, withdraw_opening
from supplier_portal.tenders.queries import bids_of, former_bids_of, openings_of, withdrawals_of
from supplier_portal.trail.models import Event
from tests import tenders_story as story
from tests.cast import LIN, NOW, PAN, QU, TAN, Person

WRONG = "The price of X was typed wrongly"


def withdraw(session: Session, number: int, person: Person = QU, reason: str = WRONG) -> None:
    withdraw_opening(session, person.actor, WithdrawOpening(number, reason), NOW)


def test_a_wrong_bid_found_by_the_second_person_is_put_right(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    before = story.hash_of(session, tender)
    story.confirm(session, tender, LIN)
    withdraw(session, tender.id)
    assert openings_of(session, tender.id) == []
    story.enter(session, tender, "X", QU, price=Decimal(999999), replacing="typing")
    story.confirm(session, tender, LIN)
    assert (tender.state, tender.bids_sha256) == ("closed", None)
    story.confirm(session, tender, QU)
    assert (tender.state, tender.bids_sha256) == ("opened", story.hash_of(session, tender))
    assert tender.bids_sha256 != before
    kept = [(row.round, row.account_id, row.reason, name) for row, name in withdrawals_of(session, tender.id)]
    assert kept == [(1, QU.number, WRONG, QU.name)]


def test_the_same_file_is_confirmed_again_where_nothing_was_wrong(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    story.confirm(session, tender, LIN)
    withdraw(session, tender.id, LIN, "To compare once more")
    story.confirm(session, tender, LIN)
    story.confirm(session, tender, QU)
    assert tender.state == "opened"


@pytest.mark.safety(14)
def test_a_confirmation_of_an_ended_round_opens_nothing(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    story.confirm(session, tender, LIN)
    withdraw(session, tender.id)
    story.confirm(session, tender, QU)
    assert tender.state == "closed"


def test_a_withdrawal_needs_a_reason_and_a_confirmation(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    with pytest.raises(Conflict, match=r"tenders\.nothing_confirmed"):
        withdraw(session, tender.id)
    story.confirm(session, tender, LIN)
    with pytest.raises(Invalid):
        withdraw(session, tender.id, reason=" ")
    assert len(openings_of(session, tender.id)) == 1


def test_what_is_opened_stays_opened(session: Session) -> None:
    tender = story.brought_to(session, "opened")
    with pytest.raises(Conflict, match=r"tenders\.not_in_state"):
        withdraw(session, tender.id)


@pytest.mark.parametrize("person", [story.SUN, PAN, TAN])
def test_only_the_team_withdraws(session: Session, person: Person) -> None:
    story.add_buyers(session)
    tender = story.brought_to(session, "bids")
    story.confirm(session, tender, LIN)
    with pytest.raises(Missing):
        withdraw(session, tender.id, person)


@pytest.mark.parametrize(
    ("replacing", "later", "place", "code"),
    [
        ("", 0, "replacing", "tenders.bid_twice"),
        ("guess", 0, "replacing", "form.unknown_choice"),
        ("new_bid", 0, "submitted_at", "tenders.not_later"),
        ("new_bid", -1, "submitted_at", "tenders.not_later"),
    ],
)
def test_a_bid_is_entered_once_unless_it_says_why(
    session: Session, replacing: str, later: int, place: str, code: str
) -> None:
    tender = story.brought_to(session, "bids")
    at = story.HANDED_IN + timedelta(seconds=later)
    with pytest.raises(Invalid) as caught:
        story.enter(session, tender, "X", price=Decimal(5), replacing=replacing, submitted_at=at)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [(place, code)]
    assert bids_of(session, tender.id)[story.bidder(session, tender, "X").id].price == Decimal(1000000)


def test_a_replaced_bid_has_its_last_time_and_leaves_its_former_text(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    last = story.HANDED_IN + timedelta(minutes=5)
    story.enter(session, tender, "X", QU, price=Decimal(5), replacing="new_bid", submitted_at=last)
    story.enter(session, tender, "X", LIN, price=Decimal(6), replacing="typing", submitted_at=last)
    bid = bids_of(session, tender.id)[story.bidder(session, tender, "X").id]
    assert (bid.price, bid.submitted_at) == (Decimal(6), last)
    kept = [(row.document["price"], row.why, row.entered_by, name) for row, name in former_bids_of(session, tender.id)]
    assert kept == [("1000000.00", "new_bid", LIN.number, QU.name), ("5.00", "typing", QU.number, LIN.name)]


@pytest.mark.safety(14)
def test_a_late_replacement_is_late(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    with pytest.raises(Invalid) as caught:
        late = story.DEADLINE + timedelta(seconds=1)
        story.enter(session, tender, "X", replacing="new_bid", submitted_at=late)
    assert [fault.code for fault in caught.value.faults] == ["tenders.late"]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"currency": "EUR"}, "tenders.other_currency"),
        ({"currency": "cny"}, "tenders.other_currency"),
        ({"tax_basis": "gross"}, "tenders.other_tax_basis"),
        ({"delivery_term": "EXW"}, "tenders.other_delivery_term"),
    ],
)
def test_a_bid_on_other_terms_is_refused_at_its_field(session: Session, terms: dict[str, str], code: str) -> None:
    tender = story.brought_to(session, "closed")
    with pytest.raises(Invalid) as caught:
        enter_bid(session, LIN.actor, story.bid_of(session, tender, "X", **terms), NOW, story.AFTER)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [(next(iter(terms)), code)]


@pytest.mark.safety(37)
@pytest.mark.parametrize("model", [FormerBid, OpeningWithdrawal])
def test_what_was_put_right_stays_in_the_record(session: Session, model: type[FormerBid | OpeningWithdrawal]) -> None:
    tender = story.brought_to(session, "bids")
    story.enter(session, tender, "X", price=Decimal(6), replacing="typing")
    story.confirm(session, tender, LIN)
    withdraw(session, tender.id)
    session.delete(session.scalars(select(model)).one())
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


@pytest.mark.safety(36)
def test_the_log_tells_of_a_withdrawal_and_not_why(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    story.confirm(session, tender, LIN)
    withdraw(session, tender.id)
    bodies = [event.body for event in session.scalars(select(Event))]
    assert any("withdraw_opening" in body for body in bodies)
    assert not [body for body in bodies if "typed wrongly" in body]
