"""Every setting: name, type, default, meaning. Read once from the environment, refused where not understood."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supplier_portal.domain.countries import country_codes

PREFIX = "SUPPLIER_PORTAL_"


class SettingRefused(Exception):
    """A setting cannot be used; the sentence names it, the reason and the way out."""


@dataclass(frozen=True)
class Config:
    """One running portal. Field names in capitals after SUPPLIER_PORTAL_ are the environment's names."""

    data_folder: Path = field(
        default=Path("var"), metadata={"meaning": "folder for the embedded database, files and prepared static files"}
    )
    database: str = field(default="", metadata={"meaning": "SQLAlchemy address; empty: SQLite in the data folder"})
    production: bool = field(
        default=False, metadata={"meaning": "refuses unsafe settings, sends cookies over TLS only"}
    )
    debug: bool = field(
        default=False, metadata={"meaning": "shows errors of the program in the browser; never in production"}
    )
    secret_key: str = field(
        default="", metadata={"meaning": "signs cookies and tokens; at least 32 characters; needed in production"}
    )
    time_zone: str = field(
        default="Asia/Shanghai", metadata={"meaning": "the buyer's time zone: business days end there"}
    )
    country: str = field(
        default="CN",
        metadata={"meaning": "the buyer's country, two letters: its public holidays are no days of the buyer's clocks"},
    )
    pinned_day: date | None = field(
        default=None, metadata={"meaning": "business day of a demonstration (YYYY-MM-DD); never in production"}
    )
    web_workers: int = field(default=2, metadata={"meaning": "gunicorn processes"})
    web_threads: int = field(default=4, metadata={"meaning": "threads in each of them"})
    port: int = field(default=8000, metadata={"meaning": "port of the web server"})
    host: str = field(default="localhost", metadata={"meaning": "address the web server listens on"})
    public_address: str = field(
        default="http://localhost:8000",
        metadata={
            "meaning": "address people reach the portal at; the QR codes of printed reports lead there; "
            "needed in production, elsewhere localhost and the port where it is not set"
        },
    )
    upload_limit: int = field(default=25_000_000, metadata={"meaning": "largest upload in bytes"})
    audit_files_limit: int = field(default=2_000_000_000, metadata={"meaning": "most bytes of evidence in one audit"})
    finding_files_limit: int = field(default=500_000_000, metadata={"meaning": "most bytes of evidence of one finding"})
    session_hours: int = field(default=12, metadata={"meaning": "a login ends this many hours after it began"})
    idle_minutes: int = field(
        default=120, metadata={"meaning": "a login ends after this many minutes without a request"}
    )
    trusted_proxies: int = field(
        default=0, metadata={"meaning": "proxies in front whose X-Forwarded headers are believed"}
    )
    mail_server: str = field(default="", metadata={"meaning": "host mail goes out by; empty: no mail is sent"})
    mail_port: int = field(default=587, metadata={"meaning": "its port"})
    mail_security: str = field(
        default="starttls",
        metadata={"meaning": "starttls, tls, or none; none in production only for a server on the same machine"},
    )
    mail_user: str = field(default="", metadata={"meaning": "name the portal signs in to it with; empty: it does not"})
    mail_password: str = field(default="", metadata={"meaning": "and the password"})
    mail_from: str = field(default="", metadata={"meaning": "address mail comes from; needed where mail is sent"})
    webhook_private_addresses: bool = field(
        default=False,
        metadata={"meaning": "the buyer's webhooks may lead into the portal's own network and over plain http"},
    )

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{(self.data_folder / 'portal.sqlite').resolve()}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is set."""
        return bool(self.mail_server)

    @property
    def files_folder(self) -> Path:
        return self.data_folder / "files"


def read(environment: Mapping[str, str] = os.environ) -> Config:
    """Read and check the settings. Raises SettingRefused naming the first that cannot be used."""
    known = {PREFIX + setting.name.upper(): setting for setting in fields(Config)}
    for name in environment:
        if name.startswith(PREFIX) and name not in known and not name.startswith(PREFIX + "TEST_"):
            raise SettingRefused(f"{name}: there is no such setting. Settings: {', '.join(sorted(known))}.")
    values = {
        known[name].name: _parsed(name, known[name].type, text) for name, text in environment.items() if name in known
    }
    values.setdefault("public_address", f"http://localhost:{values.get('port', Config.port)}")
    config = Config(**values)  # type: ignore[arg-type]
    _check_safe(config)
    return config if config.secret_key else _with_own_key(config)


def _parsed(name: str, kind: object, text: str) -> object:
    readers = {
        Path: Path,
        bool: _boolean,
        int: int,
        str: str,
        date | None: lambda day: date.fromisoformat(day) if day else None,
    }
    try:
        return readers[kind](text)  # type: ignore[index,operator]
    except ValueError as error:
        raise SettingRefused(f"{name}={text!r}: {error}.") from error


def _boolean(text: str) -> bool:
    if text.lower() not in {"1", "0", "true", "false", "yes", "no"}:
        raise ValueError("write true or false")
    return text.lower() in {"1", "true", "yes"}


SHORTEST_KEY = 32


def _check_safe(config: Config) -> None:
    try:
        ZoneInfo(config.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingRefused(
            f"{PREFIX}TIME_ZONE={config.time_zone!r}: no such time zone, write for example Asia/Shanghai."
        ) from error
    _check_mail(config)
    _check_country(config)
    if not config.production:
        return
    if len(config.secret_key) < SHORTEST_KEY:
        raise SettingRefused(
            f"{PREFIX}SECRET_KEY is missing or shorter than {SHORTEST_KEY} characters: "
            "production does not start without one. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    if config.debug:
        raise SettingRefused(f"{PREFIX}DEBUG is on: production does not start with it. Unset it.")
    if config.pinned_day:
        raise SettingRefused(
            f"{PREFIX}PINNED_DAY is set: it is for demonstrations. Unset it, production takes the real day."
        )
    if not _reached_by_others(config.public_address):
        raise SettingRefused(
            f"{PREFIX}PUBLIC_ADDRESS={config.public_address!r}: nobody else reaches the portal there, and the QR codes "
            "of printed reports would lead nowhere for good. Write the address people open, "
            "for example https://suppliers.example.com"
        )


def _check_country(config: Config) -> None:
    if config.country not in country_codes():
        raise SettingRefused(
            f"{PREFIX}COUNTRY={config.country!r} is no country of ISO 3166: write its code of two capital letters, "
            "for example CN."
        )


MAIL_SECURITY = ("starttls", "tls", "none")


def _check_mail(config: Config) -> None:
    if config.mail_security not in MAIL_SECURITY:
        raise SettingRefused(
            f"{PREFIX}MAIL_SECURITY={config.mail_security!r}: write one of {', '.join(MAIL_SECURITY)}."
        )
    if not config.mail_server:
        return
    if not _plain_address(config.mail_from):
        raise SettingRefused(
            f"{PREFIX}MAIL_FROM={config.mail_from!r} is no address to send from: write for example portal@example.com."
        )
    if config.production and config.mail_security == "none" and not _own_machine(config.mail_server):
        raise SettingRefused(
            f"{PREFIX}MAIL_SECURITY is none: mail and its password would cross the network in the clear. "
            "Write starttls or tls, or name a mail server on this machine."
        )


def _plain_address(address: str) -> bool:
    name, at, host = address.partition("@")
    return bool(name and at and host) and not any(sign.isspace() or sign in '<>,;:\\"' for sign in address)


def _own_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reached_by_others(address: str) -> bool:
    """Whether it is a whole web address that does not lead to the reader's own machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        parts.port  # noqa: B018 raises where it is no number
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment or parts.username:
        return False
    try:
        own = ip_address(host)
    except ValueError:
        return host.rstrip(".") != "localhost" and not host.rstrip(".").endswith(".localhost")
    return not (own.is_loopback or own.is_unspecified)


def _with_own_key(config: Config) -> Config:
    """Outside production: a key of this data folder's own, made once, so that web processes agree on it."""
    path = config.data_folder / "secret-key"
    config.data_folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return Config(
        **{**{item.name: getattr(config, item.name) for item in fields(config)}, "secret_key": path.read_text()}
    )
