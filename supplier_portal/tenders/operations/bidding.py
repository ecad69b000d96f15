"""Entering the bids, after the deadline, and letting them in: two people confirm one file of bids."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.tenders.models import Bid, Bidder, Opening, Tender
from supplier_portal.tenders.operations.reaching import move_tender, only_in, reach_bidder, reach_tender
from supplier_portal.tenders.queries import OPENERS, bidders_of, bids_file, bids_hash, bids_of, openings_of
from supplier_portal.tenders.rules import Rules, entered, written
from supplier_portal.trail.operations import record_event

PLACES = {"price": 2, "quantity": 3, "pcf": 6, "score": 6}
_TOO_GREAT = Decimal(10) ** 12
_MOST_POINTS = 100


@dataclass(frozen=True)
class EnterBid:
    """price: in the tender's currency; scores: 0 to 100 by code of an entered criterion; submitted_at: aware.

    quantity: units ordered; pcf: kg per unit, None where no verified footprint was handed in.
    """

    tender_id: int
    bidder_id: int
    price: Decimal
    submitted_at: datetime
    scores: dict[str, Decimal] = field(default_factory=dict)
    quantity: Decimal | None = None
    pcf: Decimal | None = None


@dataclass(frozen=True)
class EnteredBid:
    """replaced: whether the bidder's earlier entry was written over."""

    bid: Bid
    replaced: bool


def enter_bid(session: Session, actor: Actor, command: EnterBid, moment: Moment, machine_now: datetime) -> EnteredBid:
    """Write down what a bidder handed in, or write over it until somebody has confirmed the file.

    Raises Conflict before the deadline and once the opening has begun, Invalid with every fault at its field; a bid
    handed in late is late.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_BID_ENTER, command.tender_id)
    only_in(tender, "closed")
    if machine_now <= tender.deadline_at:
        raise Conflict("tenders.deadline_not_over")
    if openings_of(session, tender.id):
        raise Conflict("tenders.opening_begun")
    bidder = reach_bidder(session, tender, command.bidder_id)
    if faults := list(_faults(tender, command)):
        raise Invalid(faults)
    bid = session.scalar(select(Bid).where(Bid.bidder_id == bidder.id))
    replaced = bid is not None
    if bid is None:
        bid = Bid(tender_id=tender.id, bidder_id=bidder.id)
        session.add(bid)
    _write(bid, tender, command, actor)
    session.flush()
    act = "replace_bid" if replaced else "enter_bid"
    record_event(session, actor, moment, act, tender=tender.id, bidder=bidder.id)
    return EnteredBid(bid, replaced)


def _write(bid: Bid, tender: Tender, command: EnterBid, actor: Actor) -> None:
    carbon = tender.rules["method"] == "carbon_adder"
    bid.price = command.price
    bid.scores = {code: written(command.scores[code]) for code in entered(tender.rules) if code in command.scores}
    bid.quantity = command.quantity if carbon else None
    bid.pcf = command.pcf if carbon else None
    bid.submitted_at = command.submitted_at
    bid.entered_by = actor.account_id or 0


def _faults(tender: Tender, command: EnterBid) -> Iterator[Fault]:
    yield from _faults_of_figure("price", command.price, "price", above_zero=True)
    if tender.rules["method"] == "carbon_adder":
        if command.quantity is None:
            yield Fault("form.required", "quantity")
        else:
            yield from _faults_of_figure("quantity", command.quantity, "quantity", above_zero=True)
        if command.pcf is not None:
            yield from _faults_of_figure("pcf", command.pcf, "pcf")
    yield from _faults_of_scores(tender, command)
    if command.submitted_at.microsecond:
        yield Fault("tenders.whole_seconds", "submitted_at")
    elif command.submitted_at > tender.deadline_at:
        yield Fault("tenders.late", "submitted_at")


def _faults_of_scores(tender: Tender, command: EnterBid) -> Iterator[Fault]:
    """Each entered criterion with weight needs its points; what is no such criterion has none."""
    rules: Rules = tender.rules
    weights = {row["code"]: Decimal(row.get("weight", "0")) for row in rules["criteria"]}
    known = entered(rules)
    for code in known:
        place = f"scores.{code}"
        if code in command.scores:
            yield from _faults_of_figure(place, command.scores[code], "score")
            if command.scores[code] > _MOST_POINTS:
                yield Fault("tenders.points", place)
        elif rules["method"] == "weighted_sum" and weights[code] > 0:
            yield Fault("form.required", place)
    for code in command.scores.keys() - {*known}:
        yield Fault("form.unknown_choice", f"scores.{code}")


def _faults_of_figure(place: str, value: Decimal, kind: str, *, above_zero: bool = False) -> Iterator[Fault]:
    places = PLACES[kind]
    plain = value.is_finite() and abs(value) < _TOO_GREAT
    if not plain or value != value.quantize(Decimal(1).scaleb(-places)):
        yield Fault("form.number", place, facts={"places": places})
    elif value < 0 or (above_zero and not value):
        yield Fault("tenders.above_zero" if above_zero else "tenders.not_decimal", place)


@dataclass(frozen=True)
class ConfirmOpening:
    """sha256: of the file of bids, as the person has worked it out or compared it."""

    tender_id: int
    sha256: str


def confirm_opening(session: Session, actor: Actor, command: ConfirmOpening, moment: Moment) -> Tender:
    """Confirm the file of bids; the second person to confirm the same file opens the tender.

    Then the bids are frozen and the bidders' ratings published. Raises Invalid where the hash is another file's,
    Conflict without bids and for a person who has confirmed already.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_OPEN, command.tender_id)
    TENDER.find(tender.state, "opened", actor.role)
    bidders, bids = bidders_of(session, tender.id), bids_of(session, tender.id)
    if not bids:
        raise Conflict("tenders.no_bids")
    sha256 = bids_hash(bids_file(tender, bidders, bids))
    if "".join(command.sha256.split()).lower() != sha256:
        raise Invalid([Fault("tenders.hash_differs", "sha256")])
    confirmed = {opening.account_id for opening, _ in openings_of(session, tender.id) if opening.sha256 == sha256}
    if actor.account_id in confirmed:
        raise Conflict("tenders.confirmed_already")
    session.add(Opening(tender_id=tender.id, account_id=actor.account_id, sha256=sha256, at=moment.at))
    session.flush()
    record_event(session, actor, moment, "confirm_opening", tender=tender.id, sha256=sha256)
    if len(confirmed) + 1 >= OPENERS:
        _open(session, actor, tender, [bidder for bidder, _ in bidders], sha256, moment)
    return tender


def _open(session: Session, actor: Actor, tender: Tender, bidders: list[Bidder], sha256: str, moment: Moment) -> None:
    ratings = publish_ratings(session, actor, [bidder.supplier_id for bidder in bidders], moment, "opening")
    published = {rating.supplier_id: rating.id for rating in ratings}
    for bidder in bidders:
        bidder.rating_at_opening = published[bidder.supplier_id]
    move_tender(session, actor, tender, "opened", moment, bids_sha256=sha256)
