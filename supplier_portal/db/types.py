"""Column types that lose nothing on either engine: exact decimals, UTC datetimes, canonical JSON."""

import json
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator


class Exact(TypeDecorator[Decimal]):
    """A decimal of fixed places kept as a whole number: exact, and sorts, compares and adds up in both engines."""

    impl, cache_ok = BigInteger, True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | str | int | None, dialect: Dialect) -> int | None:  # noqa: ARG002 the engine asks so
        """Raises ValueError where the value has more places than the column keeps."""
        if value is None:
            return None
        whole = Decimal(value).scaleb(self.places)
        if whole != whole.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places")
        return int(whole)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 the engine asks so
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite forgets zones, so it is written and read as UTC there."""

    impl, cache_ok = DateTime(timezone=True), True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a datetime without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the engine asks so
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(TypeDecorator[object]):
    """A JSON document kept as text, keys sorted, no spaces: the same bytes on both engines, so it can be hashed."""

    impl, cache_ok = Text, True

    def process_bind_param(self, value: object | None, dialect: Dialect) -> str | None:  # noqa: ARG002 the engine asks so
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object | None:  # noqa: ARG002 the engine asks so
        return None if value is None else json.loads(value)
