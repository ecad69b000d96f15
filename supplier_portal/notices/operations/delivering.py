"""Mails and calls of webhooks on their way: taken under a lease, sent, put off, given up.

A delivery is marked as sent once the other side has it: a worker that dies in between sends it again, with the same
Message-ID or number, by which the other side counts it once.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session, aliased

from supplier_portal.db.types import UtcDateTime
from supplier_portal.notices.models import GIVEN_UP, SENT, WAITING, Mail, WebhookCall

LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE, MOST_DOUBLINGS = timedelta(seconds=30), timedelta(hours=1), 10
PATIENCE = timedelta(days=3)
LONGEST_REASON = 500

Delivery = Mail | WebhookCall


def pause_after(tries: int) -> timedelta:
    """How long to wait after this many tries in vain: 30 s, twice as long each time, an hour at most."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, MOST_DOUBLINGS)), LONGEST_PAUSE)


def claim_mail(session: Session, now: datetime) -> Mail | None:
    """Take the mail that is due longest; one whose worker died is due again when its lease ends."""
    waiting = select(Mail).where(Mail.state == WAITING, Mail.due <= now).order_by(Mail.due, Mail.id)
    mail = session.scalar(waiting.limit(1).with_for_update(skip_locked=True))
    if mail is not None:
        mail.attempts, mail.due = mail.attempts + 1, now + LEASE
    return mail


def claim_call(session: Session, now: datetime) -> WebhookCall | None:
    """Take the oldest call that is due; a webhook that is being called or waits out a failure gets no other one."""
    other = aliased(WebhookCall)
    busy = (
        select(other.id)
        .where(other.webhook_id == WebhookCall.webhook_id, other.state == WAITING)
        .where(other.attempts > 0, other.due > now)
    )
    waiting = (
        select(WebhookCall)
        .where(WebhookCall.state == WAITING, WebhookCall.due <= now, ~busy.exists())
        .order_by(WebhookCall.id)
    )
    call = session.scalar(waiting.limit(1).with_for_update(skip_locked=True, of=WebhookCall))
    if call is not None:
        call.attempts, call.due = call.attempts + 1, now + LEASE
    return call


def mark_sent(session: Session, delivery: Delivery, now: datetime) -> None:
    """The other side has it."""
    row = _kept(session, delivery)
    row.state, row.sent_at, row.error = SENT, now, ""


def put_off(session: Session, delivery: Delivery, reason: str, now: datetime) -> None:
    """Try again later; after three days in vain it is given up, with the reason."""
    row = _kept(session, delivery)
    row.failing_since = row.failing_since or now
    row.error, row.due = reason[:LONGEST_REASON], now + pause_after(row.attempts)
    if now - row.failing_since >= PATIENCE:
        row.state = GIVEN_UP


def give_up(session: Session, delivery: Delivery, reason: str) -> None:
    """It will never be taken; the reason is kept for those who can mend it."""
    row = _kept(session, delivery)
    row.state, row.error = GIVEN_UP, reason[:LONGEST_REASON]


def note_status(session: Session, call: WebhookCall, status: int | None) -> None:
    """Keep what HTTP answered to the last try; None where nothing answered."""
    session.get_one(WebhookCall, call.id).status = status


def put_off_all_mail(session: Session, reason: str, now: datetime, again: datetime) -> None:
    """The server takes nothing: whatever is due waits until `again`, and what waited for three days is given up."""
    due = (Mail.state == WAITING) & (Mail.due <= now)
    given_up = update(Mail).where(due, Mail.failing_since <= now - PATIENCE)
    session.execute(given_up.values(state=GIVEN_UP, error=reason[:LONGEST_REASON]))
    waits = update(Mail).where(due).values(error=reason[:LONGEST_REASON], due=again)
    session.execute(waits.values(failing_since=func.coalesce(Mail.failing_since, literal(now, UtcDateTime()))))


def _kept(session: Session, delivery: Delivery) -> Delivery:
    if isinstance(delivery, Mail):
        return session.get_one(Mail, delivery.id)
    return session.get_one(WebhookCall, delivery.id)
