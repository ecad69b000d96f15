"""Tenders an actor may see, and what belongs to them. Prices are for the tender's team alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.domain.scoring import canonical_json, sha256_of
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.tenders.models import Award, Bid, Bidder, Evaluation, Opening, Tender, TenderMember, TenderMove

OPENERS = 2


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


def free_suppliers(session: Session, actor: Actor, tender_id: int) -> list[Supplier]:
    """Give the suppliers that are no bidders of the tender yet, by number."""
    taken = select(Bidder.supplier_id).where(Bidder.tender_id == tender_id)
    return list(session.scalars(visible_suppliers(actor).where(Supplier.id.not_in(taken)).order_by(Supplier.number)))


def bids_of(session: Session, tender_id: int) -> dict[int, Bid]:
    """Give the bids by their bidder's id."""
    return {bid.bidder_id: bid for bid in session.scalars(select(Bid).where(Bid.tender_id == tender_id))}


def ratings_of(session: Session, tender_id: int) -> dict[int, Rating]:
    """Give the ratings published at lock and opening, by their id."""
    either = (Bidder.rating_at_lock, Bidder.rating_at_opening)
    wanted = [select(column).where(Bidder.tender_id == tender_id) for column in either]
    rows = session.scalars(select(Rating).where(Rating.id.in_(wanted[0].union(wanted[1]))))
    return {rating.id: rating for rating in rows}


def moves_of(session: Session, tender_id: int) -> list[Row[TenderMove, str]]:
    """Give the moves of the tender with the name of who made them, the earliest first."""
    rows = select(TenderMove, Account.name).join(Account, Account.id == TenderMove.account_id)
    return list(session.execute(rows.where(TenderMove.tender_id == tender_id).order_by(TenderMove.id)).all())


def openings_of(session: Session, tender_id: int) -> list[Row[Opening, str]]:
    """Tell who confirmed which file of bids, with their names, the earliest first."""
    rows = select(Opening, Account.name).join(Account, Account.id == Opening.account_id)
    return list(
        session.execute(rows.where(Opening.tender_id == tender_id).order_by(Opening.at, Opening.account_id)).all()
    )


def evaluation_of(session: Session, tender_id: int) -> Evaluation | None:
    return session.scalar(select(Evaluation).where(Evaluation.tender_id == tender_id))


def award_of(session: Session, tender_id: int) -> Award | None:
    return session.scalar(select(Award).where(Award.tender_id == tender_id))


def policy_of(session: Session, tender: Tender) -> Policy:
    """Give the policy pinned at publication, which a published tender has."""
    return session.get_one(Policy, tender.policy_sha256)


def counts_of(session: Session, tender_ids: list[int]) -> dict[int, int]:
    """Count bidders per tender."""
    counted = select(Bidder.tender_id, func.count()).where(Bidder.tender_id.in_(tender_ids)).group_by(Bidder.tender_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def in_utc(at: datetime) -> str:
    """Write a moment as receipts write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def bid_document(code: str, bid: Bid) -> dict[str, Any]:
    """Write one bid as the receipt writes it, with the scores entered so far."""
    document: dict[str, Any] = {
        "bidder": code,
        "price": format(bid.price, "f"),
        "scores": dict(bid.scores),
        "submitted_at": in_utc(bid.submitted_at),
    }
    for name, value in (("quantity", bid.quantity), ("pcf", bid.pcf)):
        if value is not None:
            document[name] = format(value, "f")
    return document


def bids_file(tender: Tender, bidders: list[tuple[Bidder, Supplier]], bids: Mapping[int, Bid]) -> dict[str, Any]:
    """Give the file of all bids entered, as those who open confirm it: by code, not who entered it."""
    entered = [(bidder, supplier, bids[bidder.id]) for bidder, supplier in bidders if bidder.id in bids]
    return {
        "kind": "bids",
        "tender": tender.number,
        "currency": tender.currency,
        "bids": [{**bid_document(bidder.code, bid), "supplier": supplier.number} for bidder, supplier, bid in entered],
    }


def bids_bytes(document: dict[str, Any]) -> bytes:
    """Give the file's canonical form: what its SHA-256 is of."""
    return canonical_json(document)


def bids_hash(document: dict[str, Any]) -> str:
    return sha256_of(document)
