"""Kinds to tell in tests, a real mail server and a real receiver of webhooks on this machine."""

import json
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.language.codes import words
from supplier_portal.notices import kinds
from supplier_portal.notices.kinds import TRIAL, Kind
from supplier_portal.notices.models import (
    DAILY,
    GIVEN_UP,
    DigestSetting,
    Mail,
    Notice,
    NoticeSetting,
    Webhook,
    WebhookCall,
)
from supplier_portal.notices.operations import GiveNotices, give_notices
from supplier_portal.notices.rounds import MailRound, WebhookRound
from tests.cast import ADA, NOW, RIVAL, TAN, TODAY

FOUND = Kind("story.found", "story_findings")
PORTAL_ONLY = Kind("story.quiet", "story_findings", mail=False, webhook=False)
DUE = Kind("story.due", "story_reminders")
URGENT = Kind("story.urgent", "story_findings", always=True, sides=("supplier",))
BUYERS = Kind("story.buyers", "story_drafts", sides=("buyer",))
WORDS = {
    FOUND.subject: "A finding at {supplier}",
    FOUND.text: "{supplier}: please answer by {due}.",
    PORTAL_ONLY.subject: "For the record",
    PORTAL_ONLY.text: "Something small happened.",
    DUE.subject: "Days left: {days}",
    DUE.text: "Your plan is due on {due}.",
    URGENT.named: "What cannot wait",
    "notice_topic.story_drafts": "Drafts of the story",
    "notice_topic.story_findings": "Findings of the story",
    "notice_topic.story_reminders": "Reminders of the story",
}
CONNECT = smtplib.SMTP.connect  # as it is before a test's guard is put in its place
LATER = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HUILING_NAME = {"en": "Huiling Precision Electronics", "zh": "惠岭精密电子"}


def make_known(monkeypatch) -> None:
    """Let the portal know the story's kinds and their words, as long as this test runs."""
    monkeypatch.setattr(
        kinds, "_DECLARED", {kind.name: kind for kind in (TRIAL, FOUND, PORTAL_ONLY, DUE, URGENT, BUYERS)}
    )
    for code, sentence in WORDS.items():
        monkeypatch.setitem(words(), code, sentence)


def telling(once="first", readers=(TAN.number,), kind=FOUND, **given) -> GiveNotices:
    facts = {"supplier": HUILING_NAME, "due": TODAY, "days": 3}
    return GiveNotices(kind, "/findings/7", once, facts, readers, **given)


def tell(database, *commands, moment=NOW) -> None:
    with database.unit_of_work(SYSTEM) as session:
        for command in commands or (telling(),):
            give_notices(session, command, moment)


def choose_daily(database, person, topic=FOUND.topic, at=time(8), zone="Asia/Shanghai") -> None:
    with database.unit_of_work(SYSTEM) as session:
        session.add(NoticeSetting(account_id=person.number, topic=topic, mail=DAILY))
        session.merge(DigestSetting(account_id=person.number, at=at, time_zone=zone))


def rows(database, table=Mail) -> list:
    with database.reading(SYSTEM) as session:
        return list(session.scalars(select(table).order_by(table.id)))


@dataclass
class Post:
    """A mail server that can be started and stopped. answers: what it says to a recipient, by address."""

    port: int
    answers: dict[str, str] = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)
    on_data: Callable[[], None] = lambda: None
    controller: Controller | None = None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 the library's name
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the library's name
        self.on_data()
        self.received.append(message_from_bytes(envelope.original_content, policy=default))
        return "250 taken"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    @property
    def numbers(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.received]


@contextmanager
def post_office(monkeypatch) -> Iterator[Post]:
    monkeypatch.setattr(smtplib.SMTP, "connect", CONNECT)
    post = Post(free_port())
    post.start()
    try:
        yield post
    finally:
        post.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_mail(config, post, **other):
    return replace(
        config,
        mail_server="127.0.0.1",
        mail_port=post.port,
        mail_security="none",
        mail_from="portal@buyer.example",
        public_address="https://portal.buyer.example",
        **other,
    )


def mail_round(at=LATER) -> MailRound:
    return MailRound(lambda: at)


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self):
        return json.loads(self.body)


@dataclass
class Ear:
    """A receiver of webhooks. status, body, headers: what it answers."""

    port: int = 0
    status: int = 200
    body: bytes = b'{"errcode":0}'
    headers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)

    def address(self, path="/hook", host="127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def listening() -> Iterator[Ear]:
    ear = Ear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ear.received.append(Received(self.path, dict(self.headers), body))
            self.send_response(ear.status)
            for name, value in ear.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(ear.body)

        def log_message(self, *_given):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ear.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield ear
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def add_webhook(database, address, supplier=None, **given) -> int:
    values = {
        "name": "Group", "preset": "plain", "secret": "sesame", "topics": [FOUND.topic], "language": "en",
        "made_by": ADA.number, "made_at": NOW.at,
    }  # fmt: skip
    with database.unit_of_work(SYSTEM) as session:
        webhook = Webhook(supplier_id=supplier, address=address, **values | given)
        session.add(webhook)
        session.flush()
        return webhook.id


def notice_of(session, person) -> int:
    """A notice of this person's."""
    give_notices(session, GiveNotices(TRIAL, "/", f"of {person.number}", readers=(person.number,)), NOW)
    return session.scalar(select(Notice.id).where(Notice.account_id == person.number))


def webhook_of(session, supplier) -> int:
    """A webhook of this supplier's."""
    webhook = Webhook(
        supplier_id=supplier, name=f"Group {supplier}", address=f"https://hooks.example.com/{supplier}", preset="plain",
        secret="sesame", topics=[], language="en", made_by=ADA.number, made_at=NOW.at,
    )  # fmt: skip
    session.add(webhook)
    session.flush()
    return webhook.id


def mail_given_up(session, supplier) -> int:
    """A mail to somebody of this supplier's that could not be delivered."""
    person = TAN if supplier == TAN.supplier_id else RIVAL
    mail = Mail(
        message_id=f"given-up-{supplier}", account_id=person.number, once=f"given-up {supplier}", state=GIVEN_UP,
        due=NOW.at, error="550 no such mailbox",
    )  # fmt: skip
    session.add(mail)
    session.flush()
    return mail.id


def call_round(at=LATER, **given) -> WebhookRound:
    return WebhookRound(lambda: at, **given)


def calls(database) -> list[WebhookCall]:
    return rows(database, WebhookCall)
