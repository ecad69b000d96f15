"""Keep tests on this machine: no connection leaves loopback, no mail goes out unasked.

Python's own sockets only: libraries that open theirs in C or Rust (PostgreSQL's client, the object store) are not seen.
"""

import smtplib
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, NoReturn

import pytest

HERE = {"", "localhost", "0.0.0.0", "::"}  # noqa: S104 - names to compare with, nothing is bound


def stays_here(host: object) -> bool:
    """Whether this host, as given to a socket, is this machine."""
    if host is None:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in HERE or text.endswith(".localhost"):
        return True
    try:
        return ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(what: str) -> NoReturn:
    """End the test; `except Exception` in the code under test does not hide it."""
    pytest.fail(what, pytrace=True)


def watch(monkeypatch: pytest.MonkeyPatch, method: str, address_of: Callable[[tuple[Any, ...]], object]) -> None:
    """Let this socket method through for local addresses only. A path (a Unix socket) is local."""
    through = getattr(socket.socket, method)

    def watched(self: socket.socket, *arguments: Any) -> Any:
        address = address_of(arguments)
        if isinstance(address, tuple) and not stays_here(address[0]):
            refuse(f"a test opened a connection to {address}: start the other side on loopback, by a fixture")
        return through(self, *arguments)

    monkeypatch.setattr(socket.socket, method, watched)


def forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects to, sends to or looks up a host other than this machine."""
    for method in ("connect", "connect_ex"):
        watch(monkeypatch, method, lambda arguments: arguments[0])
    watch(monkeypatch, "sendto", lambda arguments: arguments[-1])
    for lookup in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        through = getattr(socket, lookup)

        def watched(host: object, *arguments: Any, through: Callable[..., Any] = through, **options: Any) -> Any:
            if not stays_here(host):
                refuse(f"a test looked up {host!r}: the suite runs without a network")
            return through(host, *arguments, **options)

        monkeypatch.setattr(socket, lookup, watched)


def forbid_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that sends mail. A fixture with a mail server of its own undoes this by its own monkeypatch."""

    def connect(*_arguments: Any, **_options: Any) -> NoReturn:
        refuse("a test sends mail without a mail server of its own: ask for the fixture that starts one")

    monkeypatch.setattr(smtplib.SMTP, "connect", connect)
