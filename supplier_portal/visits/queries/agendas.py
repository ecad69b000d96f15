"""An audit's agenda, its items with the auditors who take them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditMember
from supplier_portal.visits.models import AgendaAuditor, AgendaItem
from supplier_portal.visits.queries import one_of, visible


@dataclass(frozen=True)
class ShownItem:
    """auditors: account id → name of those who take the item and are on the team still."""

    item: AgendaItem
    auditors: dict[int, str]


def agenda_of(session: Session, actor: Actor, audit_id: int) -> list[ShownItem]:
    """The agenda in order, in two statements."""
    asked = visible(actor).where(AgendaItem.audit_id == audit_id)
    items = session.scalars(asked.order_by(AgendaItem.day, AgendaItem.starts_at, AgendaItem.id)).all()
    taken = (
        select(AgendaAuditor.item_id, Account.id, Account.name)
        .join(Account, Account.id == AgendaAuditor.account_id)
        .join(AuditMember, (AuditMember.account_id == Account.id) & (AuditMember.audit_id == audit_id))
        .where(AgendaAuditor.item_id.in_([item.id for item in items]))
        .order_by(Account.name, Account.id)
    )
    auditors: dict[int, dict[int, str]] = {}
    for item_id, account_id, name in session.execute(taken):
        auditors.setdefault(item_id, {})[account_id] = name
    return [ShownItem(item, auditors.get(item.id, {})) for item in items]


def item_of(session: Session, actor: Actor, audit_id: int, item_id: int) -> AgendaItem:
    """One item of the audit. Raises Missing."""
    return one_of(session, visible(actor), audit_id, AgendaItem.audit_id == audit_id, AgendaItem.id == item_id)


def shown_item(session: Session, actor: Actor, audit_id: int, item_id: int) -> ShownItem:
    """One item with its auditors. Raises Missing."""
    item = item_of(session, actor, audit_id, item_id)
    return next(shown for shown in agenda_of(session, actor, audit_id) if shown.item.id == item.id)
