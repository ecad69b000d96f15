"""Letting the bids in: two people confirm one file of bids, and its figures freeze."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.tenders.models import Bidder, Opening, OpeningWithdrawal, Tender
from supplier_portal.tenders.operations.moving import checked_reason
from supplier_portal.tenders.operations.reaching import move_tender, only_in, reach_tender
from supplier_portal.tenders.queries import (
    OPENERS,
    bidders_of,
    bids_file,
    bids_hash,
    bids_of,
    openings_of,
    round_of,
)
from supplier_portal.trail.operations import record_event


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
    this_round = round_of(session, tender.id)
    session.add(
        Opening(tender_id=tender.id, account_id=actor.account_id, round=this_round, sha256=sha256, at=moment.at)
    )
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


@dataclass(frozen=True)
class WithdrawOpening:
    tender_id: int
    reason: str


def withdraw_opening(session: Session, actor: Actor, command: WithdrawOpening, moment: Moment) -> Tender:
    """Take the confirmations so far back, since a bid was found wrong: bids can be replaced again, then two confirm.

    Anyone of the team may, the one who confirmed or the one who found the fault. Raises Conflict where nobody has
    confirmed, Invalid without a reason.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_OPEN, command.tender_id)
    only_in(tender, "closed")
    if not openings_of(session, tender.id):
        raise Conflict("tenders.nothing_confirmed")
    this_round = round_of(session, tender.id)
    session.add(
        OpeningWithdrawal(
            tender_id=tender.id,
            round=this_round,
            account_id=actor.account_id,
            reason=checked_reason(command.reason),
            at=moment.at,
        )
    )
    session.flush()
    record_event(session, actor, moment, "withdraw_opening", tender=tender.id, round=this_round)
    return tender
