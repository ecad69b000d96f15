"""What a room declares to take rows in by file: its columns, and how rows are planned, written and undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.moment import Moment

CellKind = Literal[
    "text",
    "code",
    "integer",
    "decimal",
    "share",
    "money",
    "tonnes",
    "date",
    "year",
    "boolean",
    "country",
    "choice",
]
Verdict = Literal["new", "changed", "same", "refused"]


@dataclass(frozen=True)
class ImportColumn:
    """One column of a room's file.

    name: key in `ImportRow.values`. titles: headings it is known by, English and Chinese; the first of each language
    stands in the blank workbook. most: longest text. places: decimals kept; a figure with more is refused. choices:
    code → words people write, in both languages. required: its cell may not be empty, its heading not be absent.

    A kind is read into: text, code, country (ISO 3166 alpha-2) and choice (its code) → str; integer and year → int;
    decimal, share (0 to 1), money (CNY) and tonnes → Decimal; date → date; boolean → bool.
    """

    name: str
    kind: CellKind
    titles: tuple[str, ...]
    required: bool = False
    most: int = 200
    places: int = 2
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    example: str = ""
    note_en: str = ""
    note_zh: str = ""

    @property
    def title_en(self) -> str:
        return next((title for title in self.titles if title.isascii()), self.titles[0])

    @property
    def title_zh(self) -> str:
        return next((title for title in self.titles if not title.isascii()), self.titles[0])


@dataclass(frozen=True)
class ImportRow:
    """A row whose cells were all read. number: in its sheet, from 1.

    values: by column name, typed as `ImportColumn` says. None: the cell is empty; no key: the file has no such column.
    places: by column name, the cell ("Sheet1!C7").
    """

    sheet: str
    number: int
    values: Mapping[str, object]
    places: Mapping[str, str]


@dataclass(frozen=True)
class PlannedRow:
    """What writing the row would do.

    faults: why it is refused, each at its cell. target: the row in the database it changes or equals. label: what the
    reader knows it by. changes: column name → (old, new), as texts for the preview.
    """

    row: ImportRow
    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    target: int | None = None
    label: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenRow:
    """A row of the table `kind` that a batch created (before is None) or changed; before and after are plain JSON."""

    kind: str
    id: int
    before: dict[str, object] | None
    after: dict[str, object]


Plan = Callable[[Session, Actor, Sequence[ImportRow], Moment], list[PlannedRow]]
"""Decide rows against the database, in their order and in few statements whatever their number. Writes nothing.

A second row of the same key is refused, naming the cell of the first.
"""
Write = Callable[[Session, Actor, Sequence[PlannedRow], Moment], list[WrittenRow]]
"""Write one chunk's new and changed rows inside the caller's unit of work, with one event for the chunk."""
Undo = Callable[[Session, Actor, Sequence[WrittenRow], Moment], list[Fault]]
"""Take back one chunk of written rows, given newest first.

What was changed since, or is referred to by now, stays: one fault for each, its place what the reader knows it by.
"""


@dataclass(frozen=True)
class Importer:
    """code: `room.things`; key: names of the columns that together name a row; permission: who may use it.

    plan_again: decides a chunk's rows anew as it is written, where rows of other chunks matter to `plan`.
    whole: a file is written in one act or, where any of its rows is refused, not at all.
    """

    code: str
    title_en: str
    title_zh: str
    permission: Permission
    columns: tuple[ImportColumn, ...]
    key: tuple[str, ...]
    plan: Plan
    write: Write
    undo: Undo
    about_en: str = ""
    about_zh: str = ""
    plan_again: Plan | None = None
    whole: bool = False

    def title(self, language: str) -> str:
        return self.title_zh if language == "zh" else self.title_en

    def about(self, language: str) -> str:
        """What it is for, in one sentence."""
        return self.about_zh if language == "zh" else self.about_en

    def column(self, name: str) -> ImportColumn:
        """Raises KeyError for a name that is no column's."""
        return {column.name: column for column in self.columns}[name]
