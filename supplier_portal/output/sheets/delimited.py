"""CSV, out and in."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.output.sheets.columns import Cell, Column, clean, runs_as_formula

MARK = b"\xef\xbb\xbf"
"""Says UTF-8 to spreadsheet programs."""
DELIMITERS = ",;\t"

_LOOKED_AT, _LINES_COMPARED = 20_000, 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return CSV in UTF-8 with mark, commas and CRLF; a text that would run as a formula gets a leading apostrophe.

    Numbers stand as they are, exact; dates and moments in ISO 8601, truth as true and false, nothing as nothing.
    """
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_guarded(column.title) for column in columns])
    texts = [column.kind == "text" for column in columns]
    for cells in rows:
        writer.writerow([_written(cell, text=text) for cell, text in zip(cells, texts, strict=True)])
    return MARK + target.getvalue().encode()


def _written(cell: Cell, *, text: bool) -> str:
    if cell is None:
        return ""
    if text:
        return _guarded(str(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return f"{cell:f}" if not isinstance(cell, int | str) else str(cell)


def _guarded(text: str) -> str:
    text = clean(text)
    return f"'{text}" if runs_as_formula(text) else text


def read_csv(data: bytes, most_cells: int) -> list[list[str]]:
    """Return the rows as texts, without the apostrophes that `write_csv` adds.

    UTF-8 and UTF-16, each with or without mark, else GB18030; split by that of comma, semicolon and tab which the
    first lines have equally often. Raises Invalid: sheet.not_text, sheet.malformed_csv, sheet.too_many_cells.
    """
    text = _decoded(data)
    rows: list[list[str]] = []
    taken = widest = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            rows.append([_unguarded(cell) for cell in row])
            taken += len(row)
            widest = max(widest, len(row))
            if max(taken, widest * len(rows)) > most_cells:
                raise Invalid([Fault("sheet.too_many_cells", line=reader.line_num, facts={"limit": most_cells})])
    except csv.Error as error:
        raise Invalid([Fault("sheet.malformed_csv", line=max(reader.line_num, 1))]) from error
    return rows


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text
    raise Invalid([Fault("sheet.not_text")])


def _encodings(data: bytes) -> tuple[str, ...]:
    """The encodings to try: a zero byte is in no text but UTF-16, where it is the higher half of a Latin letter."""
    if data.startswith(_UTF_16):
        return ("utf-16",)
    if 0 in data:
        beginning = data[:_LOOKED_AT]
        lower_first = beginning[1::2].count(0) >= beginning[::2].count(0)
        return ("utf-16-le",) if lower_first else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _delimiter(text: str) -> str:
    """The mark that most of the first lines have in the same number, which a title above the head has not."""
    outside = re.sub(r'"[^"]*"?', "", text[:_LOOKED_AT])
    lines = [line for line in outside.splitlines() if line.strip()][:_LINES_COMPARED]
    return max(DELIMITERS, key=lambda mark: _evenness([line.count(mark) for line in lines]))


def _evenness(counts: list[int]) -> tuple[int, int]:
    """How many lines agree on a number above 0, and on which."""
    agreed = Counter(count for count in counts if count)
    return max(((lines, count) for count, lines in agreed.items()), default=(0, 0))


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and runs_as_formula(cell[1:]) else cell
