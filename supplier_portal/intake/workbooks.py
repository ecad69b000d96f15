"""Workbooks of the intake: a blank one to fill in, and the refused rows with their reasons to mend and send again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, Importer
from supplier_portal.intake.reading import FileRead
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, LostNumber, NumberText, ReadCell, Sheet

_WORDS_KINDS = frozenset({"text", "code", "country", "choice"})
_LOOKS_OPEN = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")


def blank_sheets(importer: Importer, english: Speech, chinese: Speech) -> list[Sheet]:
    """The head row in both languages, and a second sheet that says how to fill it in."""
    head = [
        Column(f"{one.title_en} / {one.title_zh}", "text" if one.kind in _WORDS_KINDS else "decimal")
        for one in importer.columns
    ]
    titles = [f"blank.{title}" for title in ("column", "needed", "what", "choices", "example", "note")]
    both = [Column(f"{english.word(title)} / {chinese.word(title)}") for title in titles]
    rows = [_explained(column, english, chinese) for column in importer.columns]
    name = f"{importer.title_en} {importer.title_zh}"
    return [Sheet(name, head, ()), Sheet("How to fill in 填写说明", both, rows)]


def _explained(column: ImportColumn, english: Speech, chinese: Speech) -> list[Cell]:
    needed = "answer.yes" if column.required else "answer.no"
    kind = f"cell_kind.{column.kind}"
    choices = [" / ".join(dict.fromkeys((code, *words))) for code, words in column.choices.items()]
    return [
        f"{column.title_en} / {column.title_zh}",
        f"{english.word(needed)} / {chinese.word(needed)}",
        f"{english.word(kind)}\n{chinese.word(kind)}",
        "\n".join(choices),
        column.example,
        "\n".join(filter(None, (column.note_en, column.note_zh))),
    ]


def refused_sheet(read: FileRead, reasons: Mapping[int, Sequence[Fault]], speech: Speech) -> Sheet:
    """The refused rows as they came, with the reason before them. reasons: row number → its faults."""
    head = read.head
    sheet = next(sheet for sheet in read.sheets if sheet.name == head.sheet)
    rows = [(number, sheet.rows[number - 1]) for number in sorted(reasons) if number <= len(sheet.rows)]
    columns = [Column(speech.gettext("Reason"))]
    kinds = []
    for place, heading in enumerate(head.headings):
        cells = [row[place] for _, row in rows if place < len(row) and row[place] != ""]
        columns.append(_column(heading, cells))
        kinds.append(columns[-1].kind)
    made = []
    for number, row in rows:
        told = "; ".join(": ".join(filter(None, (fault.place, speech.fault(fault)))) for fault in reasons[number])
        cells_out = [_cell(row[place] if place < len(row) else "", kind) for place, kind in enumerate(kinds)]
        made.append([told, *cells_out])
    return Sheet(speech.gettext("Refused rows"), columns, made)


def _column(heading: str, cells: Sequence[ReadCell]) -> Column:
    """A column of numbers or days alone keeps them as such; any other one is of texts, as typed."""
    if cells and all(isinstance(cell, NumberText) and not isinstance(cell, LostNumber) for cell in cells):
        places = max(len(str(cell).partition(".")[2]) for cell in cells)
        return Column(heading, "decimal", places)
    if cells and all(isinstance(cell, date) for cell in cells):
        return Column(heading, "date")
    return Column(heading)


def _cell(cell: ReadCell, kind: str) -> Cell:
    if cell == "":
        return None
    if kind == "decimal":
        return Decimal(str(cell))
    if kind == "date":
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, NumberText) and _LOOKS_OPEN.fullmatch(cell):
        return f"{cell}0"  # as a text, 1.234 could be read in two ways
    return cell.isoformat() if isinstance(cell, date) else str(cell)
