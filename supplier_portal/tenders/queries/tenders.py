"""Tenders an actor may see, and what belongs to them. Prices are for the tender's team alone."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Row, Select, false, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.tenders.models import Bidder, Tender, TenderMember, TenderMove


def visible(actor: Actor) -> Select[Tender]:
    """Give the tenders whose team one is in; all for the platform's own worker; none for others."""
    reach = decide(actor, Permission.TENDERS_TENDER_READ).reach
    if reach is Reach.ALL:
        return select(Tender)
    if reach is not Reach.OWN_TENDERS:
        return select(Tender).where(false())
    own = select(TenderMember.tender_id).where(TenderMember.account_id == actor.account_id)
    return select(Tender).where(Tender.id.in_(own))


def found(session: Session, actor: Actor, tender_id: int) -> Tender | None:
    return session.scalar(visible(actor).where(Tender.id == tender_id))


def count_visible(session: Session, actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(visible(actor).subquery())) or 0


def team_of(session: Session, tender_id: int) -> list[Account]:
    """Give the people of the team, by name."""
    members = select(Account).join(TenderMember, TenderMember.account_id == Account.id)
    return list(session.scalars(members.where(TenderMember.tender_id == tender_id).order_by(Account.name, Account.id)))


def possible_members(session: Session) -> list[Account]:
    """Give the active people of procurement, by name."""
    people = select(Account).where(Account.role == Role.PROCUREMENT.value, Account.active)
    return list(session.scalars(people.order_by(Account.name, Account.id)))


def bidders_of(session: Session, tender_id: int) -> list[tuple[Bidder, Supplier]]:
    """Give the bidders with their suppliers, by code."""
    rows = select(Bidder, Supplier).join(Supplier, Supplier.id == Bidder.supplier_id)
    return [
        (row[0], row[1]) for row in session.execute(rows.where(Bidder.tender_id == tender_id).order_by(Bidder.code))
    ]


def free_suppliers(session: Session, actor: Actor, tender_id: int, text: str, most: int) -> list[Supplier]:
    """Give the first `most` suppliers that are no bidders of the tender yet, by number.

    text: of a number or a name; empty asks for all.
    """
    taken = select(Bidder.supplier_id).where(Bidder.tender_id == tender_id)
    free = visible_suppliers(actor).where(Supplier.id.not_in(taken))
    names = (Supplier.number, Supplier.name_en, Supplier.name_zh)
    if text:
        free = free.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
    return list(session.scalars(free.order_by(Supplier.number).limit(most)))


def ratings_of(session: Session, tender_id: int) -> dict[int, Rating]:
    """Give the ratings published at lock and opening, by their id."""
    either = (Bidder.rating_at_lock, Bidder.rating_at_opening)
    wanted = [select(column).where(Bidder.tender_id == tender_id) for column in either]
    rows = session.scalars(select(Rating).where(Rating.id.in_(wanted[0].union(wanted[1]))))
    return {rating.id: rating for rating in rows}


def ratings_named(session: Session, rating_ids: Iterable[int | None]) -> dict[int, Rating]:
    """Give published ratings by their id, without those that are not there yet."""
    known = {number for number in rating_ids if number is not None}
    if not known:
        return {}
    return {rating.id: rating for rating in session.scalars(select(Rating).where(Rating.id.in_(known)))}


def moves_of(session: Session, tender_id: int) -> list[Row[TenderMove, str]]:
    """Give the moves of the tender with the name of who made them, the earliest first."""
    rows = select(TenderMove, Account.name).join(Account, Account.id == TenderMove.account_id)
    return list(session.execute(rows.where(TenderMove.tender_id == tender_id).order_by(TenderMove.id)).all())


def published_at(session: Session, tender_id: int) -> datetime:
    """Tell when the tender's rules were published. Raises NoResultFound for a draft."""
    moves = select(TenderMove.at).where(TenderMove.tender_id == tender_id, TenderMove.target == "published")
    return session.scalars(moves).one()


def policy_of(session: Session, tender: Tender) -> Policy:
    """Give the policy pinned at publication, which a published tender has."""
    return session.get_one(Policy, tender.policy_sha256)


def counts_of(session: Session, tender_ids: list[int]) -> dict[int, int]:
    """Count bidders per tender."""
    counted = select(Bidder.tender_id, func.count()).where(Bidder.tender_id.in_(tender_ids)).group_by(Bidder.tender_id)
    return {row[0]: row[1] for row in session.execute(counted)}
