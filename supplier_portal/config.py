"""Every setting: name, type, default, meaning. Read once from the environment, refused where not understood."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
    pinned_day: date | None = field(
        default=None, metadata={"meaning": "business day of a demonstration (YYYY-MM-DD); never in production"}
    )
    web_workers: int = field(default=2, metadata={"meaning": "gunicorn processes"})
    web_threads: int = field(default=4, metadata={"meaning": "threads in each of them"})
    port: int = field(default=8000, metadata={"meaning": "port of the web server"})
    host: str = field(default="localhost", metadata={"meaning": "address the web server listens on"})
    public_address: str = field(
        default="http://localhost:8000",
        metadata={"meaning": "address people reach the portal at; the QR codes of printed reports lead there"},
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

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{(self.data_folder / 'portal.sqlite').resolve()}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

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
