"""The bids of a tender, the file of them, and who has confirmed it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.domain.scoring import canonical_json, sha256_of
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Bid, Bidder, FormerBid, Opening, OpeningWithdrawal, Tender

OPENERS = 2


def bids_of(session: Session, tender_id: int) -> dict[int, Bid]:
    """Give the bids by their bidder's id."""
    return {bid.bidder_id: bid for bid in session.scalars(select(Bid).where(Bid.tender_id == tender_id))}


def round_of(session: Session, tender_id: int) -> int:
    """Give the number of the round of confirmations that runs, from 1: each withdrawal ends one."""
    ended = select(func.count()).select_from(OpeningWithdrawal).where(OpeningWithdrawal.tender_id == tender_id)
    return (session.scalar(ended) or 0) + 1


def openings_of(session: Session, tender_id: int) -> list[Row[Opening, str]]:
    """Tell who confirmed which file of bids in the round that runs, with their names, the earliest first."""
    ended = select(func.count()).select_from(OpeningWithdrawal).where(OpeningWithdrawal.tender_id == tender_id)
    rows = select(Opening, Account.name).join(Account, Account.id == Opening.account_id)
    of_round = rows.where(Opening.tender_id == tender_id, Opening.round == ended.scalar_subquery() + 1)
    return list(session.execute(of_round.order_by(Opening.at, Opening.account_id)).all())


def withdrawals_of(session: Session, tender_id: int) -> list[Row[OpeningWithdrawal, str]]:
    """Tell who took confirmations back, with their names, the earliest first."""
    rows = select(OpeningWithdrawal, Account.name).join(Account, Account.id == OpeningWithdrawal.account_id)
    of_tender = rows.where(OpeningWithdrawal.tender_id == tender_id)
    return list(session.execute(of_tender.order_by(OpeningWithdrawal.round)).all())


def former_bids_of(session: Session, tender_id: int) -> list[Row[FormerBid, str]]:
    """Give the bids that were replaced, with the name of who replaced them, the earliest first."""
    rows = select(FormerBid, Account.name).join(Account, Account.id == FormerBid.replaced_by)
    of_tender = rows.join(Bidder, Bidder.id == FormerBid.bidder_id).where(Bidder.tender_id == tender_id)
    return list(session.execute(of_tender.order_by(FormerBid.id)).all())


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
