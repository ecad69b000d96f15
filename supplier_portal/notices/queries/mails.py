"""What a mail says and to whom, and what administrators see of the mail that waits or was given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.notices.models import GIVEN_UP, WAITING, Mail, Notice
from supplier_portal.suppliers.models import SupplierContact


@dataclass(frozen=True)
class Letter:
    """A mail as it is to be written. has_account: whether the reader can sign in and choose."""

    mail: Mail
    address: str
    name: str
    language: str
    has_account: bool
    notices: Sequence[Notice]


def letter_of(session: Session, mail: Mail) -> Letter | None:
    """None where the reader is gone: an account that was closed since, a contact without an address."""
    notices = session.scalars(select(Notice).where(Notice.mail_id == mail.id).order_by(Notice.id)).all()
    if mail.account_id is not None:
        account = session.get_one(Account, mail.account_id)
        found = (account.email, account.name, account.language, True)
        return Letter(mail, *found, notices) if account.active and notices else None
    contact = session.get_one(SupplierContact, mail.contact_id)
    found = (contact.email, contact.name, contact.language, False)
    return Letter(mail, *found, notices) if contact.email and notices else None


def mail_is_due(session: Session, now: datetime) -> bool:
    return session.scalar(select(select(Mail.id).where(Mail.state == WAITING, Mail.due <= now).exists())) is True


def visible_mails(actor: Actor) -> Select[Mail]:
    """All mails for administrators, nobody else's business."""
    allowed = reach_of(actor, Permission.NOTICES_MAIL_READ) is Reach.ALL
    return select(Mail) if allowed else select(Mail).where(false())


@dataclass(frozen=True)
class MailState:
    """waiting: mails on their way that were tried in vain; reason: what the last of them met."""

    waiting: int
    failing_since: datetime | None
    reason: str


def mail_state(session: Session, actor: Actor) -> MailState:
    """How mail fares."""
    failing = visible_mails(actor).where(Mail.state == WAITING, Mail.failing_since.is_not(None))
    of_failing = failing.with_only_columns(func.count(), func.min(Mail.failing_since), func.max(Mail.error))
    count, since, reason = session.execute(of_failing).one()
    return MailState(count, since, reason or "")


def given_up_mails(session: Session, actor: Actor, limit: int) -> Sequence[Row[Mail, str | None, str | None]]:
    """The last mails given up, each with the address of its account or of its contact."""
    given_up = (
        visible_mails(actor)
        .where(Mail.state == GIVEN_UP)
        .outerjoin(Account, Account.id == Mail.account_id)
        .outerjoin(SupplierContact, SupplierContact.id == Mail.contact_id)
        .add_columns(Account.email, SupplierContact.email)
        .order_by(Mail.id.desc())
    )
    return session.execute(given_up.limit(limit)).all()
