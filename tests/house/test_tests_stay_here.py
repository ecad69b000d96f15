"""The guard that keeps tests off the network, seen at work."""

import smtplib
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house.network import forbid_mail, forbid_network, stays_here

ELSEWHERE = "192.0.2.1"  # reserved for documentation: nobody answers there


@pytest.fixture
def _guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_network(monkeypatch)
    forbid_mail(monkeypatch)


def connect() -> None:
    with socket.socket() as sender:
        sender.connect((ELSEWHERE, 80))


def connect_quietly() -> None:
    with socket.socket() as sender:
        sender.connect_ex((ELSEWHERE, 80))


def connect_in_the_newer_family() -> None:
    with socket.socket(socket.AF_INET6) as sender:
        sender.connect(("2001:db8::1", 80, 0, 0))


def send_without_connecting() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"here I am", (ELSEWHERE, 53))


def look_up() -> None:
    socket.getaddrinfo("somewhere.example", 443)


def look_up_the_old_way() -> None:
    socket.gethostbyname("somewhere.example")


def fetch() -> None:
    with urlopen("http://somewhere.example/"):
        pass


def fetch_and_look_away() -> None:
    with suppress(Exception):
        fetch()


def accept_once(server: socket.socket) -> None:
    server.accept()[0].close()


def send_mail() -> None:
    smtplib.SMTP("localhost", 25)


@pytest.mark.usefixtures("_guarded")
@pytest.mark.parametrize(
    "leave",
    [
        connect,
        connect_quietly,
        connect_in_the_newer_family,
        send_without_connecting,
        look_up,
        look_up_the_old_way,
        fetch,
        fetch_and_look_away,
        send_mail,
    ],
)
def test_leaving_this_machine_fails_the_test(leave: Callable[[], None]) -> None:
    with pytest.raises(pytest.fail.Exception, match="a test "):
        leave()


@pytest.mark.usefixtures("_guarded")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_stays_open(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=accept_once, args=[server])
        answering.start()
        with socket.create_connection((host, server.getsockname()[1]), timeout=5):
            pass
        answering.join()


@pytest.mark.usefixtures("_guarded")
def test_unix_sockets_stay_open(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        (None, True),
        ("", True),
        ("localhost", True),
        ("portal.localhost", True),
        ("127.0.0.2", True),
        (b"127.0.0.1", True),
        ("::1", True),
        ("::1%lo", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("2001:db8::1", False),
    ],
)
def test_what_counts_as_this_machine(host: str | bytes | None, here: bool) -> None:
    assert stays_here(host) is here
