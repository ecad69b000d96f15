"""Notices by person, their deliveries by channel, what each person wants, and the webhooks."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

AT_ONCE, DAILY, NEVER = FREQUENCIES = ("at_once", "daily", "never")
WAITING, SENT, GIVEN_UP = "waiting", "sent", "given_up"


class Notice(Base):
    """One thing one person is told. kind: a declared one; facts: numbers, codes and days that its sentence names.

    It is told to an account, or by mail alone to a contact of a supplier's who has none. path: the page it leads to;
    once: nothing with the same words here is told twice to one person; mail_id: the mail it goes out with, if any.
    Never a note of the buyer's, a price, or anything of another supplier.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "once"),
        UniqueConstraint("contact_id", "once"),
        CheckConstraint("(account_id IS NULL) <> (contact_id IS NULL)", name="one_reader"),
        Index("ix_notice_unread", "account_id", "read_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_contact.id"))
    kind: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, object]] = mapped_column(Document)
    path: Mapped[str] = mapped_column(String(200))
    once: Mapped[str] = mapped_column(String(160))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)


class Mail(Base):
    """A mail on its way: one notice, or a day's digest. message_id: fixed, so that what comes twice counts once.

    once: that of its notice, or the digest's own; due: not before, and while a worker is at it the end of its lease;
    failing_since: when it was first tried in vain; state: waiting, sent, given_up; error: why, as a code or an answer.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("account_id", "once"),
        UniqueConstraint("contact_id", "once"),
        CheckConstraint("(account_id IS NULL) <> (contact_id IS NULL)", name="one_reader"),
        Index("ix_mail_state_due", "state", "due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_contact.id"))
    once: Mapped[str] = mapped_column(String(160))
    digest: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default=WAITING)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")


class NoticeSetting(Base):
    """How one person wants to be told of one kind of thing; what is not set is told at once."""

    __tablename__ = "notice_setting"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(32), primary_key=True)
    mail: Mapped[str] = mapped_column(String(16))


class DigestSetting(Base):
    """When one person's daily mail goes out, in their own time zone."""

    __tablename__ = "digest_setting"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    at: Mapped[time] = mapped_column(Time)
    time_zone: Mapped[str] = mapped_column(String(40))


class Webhook(Base):
    """An address that is told too. preset: plain, wecom, dingtalk; supplier_id: whose, None for the buyer's.

    secret: signs what is sent; topics: which notices go there; language: of its messages.
    """

    __tablename__ = "webhook"
    __table_args__ = (CheckConstraint("preset IN ('plain', 'wecom', 'dingtalk')", name="known_preset"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(500))
    preset: Mapped[str] = mapped_column(String(16))
    secret: Mapped[str] = mapped_column(String(200))
    topics: Mapped[list[str]] = mapped_column(Document)
    language: Mapped[str] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WebhookCall(Base):
    """One message to a webhook. once: as of a notice, so that the same thing is told once; status: what HTTP answered.

    due, failing_since, state, error: as of a mail.
    """

    __tablename__ = "webhook_call"
    __table_args__ = (
        UniqueConstraint("webhook_id", "once"),
        Index("ix_webhook_call_state_due", "state", "due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    kind: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, object]] = mapped_column(Document)
    path: Mapped[str] = mapped_column(String(200))
    once: Mapped[str] = mapped_column(String(160))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), default=WAITING)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")
