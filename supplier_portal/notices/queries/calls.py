"""Webhooks an actor may see, and the calls of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.notices.models import WAITING, Webhook, WebhookCall
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers


def visible_webhooks(actor: Actor) -> Select[Webhook]:
    """All for the buyer's administrators, the company's own for a supplier's owner."""
    reach = reach_of(actor, Permission.NOTICES_WEBHOOK_MANAGE)
    if reach is Reach.ALL:
        return select(Webhook)
    if reach is Reach.OWN_COMPANY:
        return select(Webhook).where(Webhook.supplier_id == actor.supplier_id)
    return select(Webhook).where(false())


def owners_of(session: Session, actor: Actor, webhooks: Sequence[Webhook]) -> dict[int, Supplier]:
    """The suppliers of webhooks that are not the buyer's, by id, as far as the actor sees them."""
    ids = {webhook.supplier_id for webhook in webhooks if webhook.supplier_id is not None}
    return {supplier.id: supplier for supplier in session.scalars(visible_suppliers(actor).where(Supplier.id.in_(ids)))}


def last_calls(session: Session, webhook: Webhook, limit: int) -> Sequence[WebhookCall]:
    """The last calls of a webhook one may see, newest first."""
    calls = select(WebhookCall).where(WebhookCall.webhook_id == webhook.id).order_by(WebhookCall.id.desc())
    return session.scalars(calls.limit(limit)).all()


def call_is_due(session: Session, now: datetime) -> bool:
    due = select(WebhookCall.id).where(WebhookCall.state == WAITING, WebhookCall.due <= now)
    return session.scalar(select(due.exists())) is True


def webhook_of(session: Session, call: WebhookCall) -> Webhook:
    return session.get_one(Webhook, call.webhook_id)
