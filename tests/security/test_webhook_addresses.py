"""A webhook leads to the public internet or nowhere: not by a name, not by a redirect, not by a later answer."""

import socket
from dataclasses import replace
from ipaddress import ip_address

import pytest

from supplier_portal.notices.addresses import NotAllowed, allowed_address, is_public, target_of
from supplier_portal.notices.calling import CallFailed, CallRefused, call_webhook
from supplier_portal.notices.models import Webhook, WebhookCall
from tests.cast import HUILING, NOW
from tests.notices_story import listening, make_known


@pytest.fixture(autouse=True)
def story(monkeypatch):
    make_known(monkeypatch)


PUBLIC = ("1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8")
FORBIDDEN = (
    "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "192.0.2.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2002:a00:1::", "2001:0:7f00:1::", "2001:db8::1",
)  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_allowed(text):
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", FORBIDDEN)
def test_an_address_of_an_own_network_is_not(text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://hooks.example.com/a", "not_https"),
        ("ftp://hooks.example.com/a", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("javascript:alert(1)", "not_https"),
        ("hooks.example.com/a", "not_https"),
        ("https://", "unreadable"),
        ("https://user:word@hooks.example.com/", "unreadable"),
        ("https://hooks.example.com@evil.example/", "unreadable"),
        ("https://hooks.example.com:99999/", "unreadable"),
        ("https://hooks.example.com/a b", "unreadable"),
        ("https://hooks.example.com/a\r\nX-Evil: 1", "unreadable"),
        ("https://höoks.example.com/", "unreadable"),
        ("https://[::1", "unreadable"),
        ("https://localhost/", "private"),
        ("https://LOCALHOST./", "private"),
        ("https://intranet/", "private"),
        ("https://printer.local/", "private"),
        ("https://metadata.google.internal/", "private"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:10.0.0.1]:8443/", "private"),
        ("https://169.254.169.254/latest/meta-data", "private"),
    ],
)
def test_an_address_that_leads_elsewhere_is_refused_when_it_is_typed(address, code):
    with pytest.raises(NotAllowed, match=f"notices.webhook_{code}"):
        target_of(address, private=False)


def test_path_query_and_port_stay_as_typed():
    target = target_of("https://hooks.example.com:8443/send?key=1", private=False)
    assert (target.host, target.port, target.path, target.named) == (
        "hooks.example.com", 8443, "/send?key=1", "hooks.example.com:8443",
    )  # fmt: skip


# Spellings of 127.0.0.1 that a resolver takes for an address: they are judged by what they come to.
@pytest.mark.parametrize("host", ["2130706433.", "0x7f.1", "127.1", "017700000001.x"])
@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.7"], ["::ffff:192.168.0.1"], ["fe80::1%eth0"]])
def test_a_name_is_judged_by_every_address_it_stands_for(host, found):
    target = target_of(f"https://{host}/", private=True)
    with pytest.raises(NotAllowed, match="private"):
        allowed_address(target, lambda *_: found, private=False)


def test_the_connection_goes_to_the_address_that_was_checked():
    target = target_of("https://hooks.example.com/", private=False)
    asked = []
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    assert allowed_address(target, lambda *given: asked.append(given) or next(answers), private=False) == "8.8.8.8"
    assert asked == [("hooks.example.com", 443)]


def hook(address, supplier=None):
    return Webhook(id=1, supplier_id=supplier, address=address, preset="plain", secret="s", language="en")


CALL = WebhookCall(id=3, kind="notices.trial", facts={}, path="/x", given_at=NOW.at)


def here(*_):
    return ["127.0.0.1"]


@pytest.mark.parametrize("private", [False, True])
def test_a_supplier_s_webhook_never_reaches_the_own_network_whatever_the_setting(config, private):
    with listening() as ear, pytest.raises(CallRefused) as refused:
        settings = replace(config, webhook_private_addresses=private)
        call_webhook(hook(ear.address(), HUILING), CALL, settings, NOW.at, here)
    assert (refused.value.reason, ear.received) == ("notices.webhook_not_https", [])


def test_a_public_name_that_stands_for_the_own_machine_is_never_called(config):
    with listening() as ear, pytest.raises(CallRefused) as refused:
        address = f"https://hooks.example.com:{ear.port}/"
        call_webhook(hook(address), CALL, config, NOW.at, here)
    assert (refused.value.reason, ear.received) == ("notices.webhook_private", [])


def test_the_buyer_s_webhook_reaches_the_own_network_where_the_setting_says_so(config):
    with listening() as ear:
        settings = replace(config, webhook_private_addresses=True)
        assert call_webhook(hook(ear.address()), CALL, settings, NOW.at, here) == 200
    assert len(ear.received) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(config, status):
    with listening() as ear, listening() as inside:
        ear.status, ear.headers = status, {"Location": inside.address("/secret")}
        settings = replace(config, webhook_private_addresses=True)
        with pytest.raises(CallRefused, match="redirects"):
            call_webhook(hook(ear.address()), CALL, settings, NOW.at, here)
    assert inside.received == []


def test_an_endless_answer_is_not_read_to_its_end(config):
    with listening() as ear:
        ear.body = b"x" * 300_000
        assert call_webhook(hook(ear.address()), CALL, replace(config, webhook_private_addresses=True), NOW.at, here)


def test_a_name_nobody_knows_is_tried_again_later(config):
    def nobody(*_):
        raise socket.gaierror

    with pytest.raises(CallFailed, match="unknown_host") as failed:
        call_webhook(hook("https://hooks.example.com/"), CALL, config, NOW.at, nobody)
    assert not isinstance(failed.value, CallRefused)


def test_who_answers_in_drips_is_cut_off(config, monkeypatch):
    monkeypatch.setattr("supplier_portal.notices.calling.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(CallFailed):
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"  # it takes the connection and never says a word
        call_webhook(hook(address), CALL, replace(config, webhook_private_addresses=True), NOW.at, here)
