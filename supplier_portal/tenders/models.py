"""A tender, its team, its bidders and bids, the opening, the evaluation and the award."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base, state_column
from supplier_portal.db.types import Document, Exact, UtcDateTime


class Tender(Base):
    """rules: method, criteria with sources, scale, limits, as in the receipt without bids; frozen when published.

    deadline_at is kept by the machine's clock. bids_sha256: of the canonical file of all bids, confirmed by two.
    """

    __tablename__ = "tender"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = state_column("tender_state", "draft")
    rules: Mapped[dict[str, object]] = mapped_column(Document)
    currency: Mapped[str] = mapped_column(String(3))
    tax_basis: Mapped[str] = mapped_column(String(40))
    delivery_term: Mapped[str] = mapped_column(String(40))
    policy_sha256: Mapped[str | None] = mapped_column(ForeignKey("policy.sha256"))
    deadline_at: Mapped[datetime] = mapped_column(UtcDateTime)
    bids_sha256: Mapped[str | None] = mapped_column(String(64))
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TenderMember(Base):
    """A person of the tender's team: prices are for them alone."""

    __tablename__ = "tender_member"
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class TenderMove(Base):
    """One move of a tender's state: from, to, who, when, why."""

    __tablename__ = "tender_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    origin: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")


class Bidder(Base):
    """A supplier that may bid. code: its short name in receipts; the ratings as published at lock and opening."""

    __tablename__ = "bidder"
    __table_args__ = (UniqueConstraint("tender_id", "supplier_id"), UniqueConstraint("tender_id", "code"))
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    rating_at_lock: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))
    rating_at_opening: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))


class Bid(Base):
    """What one bidder offers. scores: criteria whose source is entered, code → 0 to 100 as decimal text."""

    __tablename__ = "bid"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"), unique=True)
    price: Mapped[Decimal] = mapped_column(Exact(2))
    quantity: Mapped[Decimal | None] = mapped_column(Exact(3))
    pcf: Mapped[Decimal | None] = mapped_column(Exact(6))
    scores: Mapped[dict[str, str]] = mapped_column(Document)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Opening(Base):
    """One person's confirmation of the file of bids by its SHA-256; two different people open."""

    __tablename__ = "opening"
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Evaluation(Base):
    """The receipt of the ranking: inputs, rules and what was published; never changed."""

    __tablename__ = "evaluation"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), unique=True)
    receipt: Mapped[dict[str, object]] = mapped_column(Document)
    sha256: Mapped[str] = mapped_column(String(64))
    evaluated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Award(Base):
    """To whom and why. gates_again: the gates as read at award, per bidder; seconded_by: needed where they changed."""

    __tablename__ = "award"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), unique=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"))
    reason: Mapped[str] = mapped_column(Text)
    gates_again: Mapped[dict[str, list[str]]] = mapped_column(Document)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
