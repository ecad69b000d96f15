"""Telling people: rows written in the transaction of the act they tell of, so that neither is without the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from supplier_portal.domain.moment import Moment
from supplier_portal.notices.facts import kept
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.models import NEVER, WAITING, Webhook
from supplier_portal.notices.operations.statements import CALL, STATEMENTS, insert_of, message_id
from supplier_portal.notices.queries.readers import Reader, contacts_among, readers_among, webhooks_among


@dataclass(frozen=True)
class GiveNotices:
    """One thing to tell. Who may see it is the caller's to say: nobody is left out but those whose account is closed.

    readers: account ids; contacts: ids of suppliers' contacts, told by mail alone; facts: see `notices.facts`;
    path: the page it leads to; once: nobody is told twice under the same words here;
    buyer_webhooks: whether the buyer's webhooks are told; supplier_id: whose webhooks are told too.
    """

    kind: Kind
    path: str
    once: str
    facts: Mapping[str, object] = field(default_factory=dict)
    readers: Sequence[int] = ()
    contacts: Sequence[int] = ()
    buyer_webhooks: bool = False
    supplier_id: int | None = None


def give_notices(session: Session, command: GiveNotices, moment: Moment) -> None:
    """Tell one thing to everybody named: notices, their mails, and calls of webhooks. See `give_all`."""
    give_all(session, [command], moment)


def give_all(session: Session, commands: Iterable[GiveNotices], moment: Moment) -> None:
    """Tell many things in a fixed number of statements per 10,000 readers; what was told before is passed over.

    In a unit of work that is quiet nothing is told, nor are the commands asked for. A portal without a mail server
    queues no mail, and contacts, who have nothing else, are not told. Raises ValueError for a path that leads
    elsewhere.
    """
    if session.info.get("quiet"):
        return
    given = list(commands)
    for command in given:
        if not command.path.startswith("/") or command.path.startswith("//"):
            raise ValueError(f"{command.path!r} is no page of the portal")
    accounts = readers_among(session, {reader for command in given for reader in command.readers})
    contacts: Mapping[int, Reader] = {}
    if mails_go_out(session):
        contacts = contacts_among(session, {contact for command in given for contact in command.contacts})
    _tell(session, "account_id", [(command, accounts, command.readers) for command in given], moment)
    _tell(session, "contact_id", [(command, contacts, command.contacts) for command in given], moment)
    _call(session, given, moment)


def mails_go_out(session: Session) -> bool:
    """Whether the portal has a mail server."""
    return bool(session.info.get("mails", True))


Asked = tuple[GiveNotices, Mapping[int, Reader], Sequence[int]]


def _tell(session: Session, who: str, asked: Sequence[Asked], moment: Moment) -> None:
    """Write the notices, the mails of those that are new, and which notice goes out with which mail."""
    notices, mails, mailing = [], [], mails_go_out(session)
    for command, known, ids in asked:
        facts = kept(command.facts)
        for number in dict.fromkeys(ids):
            if number not in known:
                continue
            notices.append(
                {
                    who: number,
                    "kind": command.kind.name,
                    "facts": facts,
                    "path": command.path,
                    "once": command.once,
                    "given_at": moment.at,
                }
            )
            wanted = command.kind.always or known[number].frequency_of(command.kind.topic) != NEVER
            if mailing and command.kind.mail and wanted:
                mails.append(_mail(known[number], command, moment.at))
    statements = STATEMENTS[session.get_bind().dialect.name, who]
    if notices:
        session.execute(statements.notices, notices)
    if mails:
        # In one order everywhere: two acts that join the same daily mails wait for each other, never crosswise.
        mails.sort(key=lambda mail: int(str(mail["of_reader"])))
        session.execute(statements.mails, mails)
        session.execute(statements.joined, mails)


def _mail(reader: Reader, command: GiveNotices, at: datetime) -> dict[str, object]:
    due = None if command.kind.always else reader.daily_due(command.kind.topic, at)
    once = command.once if due is None else f"daily:{due.isoformat()}"
    return {
        "of_reader": reader.id,
        "of_notice": command.once,
        "of_mail": once,
        "of_message": message_id(reader.id, once, at),
        "is_digest": due is not None,
        "is_due": due or at,
        "given": at,
    }


def _call(session: Session, given: Sequence[GiveNotices], moment: Moment) -> None:
    """Write the calls of the webhooks that want to know."""
    suppliers = {command.supplier_id for command in given if command.supplier_id is not None}
    webhooks = webhooks_among(session, suppliers, buyers=any(command.buyer_webhooks for command in given))
    calls = [
        {
            "webhook_id": webhook.id,
            "kind": command.kind.name,
            "facts": kept(command.facts),
            "path": command.path,
            "once": command.once,
            "state": WAITING,
            "given_at": moment.at,
            "due": moment.at,
            "attempts": 0,
            "error": "",
        }
        for command in given
        for webhook in webhooks
        if command.kind.webhook and command.kind.topic in webhook.topics and _concerns(webhook, command)
    ]
    if calls:
        session.execute(insert_of(session, CALL).on_conflict_do_nothing(), calls)


def _concerns(webhook: Webhook, command: GiveNotices) -> bool:
    return command.buyer_webhooks if webhook.supplier_id is None else webhook.supplier_id == command.supplier_id
