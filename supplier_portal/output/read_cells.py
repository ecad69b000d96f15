"""An uploaded table once it is read: its cells and sheets; apart from the readers, so that it loads none of them."""

from dataclasses import dataclass
from datetime import date, datetime

ReadCell = str | bool | date | datetime


class NumberText(str):
    """A number cell of a workbook, as it would be typed: its point is the decimal mark, whatever people write."""

    __slots__ = ()


class LostNumber(NumberText):
    """A number cell whose value the file does not hold to the end: beyond 15 digits, or not finite."""

    __slots__ = ()


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it was read: rows[0][0] is A1, rows may differ in length, "" is an empty cell. CSV has no name.

    Numbers are texts as they would be typed, so that codes keep their form: "4403", "0.62", of the type `NumberText`,
    which no typed text is; dates are dates; a formula that failed is its error: "#N/A".
    """

    name: str
    rows: tuple[tuple[ReadCell, ...], ...]


@dataclass(frozen=True)
class ReadForm:
    """A workbook to be filled in, as it came back. hidden: names of sheets nobody sees; formulas: "Sheet!C4" …."""

    sheets: list[ReadSheet]
    hidden: frozenset[str]
    formulas: frozenset[str]


def address(row: int, column: int) -> str:
    """Return a cell's name as spreadsheets write it: (0, 0) is "A1"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
