"""One call of a webhook: to the address that was checked, without following redirects, five seconds in all."""

import json
import socket
import ssl
import threading
from contextlib import suppress
from datetime import datetime
from http.client import HTTPConnection, HTTPException

from supplier_portal.config import Config
from supplier_portal.notices.addresses import NotAllowed, Resolve, Target, allowed_address, target_of
from supplier_portal.notices.messages import LATER, Message, message_of
from supplier_portal.notices.models import Webhook, WebhookCall

SECONDS = 5.0
LARGEST_ANSWER = 65_536
TRY_AGAIN = frozenset({408, 425, 429})
TAKEN, ELSEWHERE, REFUSED, FAILED = 200, 300, 400, 500


class CallFailed(Exception):
    """It may go through later. status: what HTTP answered, if it did."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


class CallRefused(CallFailed):
    """The same call will never be taken."""


def call_webhook(webhook: Webhook, call: WebhookCall, config: Config, now: datetime, resolve: Resolve) -> int:
    """Call it and give the status. Raises CallFailed or CallRefused.

    A supplier's webhook never leads into the portal's network; the buyer's does where the setting says so.
    """
    private = config.webhook_private_addresses and webhook.supplier_id is None
    try:
        target = target_of(webhook.address, private=private)
        ip = allowed_address(target, resolve, private=private)
    except NotAllowed as error:
        raise CallRefused(error.code) from error
    except (OSError, UnicodeError) as error:
        raise CallFailed("notices.webhook_unknown_host") from error
    message = message_of(webhook, call, config, target.path, now)
    try:
        status, answer = _posted(target, ip, message)
    except (OSError, HTTPException) as error:
        raise CallFailed(f"{type(error).__name__}: {error}") from error
    _check(webhook.preset, status, answer)
    return status


class _CheckedConnection(HTTPConnection):
    """A connection to the address that was checked, whatever the host's name stands for by now."""

    def __init__(self, target: Target, ip: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target, self.ip = target, ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self.ip, self.target.port), timeout=SECONDS)
        if self.target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)


def _posted(target: Target, ip: str, message: Message) -> tuple[int, bytes]:
    """Post the message; the status and the beginning of the answer. Who answers in drips is cut off."""
    connection = _CheckedConnection(target, ip)
    watch = threading.Timer(SECONDS, _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        headers = {**message.headers, "Host": target.named, "Connection": "close"}
        connection.request("POST", message.path, body=message.body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST_ANSWER)
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _check(preset: str, status: int, answer: bytes) -> None:
    """Raises CallFailed or CallRefused. The robots answer 200 to what they refuse, with a number other than 0."""
    if ELSEWHERE <= status < REFUSED:
        raise CallRefused("notices.webhook_redirects", status)
    if REFUSED <= status < FAILED and status not in TRY_AGAIN:
        raise CallRefused(f"HTTP {status}", status)
    if not TAKEN <= status < ELSEWHERE:
        raise CallFailed(f"HTTP {status}", status)
    if preset not in LATER:
        return
    number, words = _robot(answer)
    if number is None:
        raise CallFailed("notices.webhook_answer", status)
    if number != 0:
        raise (CallFailed if number in LATER[preset] else CallRefused)(f"{number} {words}", status)


def _robot(answer: bytes) -> tuple[int | None, str]:
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(said, dict) or not isinstance(said.get("errcode"), int):
        return None, ""
    return said["errcode"], str(said.get("errmsg", ""))[:200]
