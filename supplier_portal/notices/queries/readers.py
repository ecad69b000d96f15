"""Who is told, and how they want to be told."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.accounts.reaching import batches
from supplier_portal.notices.daily import next_daily
from supplier_portal.notices.models import AT_ONCE, DAILY, DigestSetting, NoticeSetting, Webhook
from supplier_portal.suppliers.models import SupplierContact


@dataclass
class Reader:
    """An account or a contact. frequencies: by topic, where the person has chosen; at, time_zone: of the daily mail."""

    id: int
    at: time | None = None
    time_zone: str | None = None
    frequencies: dict[str, str] = field(default_factory=dict)

    def frequency_of(self, topic: str) -> str:
        return self.frequencies.get(topic, AT_ONCE)

    def daily_due(self, topic: str, after: datetime) -> datetime | None:
        """When the daily mail of this topic goes out that a notice given `after` joins; None: it goes at once."""
        if self.frequency_of(topic) != DAILY or self.at is None or self.time_zone is None:
            return None
        return next_daily(after, self.at, self.time_zone)


def readers_among(session: Session, accounts: Collection[int]) -> dict[int, Reader]:
    """Those of the accounts that are open, by id."""
    found: dict[int, Reader] = {}
    for some in batches(accounts):
        asked = (
            select(Account.id, DigestSetting.at, DigestSetting.time_zone, NoticeSetting.topic, NoticeSetting.mail)
            .outerjoin(DigestSetting, DigestSetting.account_id == Account.id)
            .outerjoin(NoticeSetting, NoticeSetting.account_id == Account.id)
            .where(Account.id.in_(some), Account.active)
        )
        for number, at, zone, topic, mail in session.execute(asked):
            reader = found.setdefault(number, Reader(number, at, zone))
            if topic is not None:
                reader.frequencies[topic] = mail
    return found


def contacts_among(session: Session, contacts: Collection[int]) -> dict[int, Reader]:
    """Those of the suppliers' contacts that have an address to write to, by id."""
    found: dict[int, Reader] = {}
    for some in batches(contacts):
        asked = select(SupplierContact.id).where(SupplierContact.id.in_(some), SupplierContact.email != "")
        found.update((number, Reader(number)) for number in session.scalars(asked))
    return found


def webhooks_among(session: Session, suppliers: Collection[int], *, buyers: bool) -> list[Webhook]:
    """The webhooks in use of these suppliers, and the buyer's where asked for."""
    if not suppliers and not buyers:
        return []
    whose = or_(Webhook.supplier_id.in_(suppliers), Webhook.supplier_id.is_(None) if buyers else Webhook.id < 0)
    found = select(Webhook).where(Webhook.active, whose).order_by(Webhook.id)
    return list(session.scalars(found))
