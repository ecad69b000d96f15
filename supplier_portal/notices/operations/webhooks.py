"""Making, changing and trying webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.addresses import NotAllowed, target_of
from supplier_portal.notices.kinds import TRIAL
from supplier_portal.notices.messages import DINGTALK
from supplier_portal.notices.models import GIVEN_UP, WAITING, Webhook, WebhookCall
from supplier_portal.notices.queries.calls import visible_webhooks
from supplier_portal.trail.operations import record_event

MOST_IN_USE = 10
SWITCHED_OFF = "notices.webhook_off"


@dataclass(frozen=True)
class MakeWebhook:
    """secret: what signs, the robot's own where it is DingTalk's.

    private: whether it may lead into the portal's own network, which no supplier's ever does.
    """

    name: str
    address: str
    preset: str
    secret: str
    topics: Sequence[str]
    language: str
    private: bool = False


@dataclass(frozen=True)
class ChangeWebhook:
    webhook_id: int
    name: str
    topics: Sequence[str]
    language: str
    active: bool


def make_webhook(session: Session, actor: Actor, command: MakeWebhook, moment: Moment) -> Webhook:
    """A webhook of the buyer's, or of the company of a supplier's person. Raises Invalid."""
    reach_of(actor, Permission.NOTICES_WEBHOOK_MANAGE)
    faults = _topic_faults(command.topics)
    try:
        target_of(command.address, private=command.private and actor.supplier_id is None)
    except NotAllowed as error:
        faults.append(Fault(error.code, "address"))
    if command.preset == DINGTALK and not command.secret.startswith("SEC"):
        faults.append(Fault("notices.webhook_secret", "secret"))
    if _in_use(session, actor) >= MOST_IN_USE:
        faults.append(Fault("notices.too_many_webhooks", facts={"most": MOST_IN_USE}))
    if faults:
        raise Invalid(faults)
    webhook = Webhook(
        supplier_id=actor.supplier_id,
        name=command.name,
        address=command.address,
        preset=command.preset,
        secret=command.secret,
        topics=list(command.topics),
        language=command.language,
        made_by=actor.account_id,
        made_at=moment.at,
    )
    session.add(webhook)
    session.flush()
    record_event(session, actor, moment, "make_webhook", webhook=webhook.id, supplier=actor.supplier_id)
    return webhook


def change_webhook(session: Session, actor: Actor, command: ChangeWebhook, moment: Moment) -> None:
    """Change all but address and secret; what waits for one that is switched off is given up.

    Raises Missing, Invalid.
    """
    webhook = _found(session, actor, command.webhook_id)
    if faults := _topic_faults(command.topics):
        raise Invalid(faults)
    webhook.name, webhook.topics, webhook.language = command.name, list(command.topics), command.language
    webhook.active = command.active
    if not command.active:
        waiting = (WebhookCall.webhook_id == webhook.id) & (WebhookCall.state == WAITING)
        session.execute(update(WebhookCall).where(waiting).values(state=GIVEN_UP, error=SWITCHED_OFF))
    session.flush()
    record_event(session, actor, moment, "change_webhook", webhook=webhook.id)


def try_webhook(session: Session, actor: Actor, webhook_id: int, moment: Moment) -> None:
    """Send it a test message. Raises Missing; Conflict `notices.webhook_off`."""
    webhook = _found(session, actor, webhook_id)
    if not webhook.active:
        raise Conflict(SWITCHED_OFF)
    call = WebhookCall(
        webhook_id=webhook.id,
        kind=TRIAL.name,
        facts={},
        path=f"/notices/webhooks/{webhook.id}",
        once=f"trial:{moment.at.isoformat()}",
        given_at=moment.at,
        due=moment.at,
    )
    session.add(call)
    session.flush()
    record_event(session, actor, moment, "try_webhook", webhook=webhook.id)


def _found(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    webhook = session.scalar(visible_webhooks(actor).where(Webhook.id == webhook_id).with_for_update())
    if webhook is None:
        raise Missing
    return webhook


def _in_use(session: Session, actor: Actor) -> int:
    own = visible_webhooks(actor).where(Webhook.active, Webhook.supplier_id.is_not_distinct_from(actor.supplier_id))
    return session.scalar(own.with_only_columns(func.count())) or 0


def _topic_faults(topics: Sequence[str]) -> list[Fault]:
    return [] if topics else [Fault("notices.webhook_topics", "topics")]
