"""Exact numbers and how a figure is published: halves away from zero, to fixed places (scoring.md, opening)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Number = int | Fraction
"""An exact number: whole ones stay `int`, which is many times faster in sums."""


def number_from(text: str) -> Number:
    """Turn a decimal written as text ("58.20") into an exact number; whole values become `int`."""
    whole, _, decimals = text.partition(".")
    if not decimals.strip("0"):
        return int(whole)
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def text_of(number: Number) -> str:
    """Write an exact decimal with the places it needs: 3 → "3", 29/50 → "0.58".

    Raises ValueError for a number that no decimal can hold, such as 1/3.
    """
    fraction = Fraction(number)
    for places in range(37):
        if not 10**places % fraction.denominator:
            return format(figure(fraction, places), "f")
    raise ValueError(f"{fraction} is no decimal number")


def mean(pairs: Iterable[tuple[Number, Number]]) -> Fraction | None:
    """Give the mean of (weight, value) pairs; None where no weight is left."""
    weight: Number = 0
    total: Number = 0
    for share, value in pairs:
        weight += share
        total += share * value
    return Fraction(total, weight) if weight else None


def units_of(number: Number, places: int) -> int:
    """Round half away from zero and count in units of the last place: 81.015 at 2 places → 8102."""
    fraction = Fraction(number)
    doubled = 2 * abs(fraction.numerator) * int(10**places)
    units = (doubled + fraction.denominator) // (2 * fraction.denominator)
    return -units if fraction.numerator < 0 else units


def rounded(number: Number, places: int = 2) -> Fraction:
    """Give the published figure, half away from zero, as an exact number for the next step of the chain."""
    return Fraction(units_of(number, places), 10**places)


def rounded_down(number: Number, places: int = 2) -> Fraction:
    """Give the greatest figure of so many places that is not above the number."""
    fraction = Fraction(number)
    return Fraction(fraction.numerator * 10**places // fraction.denominator, 10**places)


def figure(number: Number, places: int = 2) -> Decimal:
    """Give the published figure as a Decimal that prints with exactly so many places: 60 at 4 → 60.0000."""
    return Decimal(f"{units_of(number, places)}e-{places}")
