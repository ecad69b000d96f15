"""Whether two words may be one word written twice: a typing error apart, no more."""

SHORTEST, VERY_LONG = 4, 12
"""Shorter words are other words where one letter differs; from 12 letters on two errors are one person's."""


def errors_allowed(length: int) -> int:
    """Return how many typing errors words may hold of which the longer one has so many letters."""
    if length < SHORTEST:
        return 0
    return 2 if length > VERY_LONG else 1


def errors_between(one: str, other: str, most: int) -> int | None:
    """Count letters left out, added, changed or swapped with the next one; None where there are more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != against))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(line) > most:
            return None
        before, last = last, line
    return last[-1] if last[-1] <= most else None


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdecimal())


def near(one: str, other: str) -> bool:
    """Whether the words differ by no more typing errors than the longer one may hold; digits are never mistyped."""
    if one == other:
        return True
    most = errors_allowed(max(len(one), len(other)))
    if not most or _digits(one) != _digits(other):
        return False
    return errors_between(one, other, most) is not None
