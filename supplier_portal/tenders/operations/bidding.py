"""Entering the bids, after the deadline, each once; a bid that is replaced leaves its former text behind."""

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
from supplier_portal.tenders.models import Bid, Bidder, FormerBid, Tender
from supplier_portal.tenders.operations.reaching import only_in, reach_bidder, reach_tender
from supplier_portal.tenders.queries import bid_document, openings_of, published_at
from supplier_portal.tenders.rules import Rules, entered, written
from supplier_portal.trail.operations import record_event

PLACES = {"price": 2, "quantity": 3, "pcf": 6, "score": 6}
REPLACING = ("new_bid", "typing")
"""Why a bid is entered again: the bidder handed in a later one, or the first was typed wrongly."""
FIXED = {"currency": "other_currency", "tax_basis": "other_tax_basis", "delivery_term": "other_delivery_term"}
"""What all bids of a tender share, and the sentence for a bid that does not."""
_TOO_GREAT = Decimal(10) ** 12
_MOST_POINTS = 100


@dataclass(frozen=True)
class EnterBid:
    """price: in the bid's currency; scores: 0 to 100 by code of an entered criterion; submitted_at: aware.

    quantity: units ordered; pcf: kg per unit, None where no verified footprint was handed in. currency, tax_basis,
    delivery_term: as the bid says, None where it says nothing of its own. replacing: one of REPLACING where the
    bidder's bid is entered already.
    """

    tender_id: int
    bidder_id: int
    price: Decimal
    submitted_at: datetime
    scores: dict[str, Decimal] = field(default_factory=dict)
    quantity: Decimal | None = None
    pcf: Decimal | None = None
    currency: str | None = None
    tax_basis: str | None = None
    delivery_term: str | None = None
    replacing: str = ""


@dataclass(frozen=True)
class EnteredBid:
    """replaced: whether the bidder's earlier entry was written over."""

    bid: Bid
    replaced: bool


def enter_bid(session: Session, actor: Actor, command: EnterBid, moment: Moment, machine_now: datetime) -> EnteredBid:
    """Write down what a bidder handed in, or replace it until somebody has confirmed the file.

    Raises Conflict before the deadline and once the opening has begun, Invalid with every fault at its field; a bid
    handed in late is late, and one entered twice is no replacement unless it says so.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_BID_ENTER, command.tender_id)
    only_in(tender, "closed")
    if machine_now <= tender.deadline_at:
        raise Conflict("tenders.deadline_not_over")
    if openings_of(session, tender.id):
        raise Conflict("tenders.opening_begun")
    bidder = reach_bidder(session, tender, command.bidder_id)
    bid = session.scalar(select(Bid).where(Bid.bidder_id == bidder.id))
    faults = [
        *_faults(tender, command),
        *_faults_of_time(tender, command.submitted_at, published_at(session, tender.id)),
        *_faults_of_replacing(bid, command),
    ]
    if faults:
        raise Invalid(faults)
    replaced = bid is not None
    if bid is None:
        bid = Bid(tender_id=tender.id, bidder_id=bidder.id)
        session.add(bid)
    else:
        session.add(_former(bidder, bid, command, actor, moment))
    _write(bid, tender, command, actor)
    session.flush()
    why = {"why": command.replacing} if replaced else {}
    act = "replace_bid" if replaced else "enter_bid"
    record_event(session, actor, moment, act, tender=tender.id, bidder=bidder.id, **why)
    return EnteredBid(bid, replaced)


def _former(bidder: Bidder, bid: Bid, command: EnterBid, actor: Actor, moment: Moment) -> FormerBid:
    return FormerBid(
        bidder_id=bidder.id,
        document=bid_document(bidder.code, bid),
        why=command.replacing,
        entered_by=bid.entered_by,
        replaced_by=actor.account_id,
        replaced_at=moment.at,
    )


def _faults_of_replacing(bid: Bid | None, command: EnterBid) -> Iterator[Fault]:
    """A bidder has one bid: a second is taken only as the first's replacement, and then has the later time."""
    if bid is None:
        return
    if not command.replacing:
        yield Fault("tenders.bid_twice", "replacing")
    elif command.replacing not in REPLACING:
        yield Fault("form.unknown_choice", "replacing")
    elif command.replacing == "new_bid" and command.submitted_at <= bid.submitted_at:
        yield Fault("tenders.not_later", "submitted_at")


def _write(bid: Bid, tender: Tender, command: EnterBid, actor: Actor) -> None:
    carbon = tender.rules["method"] == "carbon_adder"
    bid.price = command.price
    bid.scores = {code: written(command.scores[code]) for code in entered(tender.rules) if code in command.scores}
    bid.quantity = command.quantity if carbon else None
    bid.pcf = command.pcf if carbon else None
    bid.submitted_at = command.submitted_at
    bid.entered_by = actor.account_id or 0


def _faults(tender: Tender, command: EnterBid) -> Iterator[Fault]:
    for name, code in FIXED.items():
        said, fixed = getattr(command, name), getattr(tender, name)
        if said is not None and said != fixed:
            yield Fault(f"tenders.{code}", name, facts={"fixed": _told(name, fixed)})
    yield from _faults_of_figure("price", command.price, "price", above_zero=True)
    if tender.rules["method"] == "carbon_adder":
        if command.quantity is None:
            yield Fault("form.required", "quantity")
        else:
            yield from _faults_of_figure("quantity", command.quantity, "quantity", above_zero=True)
        if command.pcf is not None:
            yield from _faults_of_figure("pcf", command.pcf, "pcf")
    yield from _faults_of_scores(tender, command)


def _faults_of_time(tender: Tender, submitted_at: datetime, since: datetime) -> Iterator[Fault]:
    if submitted_at.microsecond:
        yield Fault("tenders.whole_seconds", "submitted_at")
    elif submitted_at > tender.deadline_at:
        yield Fault("tenders.late", "submitted_at")
    elif submitted_at < since.replace(microsecond=0):
        yield Fault("tenders.before_publication", "submitted_at")


def _told(name: str, fixed: str) -> str:
    return f"tender_tax.{fixed}" if name == "tax_basis" else fixed


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
