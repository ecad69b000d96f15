"""Six steps of a heat table, low to high; its cells carry their figures (`.q1` … `.q6` of the theme)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

STEPS = 6
MATURITY = tuple(Decimal(bound) for bound in (40, 48, 56, 64, 72))
"""Bounds of maturity points: the step rises at each."""


def heat_of_count(count: int, most: int) -> int:
    """Return the step of a count among counts up to `most`; 0 where there is nothing."""
    if count <= 0 or most <= 0:
        return 0
    return max(1, -(-Fraction(count * STEPS, most) // 1))


def heat_of_points(points: Decimal, bounds: Sequence[Decimal] = MATURITY) -> int:
    """Return the step of a figure between bounds, from 1."""
    return 1 + sum(points >= bound for bound in bounds)
