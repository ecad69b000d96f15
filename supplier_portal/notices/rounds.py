"""What the worker does between jobs: mail and webhooks that are due, a few seconds at a time."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.notices.addresses import Resolve, resolved
from supplier_portal.notices.calling import CallFailed, CallRefused, call_webhook
from supplier_portal.notices.composing import NoAddress, compose
from supplier_portal.notices.models import Mail
from supplier_portal.notices.operations.delivering import (
    claim_call,
    claim_mail,
    give_up,
    mark_sent,
    note_status,
    pause_after,
    put_off,
    put_off_all_mail,
)
from supplier_portal.notices.queries.calls import call_is_due, webhook_of
from supplier_portal.notices.queries.mails import letter_of, mail_is_due
from supplier_portal.notices.sending import MailServer, NotNow, Refused, ServerAway

log = logging.getLogger(__name__)
SECONDS = 5.0
UNSENT_EVERY = timedelta(minutes=10)
NO_SERVER, NO_READER, NO_ADDRESS = "notices.no_server", "notices.no_reader", "notices.no_address"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


def machine_clock() -> datetime:
    return datetime.now(UTC)


class MailRound:
    """Sends the mail that is due. While the server is away it rests: 30 s first, then longer, an hour at most."""

    def __init__(self, clock: Callable[[], datetime] = machine_clock) -> None:
        self.clock = clock
        self.rests_until = LONG_AGO
        self.failures = 0

    def __call__(self, database: Database, config: Config) -> bool:
        now = self.clock()
        if now < self.rests_until:
            return False
        with database.reading(SYSTEM) as session:
            if not mail_is_due(session, now):
                return False
        if not config.mail_server:
            self.rests_until = now + UNSENT_EVERY
            _write(database, partial(put_off_all_mail, reason=NO_SERVER, now=now, again=now))
            return False
        try:
            with MailServer(config) as server:
                self._send_due(database, config, server)
        except ServerAway as away:
            self.failures += 1
            self.rests_until = now + pause_after(self.failures)
            _write(database, partial(put_off_all_mail, reason=str(away), now=now, again=self.rests_until))
            return False
        self.failures = 0
        return True

    def _send_due(self, database: Database, config: Config, server: MailServer) -> None:
        began = time.monotonic()
        while time.monotonic() - began < SECONDS:
            with database.unit_of_work(SYSTEM) as session:
                mail = claim_mail(session, self.clock())
            if mail is None:
                return
            self._send(database, config, server, mail)

    def _send(self, database: Database, config: Config, server: MailServer, mail: Mail) -> None:
        now = self.clock()
        with database.reading(SYSTEM) as session:
            letter = letter_of(session, mail)
        if letter is None:
            return _write(database, partial(give_up, delivery=mail, reason=NO_READER))
        try:
            server.send(compose(letter, config, now))
        except NoAddress:
            return _write(database, partial(give_up, delivery=mail, reason=NO_ADDRESS))
        except Refused as refused:
            return _write(database, partial(give_up, delivery=mail, reason=str(refused)))
        except NotNow as not_now:
            return _write(database, partial(put_off, delivery=mail, reason=str(not_now), now=now))
        except ServerAway as away:
            _write(database, partial(put_off, delivery=mail, reason=str(away), now=now))
            raise
        except Exception as error:
            log.exception("mail %s could not be written", mail.id)
            return _write(database, partial(put_off, delivery=mail, reason=type(error).__name__, now=now))
        return _write(database, partial(mark_sent, delivery=mail, now=now))


class WebhookRound:
    """Calls the webhooks that are due."""

    def __init__(self, clock: Callable[[], datetime] = machine_clock, resolve: Resolve = resolved) -> None:
        self.clock = clock
        self.resolve = resolve

    def __call__(self, database: Database, config: Config) -> bool:
        began, worked = time.monotonic(), False
        while time.monotonic() - began < SECONDS and self._call_one(database, config):
            worked = True
        return worked

    def _call_one(self, database: Database, config: Config) -> bool:
        now = self.clock()
        with database.reading(SYSTEM) as session:
            if not call_is_due(session, now):
                return False
        with database.unit_of_work(SYSTEM) as session:
            call = claim_call(session, now)
            if call is None:
                return False
            webhook = webhook_of(session, call)
        try:
            status: int | None = call_webhook(webhook, call, config, now, self.resolve)
        except CallRefused as refused:
            status, ended = refused.status, partial(give_up, delivery=call, reason=refused.reason)
        except CallFailed as failed:
            status, ended = failed.status, partial(put_off, delivery=call, reason=failed.reason, now=now)
        else:
            ended = partial(mark_sent, delivery=call, now=now)
        _write(database, partial(note_status, call=call, status=status), ended)
        return True


def _write(database: Database, *writes: Callable[[Session], None]) -> None:
    with database.unit_of_work(SYSTEM) as session:
        for write in writes:
            write(session)
