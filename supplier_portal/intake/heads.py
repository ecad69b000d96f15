"""Which row of which sheet is the head, and which column is which: by name, in either language."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supplier_portal.intake.cells.units import TABLES, folded, without_brackets
from supplier_portal.intake.cells.writing import is_nothing, key_of
from supplier_portal.intake.importing import ImportColumn, Importer
from supplier_portal.output.read_cells import ReadCell, ReadSheet

ROWS_LOOKED_AT, MOST_COLUMNS, LONGEST_HEADING = 30, 300, 120
SAMPLES = 3
_PIECES = re.compile(r"[\n\r/|\\]")
_UNIT_KEYS = sorted({key_of(word) for table in TABLES.values() for word in table} - {""}, key=len, reverse=True)


@dataclass(frozen=True)
class Head:
    """The head of a sheet. row: its number, from 1; headings: as they stand there, empty where there is none.

    columns: name of a column → its place among the headings, from 0.
    """

    sheet: str
    row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]

    @property
    def key(self) -> str:
        """The same for every file with these headings in this order, however they are spaced or cased."""
        keys = "\x1f".join(key_of(heading) for heading in self.headings)
        return hashlib.sha256(keys.encode()).hexdigest()


@dataclass(frozen=True)
class Choice:
    """What a person chose instead of what was found: None where nothing was chosen."""

    sheet: str | None = None
    row: int | None = None
    columns: Mapping[str, int] | None = None


class TitleIndex:
    """The headings an importer knows, as keys."""

    def __init__(self, importer: Importer) -> None:
        self._names: dict[str, str] = {}
        for ways in (_whole, _without_notes):
            for column in importer.columns:
                for title in column.titles:
                    for key in ways(title):
                        self._names.setdefault(key, column.name)
        for column in importer.columns:
            if "_" in column.name:  # as programs write headings: name_zh, scope_1_2
                self._names.setdefault(key_of(column.name), column.name)
        self._kinds: dict[str, ImportColumn] = {column.name: column for column in importer.columns}

    def find(self, heading: str) -> str | None:
        """The name of the column a heading stands for; a unit at its end may follow a known name."""
        for key in _keys(heading):
            if name := self._names.get(key):
                return name
        for key in _keys(heading):
            if name := self._before_unit(key):
                return name
        return None

    def _before_unit(self, key: str) -> str | None:
        for unit in _UNIT_KEYS:
            if key.endswith(unit) and len(key) > len(unit):
                rest = key[: -len(unit)]
                name = self._names.get(rest) or self._before_unit(rest)
                if name and self._kinds[name].kind in TABLES:
                    return name
        return None


def _whole(title: str) -> tuple[str, ...]:
    return (key_of(title),)


def _without_notes(title: str) -> tuple[str, ...]:
    return tuple(key for key in (key_of(without_brackets(title)),) if key)


def _keys(heading: str) -> Iterator[str]:
    """The heading whole, without what stands in brackets, and each of its parts: many are written in two languages."""
    for text in (heading, without_brackets(heading), *_PIECES.split(folded(heading))):
        for way in (_whole, _without_notes):
            yield from filter(None, way(text))


def find_heads(sheets: Sequence[ReadSheet], importer: Importer) -> list[Head]:
    """The best head of each sheet; where nothing is known, its fullest row among the first."""
    titles = TitleIndex(importer)
    return [_best_head(sheet, titles) for sheet in sheets]


def head_at(sheet: ReadSheet, importer: Importer, row: int) -> Head:
    """The row of this number taken as the head."""
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
    return _head(sheet, row, cells, TitleIndex(importer))


def _best_head(sheet: ReadSheet, titles: TitleIndex) -> Head:
    heads = [
        _head(sheet, number, cells, titles) for number, cells in enumerate(sheet.rows[:ROWS_LOOKED_AT], 1) if any(cells)
    ]
    if not heads:
        return Head(sheet.name, 1, (), {})
    return max(heads, key=lambda head: (len(head.columns), sum(map(bool, head.headings)), -head.row))


def _head(sheet: ReadSheet, row: int, cells: Sequence[ReadCell], titles: TitleIndex) -> Head:
    headings = tuple(_heading(cell) for cell in cells[:MOST_COLUMNS])
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = titles.find(heading) if heading else None
        if name is not None:
            columns.setdefault(name, place)
    return Head(sheet.name, row, headings, columns)


def _heading(cell: ReadCell) -> str:
    return "" if is_nothing(cell) else str(cell).strip()[:LONGEST_HEADING]


def best_of(heads: Sequence[Head], importer: Importer) -> Head:
    """The sheet whose head fits best: most required columns, then most columns, then the first."""
    required = {column.name for column in importer.columns if column.required}
    return max(heads, key=lambda head: (len(required & head.columns.keys()), len(head.columns)))


def missing_of(head: Head, importer: Importer) -> list[ImportColumn]:
    """Required columns the head has not."""
    return [column for column in importer.columns if column.required and column.name not in head.columns]
