"""Webhooks are told what concerns them, signed, in the form their receiver wants, once."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.notices.models import GIVEN_UP, SENT, WAITING, Webhook
from supplier_portal.notices.operations.delivering import LEASE, PATIENCE, claim_call
from supplier_portal.notices.operations.webhooks import (
    ChangeWebhook,
    MakeWebhook,
    change_webhook,
    make_webhook,
    try_webhook,
)
from tests.cast import ADA, HUILING, MINGYAN, NOW, PAN, RIVAL, TAN
from tests.notices_story import (
    DUE,
    FOUND,
    LATER,
    PORTAL_ONLY,
    add_webhook,
    call_round,
    calls,
    listening,
    make_known,
    tell,
    telling,
)


@pytest.fixture(autouse=True)
def story(monkeypatch):
    make_known(monkeypatch)


@pytest.fixture
def ear():
    with listening() as opened:
        yield opened


@pytest.fixture
def calling(config):
    return replace(config, webhook_private_addresses=True, public_address="https://portal.buyer.example")


def telling_buyers(once="first", **given):
    return telling(once, readers=(), buyer_webhooks=True, **given)


def states(database):
    return [(call.state, call.status, call.error) for call in calls(database)]


def test_a_plain_webhook_gets_facts_and_words_and_a_signature_over_both_time_and_body(database, calling, ear):
    add_webhook(database, ear.address("/in?x=1"))
    tell(database, telling_buyers())
    assert call_round()(database, calling)
    (got,) = ear.received
    assert got.path == "/in?x=1"
    assert got.document == {
        "id": calls(database)[0].id,
        "kind": "story.found",
        "at": NOW.at.isoformat(),
        "facts": {
            "supplier": {"en": "Huiling Precision Electronics", "zh": "惠岭精密电子"},
            "due": {"day": "2024-03-31"},
            "days": 3,
        },
        "subject": "A finding at Huiling Precision Electronics",
        "text": "Huiling Precision Electronics: please answer by 31 Mar 2024.",
        "link": "https://portal.buyer.example/findings/7",
    }
    stamp = got.headers["X-Portal-Timestamp"]
    assert stamp == str(int(LATER.timestamp()))
    expected = hmac.new(b"sesame", stamp.encode() + b"." + got.body, hashlib.sha256).hexdigest()
    assert got.headers["X-Portal-Signature"] == f"sha256={expected}"
    assert states(database) == [(SENT, 200, "")]


def test_wecom_gets_markdown_in_the_webhook_s_language(database, calling, ear):
    add_webhook(database, ear.address("/send?key=1"), preset="wecom", language="zh")
    tell(database, telling_buyers())
    call_round()(database, calling)
    document = ear.received[0].document
    assert document["msgtype"] == "markdown"
    assert "惠岭精密电子" in document["markdown"]["content"]
    assert "(https://portal.buyer.example/findings/7)" in document["markdown"]["content"]


def test_dingtalk_gets_a_title_and_its_signature_in_the_address(database, calling, ear):
    add_webhook(database, ear.address("/robot/send?access_token=t"), preset="dingtalk", secret="SECret")
    tell(database, telling_buyers())
    call_round()(database, calling)
    (got,) = ear.received
    asked = parse_qs(urlsplit(got.path).query)
    stamp = str(int(LATER.timestamp() * 1000))
    digest = hmac.new(b"SECret", f"{stamp}\nSECret".encode(), hashlib.sha256).digest()
    assert asked == {"access_token": ["t"], "timestamp": [stamp], "sign": [base64.b64encode(digest).decode()]}
    assert got.document["markdown"]["title"] == "A finding at Huiling Precision Electronics"


def test_what_people_wrote_stays_text_in_markdown(database, calling, ear):
    add_webhook(database, ear.address(), preset="wecom")
    command = replace(telling_buyers(), facts={"supplier": "[click](https://evil.example) <@all>\n# Big", "due": 1})
    tell(database, command)
    call_round()(database, calling)
    content = ear.received[0].document["markdown"]["content"]
    assert "\\[click\\](https" in content
    assert "<@all>" not in content
    assert content.count("\n") == 2


def test_only_webhooks_of_the_topic_and_of_the_supplier_are_told(database, calling, ear):
    add_webhook(database, ear.address("/buyer"))
    add_webhook(database, ear.address("/other-topic"), topics=[DUE.topic])
    add_webhook(database, ear.address("/off"), active=False)
    add_webhook(database, "https://hooks.example.com/huiling", HUILING)
    add_webhook(database, "https://hooks.example.com/mingyan", MINGYAN)
    tell(database, telling_buyers("both", supplier_id=HUILING), telling("supplier", readers=(), supplier_id=HUILING))
    tell(database, telling_buyers("quiet", kind=PORTAL_ONLY))
    told = sorted((call.webhook_id, call.once) for call in calls(database))
    assert told == [(1, "both"), (4, "both"), (4, "supplier")]


def test_the_same_thing_is_told_once(database, calling, ear):
    add_webhook(database, ear.address())
    tell(database, telling_buyers())
    tell(database, telling_buyers())
    call_round()(database, calling)
    assert len(ear.received) == 1


def test_a_receiver_that_fails_is_tried_again_and_gets_nothing_else_meanwhile(database, calling, ear):
    add_webhook(database, ear.address())
    with listening() as healthy:
        add_webhook(database, healthy.address())
        ear.status = 503
        tell(database, telling_buyers("first"), telling_buyers("second"))
        call_round()(database, calling)
        assert (len(ear.received), len(healthy.received)) == (1, 2)
        assert states(database)[0] == (WAITING, 503, "HTTP 503")
        ear.status = 200
        assert not call_round(LATER + timedelta(seconds=29))(database, calling)
        call_round(LATER + timedelta(seconds=30))(database, calling)
        assert [got.document["id"] for got in ear.received] == [1, 1, 3]


def test_after_three_days_in_vain_a_call_is_given_up(database, calling, ear):
    add_webhook(database, ear.address())
    ear.status = 500
    tell(database, telling_buyers())
    call_round()(database, calling)
    call_round(LATER + PATIENCE)(database, calling)
    assert states(database) == [(GIVEN_UP, 500, "HTTP 500")]


@pytest.mark.parametrize(
    ("preset", "answer", "ended"),
    [
        ("plain", (400, b""), (GIVEN_UP, "HTTP 400")),
        ("plain", (404, b""), (GIVEN_UP, "HTTP 404")),
        ("plain", (429, b""), (WAITING, "HTTP 429")),
        ("plain", (204, b""), (SENT, "")),
        ("plain", (200, b"not json"), (SENT, "")),
        ("wecom", (200, b'{"errcode":93000,"errmsg":"invalid key"}'), (GIVEN_UP, "93000 invalid key")),
        ("wecom", (200, b'{"errcode":45009,"errmsg":"too often"}'), (WAITING, "45009 too often")),
        ("dingtalk", (200, b'{"errcode":310000,"errmsg":"sign not match"}'), (GIVEN_UP, "310000 sign not match")),
        ("dingtalk", (200, b'{"errcode":130101,"errmsg":"too fast"}'), (WAITING, "130101 too fast")),
        ("dingtalk", (200, b"<html>"), (WAITING, "notices.webhook_answer")),
        ("wecom", (200, b"[" * 60_000), (WAITING, "notices.webhook_answer")),
    ],
)
def test_what_the_receiver_answers_decides(database, calling, ear, preset, answer, ended):
    add_webhook(database, ear.address(), preset=preset, secret="SECret")
    ear.status, ear.body = answer
    tell(database, telling_buyers())
    call_round()(database, calling)
    assert states(database) == [(ended[0], ear.status, ended[1])]


@pytest.mark.safety(35)
def test_a_call_whose_worker_died_is_made_again_under_the_same_number(database, calling, ear):
    add_webhook(database, ear.address())
    tell(database, telling_buyers())
    with database.unit_of_work(SYSTEM) as session:
        number = claim_call(session, LATER).id  # and now this worker is killed
    assert not call_round(LATER + LEASE - timedelta(seconds=1))(database, calling)
    call_round(LATER + LEASE)(database, calling)
    assert [got.document["id"] for got in ear.received] == [number]


NEW = MakeWebhook("Group", "https://hooks.example.com/in", "plain", "secret", (FOUND.topic,), "zh")


def test_a_supplier_s_owner_makes_a_webhook_of_the_company_s_own(session):
    made = make_webhook(session, TAN.actor, replace(NEW, private=True), NOW)
    assert (made.supplier_id, made.active, made.made_by) == (HUILING, True, TAN.number)


def test_an_administrator_s_webhook_is_the_buyer_s(session):
    assert make_webhook(session, ADA.actor, NEW, NOW).supplier_id is None


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"address": "https://10.0.0.1/"}, "notices.webhook_private", "address"),
        ({"address": "http://hooks.example.com/"}, "notices.webhook_not_https", "address"),
        ({"address": "https://10.0.0.1/", "private": True}, "notices.webhook_private", "address"),
        ({"preset": "dingtalk", "secret": "x"}, "notices.webhook_secret", "secret"),
        ({"topics": ()}, "notices.webhook_topics", "topics"),
    ],
)
def test_what_cannot_work_is_said_at_its_field(session, changed, code, place):
    with pytest.raises(Invalid) as refused:
        make_webhook(session, TAN.actor, replace(NEW, **changed), NOW)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [(code, place)]


def test_at_most_ten_are_in_use(session):
    for _ in range(10):
        make_webhook(session, TAN.actor, NEW, NOW)
    with pytest.raises(Invalid):
        make_webhook(session, TAN.actor, NEW, NOW)
    make_webhook(session, RIVAL.actor, NEW, NOW)


@pytest.mark.safety(5)
def test_nobody_changes_or_tries_another_company_s_webhook(session):
    made = make_webhook(session, RIVAL.actor, NEW, NOW)
    with pytest.raises(Missing):
        change_webhook(session, TAN.actor, ChangeWebhook(made.id, "Mine", (FOUND.topic,), "en", active=False), NOW)
    with pytest.raises(Missing):
        try_webhook(session, TAN.actor, made.id, NOW)
    with pytest.raises(Missing):
        make_webhook(session, PAN.actor, NEW, NOW)
    assert (made.name, made.active) == ("Group", True)


def test_switched_off_it_is_told_nothing_more_and_what_waits_is_given_up(database, calling, ear):
    number = add_webhook(database, ear.address())
    tell(database, telling_buyers())
    with database.unit_of_work(ADA.actor) as session:
        change_webhook(session, ADA.actor, ChangeWebhook(number, "Group", (FOUND.topic,), "en", active=False), NOW)
    assert not call_round()(database, calling)
    assert states(database) == [(GIVEN_UP, None, "notices.webhook_off")]
    with database.unit_of_work(ADA.actor) as session, pytest.raises(Conflict, match="webhook_off"):
        try_webhook(session, ADA.actor, number, NOW)


def test_a_test_message_reaches_it_whatever_its_topics(database, calling, ear):
    number = add_webhook(database, ear.address(), topics=[DUE.topic])
    with database.unit_of_work(ADA.actor) as session:
        try_webhook(session, ADA.actor, number, NOW)
    call_round()(database, calling)
    assert ear.received[0].document["subject"] == "The supplier portal reaches you"
    with database.reading(SYSTEM) as session:
        assert session.get(Webhook, number).active
