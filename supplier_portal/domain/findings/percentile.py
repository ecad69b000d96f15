"""Percentiles of days by the nearest rank."""

from collections.abc import Mapping

PERCENTS = P50, P75, P90 = (50, 75, 90)


def nearest_rank(counts: Mapping[int, int], percent: int) -> int | None:
    """The smallest value that at least `percent` of a hundred do not exceed; None where there are none.

    That is the value of rank ⌈percent · n / 100⌉ among n values in rising order: always one that occurs, nothing is
    put between two of them. counts: how often each value occurs; percent: 1 to 100.
    """
    rank, passed = -(-percent * sum(counts.values()) // 100), 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= rank and passed:
            return value
    return None
