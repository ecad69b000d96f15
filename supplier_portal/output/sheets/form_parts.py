"""What a form on a sheet is made of: cells at fixed places, some of them open to be filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

FormValue = str | Decimal | date | None
Look = Literal["title", "head", "label", "fact", "hint", "key"]
Asked = Literal["text", "date", "decimal", "choice"]


@dataclass(frozen=True)
class Open:
    """How an open cell is filled in. asked: what it takes; choices: of a dropdown; hint: shown where it is chosen.

    least: the first day a date may be; a choice takes "" besides its choices.
    """

    asked: Asked = "text"
    choices: Sequence[str] = ()
    least: date | None = None
    hint: str = ""


@dataclass(frozen=True)
class FormCell:
    """A cell from row and column 0, as wide as `across` columns. look: of a locked one; open: None keeps it locked."""

    row: int
    column: int
    value: FormValue = None
    look: Look = "fact"
    across: int = 1
    open: Open | None = None


@dataclass(frozen=True)
class FormSheet:
    """One sheet. widths: of its columns, in characters, 0 hides one; heights: of rows in points, by row.

    top: how many rows stay in view.
    """

    name: str
    cells: Sequence[FormCell]
    widths: Sequence[int]
    heights: Mapping[int, int]
    top: int = 0


@dataclass(frozen=True)
class HiddenSheet:
    """A sheet that nobody sees: rows of texts by which the file is known again."""

    name: str
    rows: Sequence[Sequence[str]]
