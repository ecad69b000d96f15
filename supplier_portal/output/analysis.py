"""Medians and quartiles of published figures, exact: pandas sorts and groups whole hundredths, never floats."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import pandas as pd

Group = TypeVar("Group", bound=Hashable)

_QUARTERS = 4
_PER_POINT = 100


@dataclass(frozen=True)
class Quartiles:
    """Of `count` figures, kept exactly: between two figures stands their share, not the nearer one.

    Who shows them decides below which count a group would give single suppliers away.
    """

    count: int
    lower: Decimal
    median: Decimal
    upper: Decimal


def quartiles(values_by_group: Mapping[Group, Sequence[Decimal]]) -> dict[Group, Quartiles]:
    """Return the quartiles of each group that has figures, in the given order.

    Quartile k stands at (count - 1) * k / 4 of the sorted figures, between two of them in proportion. The figures are
    published ones: more than two places raise ValueError.
    """
    groups = list(values_by_group)
    frame = pd.DataFrame(
        [(place, _hundredths(value)) for place, group in enumerate(groups) for value in values_by_group[group]],
        columns=["group", "hundredths"],
        dtype="int64",
    ).sort_values(["group", "hundredths"], ignore_index=True)
    counts = frame.groupby("group").size()
    firsts = counts.cumsum() - counts
    ordered = frame["hundredths"]
    return {
        groups[place]: Quartiles(count, *(_quartile(ordered, first, count, quarter) for quarter in (1, 2, 3)))
        for place, first, count in zip(map(int, counts.index), map(int, firsts), map(int, counts), strict=True)
    }


def _hundredths(value: Decimal) -> int:
    scaled = value * _PER_POINT
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} has more than two places")
    return int(scaled)


def _quartile(ordered: "pd.Series[int]", first: int, count: int, quarter: int) -> Decimal:
    below, share = divmod((count - 1) * quarter, _QUARTERS)
    low = int(ordered.iloc[first + below])
    high = int(ordered.iloc[first + below + 1]) if share else low
    return Decimal(low * _QUARTERS + (high - low) * share) / (_PER_POINT * _QUARTERS)
