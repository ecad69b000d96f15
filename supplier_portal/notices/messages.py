"""The bodies and signatures webhooks expect: the portal's own, WeCom's and DingTalk's group robots'."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus

from supplier_portal.config import Config
from supplier_portal.language.speech import Speech
from supplier_portal.notices.composing import plain
from supplier_portal.notices.facts import said
from supplier_portal.notices.kinds import kind_of
from supplier_portal.notices.links import whole
from supplier_portal.notices.models import Webhook, WebhookCall

PLAIN, WECOM, DINGTALK = PRESETS = ("plain", "wecom", "dingtalk")
MARKED = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_[]<>#"})
# Answers of the robots that say "too often" or "busy": everything else but 0 is a refusal for good.
LATER = {WECOM: frozenset({-1, 45009}), DINGTALK: frozenset({-1, 130101, 130102})}


@dataclass(frozen=True)
class Message:
    """path: of the address, with what the preset adds to it."""

    path: str
    headers: Mapping[str, str]
    body: bytes


def message_of(webhook: Webhook, call: WebhookCall, config: Config, path: str, now: datetime) -> Message:
    """What is sent. The signature covers the time and the body, so that neither can be changed or sent again later."""
    body = json.dumps(_document(webhook, call, config), ensure_ascii=False, separators=(",", ":")).encode()
    seconds = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "supplier-portal",
        "X-Portal-Timestamp": seconds,
        "X-Portal-Signature": "sha256=" + signature(webhook.secret, seconds, body),
    }
    if webhook.preset == DINGTALK:
        path = _signed_path(path, webhook.secret, str(int(now.timestamp() * 1000)))
    return Message(path, headers, body)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 of `timestamp.body` in hexadecimal digits."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def _signed_path(path: str, secret: str, milliseconds: str) -> str:
    """DingTalk wants its signature, of time and secret, in the address."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    joined = "&" if "?" in path else "?"
    return f"{path}{joined}timestamp={milliseconds}&sign={quote_plus(base64.b64encode(digest))}"


def _document(webhook: Webhook, call: WebhookCall, config: Config) -> dict[str, object]:
    speech, kind = Speech(webhook.language, config.zone), kind_of(call.kind)
    subject, text = (plain(said(speech, code, call.facts)) for code in (kind.subject, kind.text))
    link = whole(config.public_address, call.path)
    if webhook.preset == PLAIN:
        return {
            "id": call.id,
            "kind": call.kind,
            "at": call.given_at.isoformat(),
            "facts": call.facts,
            "subject": subject,
            "text": text,
            "link": link,
        }
    lines = (
        f"### {subject.translate(MARKED)}",
        text.translate(MARKED),
        f"[{speech.gettext('Open in the portal')}]({link})",
    )
    if webhook.preset == WECOM:
        return {"msgtype": "markdown", "markdown": {"content": "\n".join(lines)}}
    return {"msgtype": "markdown", "markdown": {"title": subject, "text": "\n\n".join(lines)}}
