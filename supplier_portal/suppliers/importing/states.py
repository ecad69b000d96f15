"""A supplier's columns as plain JSON: what a batch found and what it left, to compare and to take back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

EXACT = frozenset({"scope_1_2", "annual_spend", "amount", "spend_share"})


def as_json(values: Mapping[str, Any]) -> dict[str, object]:
    """Write decimals as texts without the zeros a column's places add."""
    return {name: _plain(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Read what `as_json` wrote."""
    return {name: Decimal(value) if name in EXACT and value is not None else value for name, value in values.items()}
