"""Where a webhook may lead: never into the portal's own network, whatever its name resolves to."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

# Beyond what the library knows: IPv6 ranges that hide an IPv4 address, IETF's own, and a cloud's own host.
_NEVER = tuple(
    ip_network(text)
    for text in (
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"),
        *("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"),
    )
)
LARGEST_PORT = 65_535

Resolve = Callable[[str, int], list[str]]


class NotAllowed(Exception):
    """A webhook must not lead there. code: of the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """The parts of a webhook's address. path: with the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The host as the Host header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target_of(address: str, *, private: bool) -> Target:
    """The parts of an address whose host is not looked up yet. Raises NotAllowed."""
    if not address.isascii() or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise NotAllowed("notices.webhook_unreadable")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotAllowed("notices.webhook_unreadable") from error
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise NotAllowed("notices.webhook_not_https")
    if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise NotAllowed("notices.webhook_unreadable")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(secure, parts.hostname, port or (443 if secure else 80), path)
    if not private:
        _check_name(target.host)
    return target


def _check_name(host: str) -> None:
    """Raises NotAllowed for what is no public name even before it is looked up."""
    try:
        literal = ip_address(host.partition("%")[0])
    except ValueError:
        inside = host.rstrip(".").rpartition(".")[2].lower() in {"localhost", "local", "internal", "lan", "home"}
        if inside or "." not in host.rstrip("."):
            raise NotAllowed("notices.webhook_private") from None
    else:
        if not is_public(literal):
            raise NotAllowed("notices.webhook_private")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is reached over the public network: not private, loopback, link-local, shared, reserved, multicast."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local:
            return False
    if any(address in network for network in _NEVER) or address.is_multicast or address.is_reserved:
        return False
    return address.is_global


def resolved(host: str, port: int) -> list[str]:
    """Every address a name stands for now."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def allowed_address(target: Target, resolve: Resolve, *, private: bool) -> str:
    """The one address to connect to. A name that stands for a single forbidden address is refused as a whole.

    Raises NotAllowed; OSError where the name is not known.
    """
    found = resolve(target.host, target.port)
    if not private and not all(is_public(ip_address(text.partition("%")[0])) for text in found):
        raise NotAllowed("notices.webhook_private")
    if not found:
        raise OSError(f"{target.host} has no address")
    return found[0]
