"""What a sheet is made of, whichever file it becomes, and how its texts are made harmless."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "integer", "decimal", "percent", "date", "moment", "boolean"]
Cell = str | int | Decimal | date | datetime | bool | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A text that begins with one of these, the wide forms of Chinese keyboards too, may be run by spreadsheet programs."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """One column: its head, what its cells hold, and how they show.

    places: decimal places shown of decimal and percent. width: in characters; None fits it to what stands in it.
    A percent holds the share: 0.62 shows as 62 %. A moment carries a zone and shows that zone's clock: convert first.
    """

    title: str
    kind: Kind = "text"
    places: int = 2
    width: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet: a row has a cell for each column, None where there is nothing."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]

    @property
    def count(self) -> int:
        """How many rows it has; they are read for it, so not of a sheet whose rows come one by one."""
        return len(list(self.rows))


def clean(text: str) -> str:
    """Return the text without characters that XML forbids."""
    return _NOT_IN_XML.sub("", text)


def runs_as_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS)
