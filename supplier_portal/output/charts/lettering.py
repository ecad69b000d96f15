"""How much room text takes, estimated on the wide side, and how labels keep out of each other's way."""

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from supplier_portal.output.charts.shapes import Figure

LINE = Fraction(15)
"""From one baseline to the next at 12 px."""

_THIN = frozenset("iljtfrI.,:;|!'()[]/ ·")
_BROAD = frozenset("mwMW@%—…")
_BOLD = Fraction(106, 100)
_ELLIPSIS = "…"


def _share_of_em(character: str) -> Fraction:
    if unicodedata.east_asian_width(character) in "WF":
        return Fraction(1)
    if character in _THIN:
        return Fraction(36, 100)
    if character in _BROAD:
        return Fraction(92, 100)
    return Fraction(72, 100) if character.isupper() else Fraction(62, 100)


def text_width(text: str, size: int = 12, *, bold: bool = False) -> Fraction:
    """Return the width in pixels that the text takes at most in the usual system fonts."""
    width = size * sum(map(_share_of_em, text), Fraction(0))
    return width * _BOLD if bold else width


def fit(text: str, room: Figure, size: int = 12, *, bold: bool = False) -> str:
    """Return the text, or as much of its beginning as fits into the room, with an ellipsis; "" where nothing does."""
    if text_width(text, size, bold=bold) <= room:
        return text
    for end in range(len(text) - 1, 0, -1):
        shortened = text[:end].rstrip() + _ELLIPSIS
        if text_width(shortened, size, bold=bold) <= room:
            return shortened
    return ""


def spread(wished: Sequence[Fraction], gap: Fraction, low: Fraction, high: Fraction) -> list[Fraction]:
    """Move positions apart to at least `gap` within low..high, keeping their order; the answer is in the given order.

    Where low..high has no room for all, the last ones leave it at the lower end.
    """
    order = sorted(range(len(wished)), key=lambda place: (wished[place], place))
    placed = [Fraction(0)] * len(wished)
    floor = low
    for place in order:
        placed[place] = max(wished[place], floor)
        floor = placed[place] + gap
    ceiling = high
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed


def rows_apart(spans: Sequence[tuple[Fraction, Fraction]]) -> list[int]:
    """Give each span (left, right) the first row, from 0, where it touches none before it."""
    ends: list[list[tuple[Fraction, Fraction]]] = []
    rows = []
    for left, right in spans:
        row = next(
            (at for at, taken in enumerate(ends) if all(right <= start or end <= left for start, end in taken)),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append((left, right))
        rows.append(row)
    return rows


def ticks(low: Figure, high: Figure, most: int = 5) -> list[Fraction]:
    """Return round values within low..high, at most `most`, at steps of 1, 2, 2.5 or 5 times a power of ten."""
    low, high = Fraction(low), Fraction(high)
    if low == high:
        return [low]
    step = Fraction(1, 10**6)
    factors = (Fraction(2), Fraction(5, 4), Fraction(2), Fraction(2))
    turn = 0
    while high // step - -(-low // step) + 1 > most:
        step *= factors[turn % len(factors)]
        turn += 1
    first = -(-low // step)
    return [step * count for count in range(int(first), int(high // step) + 1)]


def plain(value: Figure, places: int = 0) -> str:
    """Return the figure as text with thousands apart, half up at `places`."""
    exact = Fraction(value)
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:,f}"


def grouped(value: Decimal) -> str:
    """Return a published figure with thousands apart, its places untouched."""
    return f"{value:,f}"
