"""An owner hands ownership over: offered by the one, taken by the other, so that both have confirmed it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.colleagues import WITHDRAWN, held_side, managed, owners_among
from supplier_portal.accounts.models import Account, OwnershipOffer
from supplier_portal.accounts.queries import MOST_ID
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

ACCEPTED, DECLINED = ANSWERS = ("accepted", "declined")


@dataclass(frozen=True)
class AnswerOffer:
    """answer: accepted or declined."""

    offer_id: int
    answer: str


def offer_ownership(session: Session, actor: Actor, to_id: int | None, moment: Moment) -> OwnershipOffer:
    """Offer a member of the own company to become owner in one's place.

    Raises Invalid at `to_id`, Conflict while an offer of one's own waits.
    """
    reach_of(actor, Permission.ACCOUNTS_COLLEAGUE_MANAGE)
    people = held_side(session, managed(session, actor, actor.account_id or 0))
    if to_id is None or to_id not in people or people[to_id].role == Role.SUPPLIER_OWNER:
        raise Invalid([Fault("accounts.no_member", "to_id")])
    own = OwnershipOffer.from_id == actor.account_id, OwnershipOffer.outcome.is_(None)
    if session.scalar(select(OwnershipOffer.id).where(*own)) is not None:
        raise Conflict("accounts.offer_waits")
    offer = OwnershipOffer(supplier_id=actor.supplier_id, from_id=actor.account_id, to_id=to_id, offered_at=moment.at)
    session.add(offer)
    session.flush()
    record_event(session, actor, moment, "offer_ownership", offer=offer.id, account=to_id)
    return offer


def withdraw_offer(session: Session, actor: Actor, offer_id: int, moment: Moment) -> OwnershipOffer:
    """Take an offer of one's own back. Raises Missing for another's, Conflict where it was answered."""
    reach_of(actor, Permission.ACCOUNTS_COLLEAGUE_MANAGE)
    offer = _waiting(session, offer_id, OwnershipOffer.from_id == actor.account_id)
    _end(session, actor, offer, WITHDRAWN, moment)
    return offer


def answer_offer(session: Session, actor: Actor, command: AnswerOffer, moment: Moment) -> OwnershipOffer:
    """Become owner in the place of who offered it, who becomes a member; or decline.

    Raises Missing for anybody but the one it was offered to, Invalid, Conflict where it was withdrawn meanwhile or who
    offered it is owner no more.
    """
    reach_of(actor, Permission.ACCOUNTS_OWN_USE)
    offer = _waiting(session, offer_id=command.offer_id, whose=OwnershipOffer.to_id == actor.account_id)
    if command.answer not in ANSWERS:
        raise Invalid([Fault("form.unknown_choice", "answer")])
    if command.answer == ACCEPTED:
        people = held_side(session, session.get_one(Account, offer.to_id))
        session.refresh(offer)
        if offer.outcome is not None or offer.from_id not in owners_among(people) or offer.to_id not in people:
            raise Conflict("accounts.offer_over")
        people[offer.to_id].role = Role.SUPPLIER_OWNER.value
        people[offer.from_id].role = Role.SUPPLIER_MEMBER.value
    _end(session, actor, offer, command.answer, moment)
    return offer


def _waiting(session: Session, offer_id: int, whose: ColumnElement[bool]) -> OwnershipOffer:
    asked = select(OwnershipOffer).where(OwnershipOffer.id == min(offer_id, MOST_ID), whose)
    offer = session.scalar(asked.with_for_update().execution_options(populate_existing=True))
    if offer is None:
        raise Missing
    if offer.outcome is not None:
        raise Conflict("accounts.offer_over")
    return offer


def _end(session: Session, actor: Actor, offer: OwnershipOffer, outcome: str, moment: Moment) -> None:
    offer.outcome, offer.ended_at = outcome, moment.at
    session.flush()
    record_event(session, actor, moment, "end_ownership_offer", offer=offer.id, outcome=outcome)
