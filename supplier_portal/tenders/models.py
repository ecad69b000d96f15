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


class Correction(Base):
    """What a bidder says is wrong with its figure at the lock, with a file where it sent one, and the team's answer.

    granted, answered_by, answered_at: None until answered. rating_after: published anew where it was granted.
    """

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rating_before: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rating_after: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))


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


class FormerBid(Base):
    """A bid as it stood before it was replaced. why: new_bid (the bidder's later one) or typing (entered wrongly)."""

    __tablename__ = "former_bid"
    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"), index=True)
    document: Mapped[dict[str, object]] = mapped_column(Document)
    why: Mapped[str] = mapped_column(String(16))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    replaced_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Opening(Base):
    """One person's confirmation of the file of bids by its SHA-256; two different people of one round open.

    round: from 1; a withdrawal ends it, and confirmations of an ended round count no more.
    """

    __tablename__ = "opening"
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OpeningWithdrawal(Base):
    """The end of a round of confirmations, since a bid was found wrong: who, when, why."""

    __tablename__ = "opening_withdrawal"
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Evaluation(Base):
    """The receipt of the ranking: inputs, rules and what was published; never changed."""

    __tablename__ = "evaluation"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), unique=True)
    receipt: Mapped[dict[str, object]] = mapped_column(Document)
    sha256: Mapped[str] = mapped_column(String(64))
    evaluated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LowBidQuery(Base):
    """A bidder asked to explain its low price, and what it answered. answered_by, answered_at: None until then."""

    __tablename__ = "low_bid_query"
    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"), unique=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TieBreak(Base):
    """Which of several bidders equal in everything comes first: who decided it, and why."""

    __tablename__ = "tie_break"
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AwardProposal(Base):
    """An award that waits for a second person, since gates have changed. codes: the bidders', first share first.

    gates_again: the gates as read when it was proposed, per bidder. withdrawn_*: None while it stands.
    """

    __tablename__ = "award_proposal"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    codes: Mapped[list[str]] = mapped_column(Document)
    reason: Mapped[str] = mapped_column(Text)
    gates_again: Mapped[dict[str, list[str]]] = mapped_column(Document)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")


class Award(Base):
    """To whom first, and why. gates_again: the gates as read at award, per bidder.

    seconded_by: who confirmed it, another person than decided_by; needed where gates had changed.
    """

    __tablename__ = "award"
    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), unique=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"))
    reason: Mapped[str] = mapped_column(Text)
    gates_again: Mapped[dict[str, list[str]]] = mapped_column(Document)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AwardShare(Base):
    """What part of the order a bidder gets, in per cent; one of 100 where the award is not split."""

    __tablename__ = "award_share"
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidder.id"))
    share: Mapped[Decimal] = mapped_column(Exact(2))
