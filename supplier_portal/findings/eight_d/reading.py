"""A workbook that came back, to the texts of its open cells; only the worker reads files."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.findings.causes import MOST_OF_BRANCH
from supplier_portal.findings.eight_d.layout import FIRST, LEAST_LINES, VERSION
from supplier_portal.findings.eight_d.read_cells import cell_at, read_slots
from supplier_portal.findings.eight_d.sheet_read import SheetRead
from supplier_portal.findings.eight_d.wording import fixed_texts
from supplier_portal.findings.eight_d.workbook import HIDDEN
from supplier_portal.intake.reading import LIMITS
from supplier_portal.language.catalogue import LANGUAGES
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import ReadForm, ReadSheet, address, read_form
from supplier_portal.output.sheets.forms import LISTS

_LARGEST_ID = 10**9
_SHOWN = 80
_OF_FINDING = 7
"""Texts that the hidden sheet holds of a finding."""


def read_eight_d(data: bytes) -> list[SheetRead]:
    """Every sheet of the workbook. Raises Invalid where it is none of the portal's, or no longer as it was made."""
    form = read_form(data, limits=LIMITS)
    known = next((sheet for sheet in form.sheets if sheet.name == HIDDEN), None)
    rows = [[str(cell) for cell in row] for row in known.rows] if known else []
    heads = {row[0]: row[1] for row in rows if len(row) > 1}
    if "form" not in heads:
        raise Invalid([Fault("eight_d.no_form")])
    made = [sheet for row in rows if (sheet := _made_for(row)) is not None]
    if heads["form"] != VERSION or heads.get("language") not in LANGUAGES or not made:
        raise _other_version(heads["form"])
    if any(row[_OF_FINDING - 1] != sheet.layout.digest for row, sheet in zip(_of_findings(rows), made, strict=True)):
        raise _other_version(heads["form"])
    speech = Speech(heads["language"], ZoneInfo("UTC"))
    sheets = _visible(form, [one.name for one in made])
    _check_structure(made, sheets, speech)
    return [read_slots(one, sheets[one.name], form.formulas) for one in made]


def _other_version(found: str) -> Invalid:
    return Invalid([Fault("eight_d.other_version", facts={"found": found[:_SHOWN], "known": VERSION})])


def _of_findings(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [row for row in rows if _made_for(row) is not None]


def _made_for(row: Sequence[str]) -> SheetRead | None:
    """The finding a row of the hidden sheet names; None where it names none."""
    if len(row) < _OF_FINDING or row[0] != "finding":
        return None
    identity, cycle, lines = (_whole(row[place]) for place in (1, 3, 5))
    if identity is None or cycle is None or lines is None or not LEAST_LINES <= lines <= MOST_OF_BRANCH:
        return None
    return SheetRead(row[4], identity, row[2], cycle, lines)


def _whole(text: str) -> int | None:
    known = text.isascii() and text.isdigit() and len(text) < len(str(_LARGEST_ID))
    return int(text) if known else None


def _visible(form: ReadForm, names: Sequence[str]) -> Mapping[str, ReadSheet]:
    """The sheets that people see, which must be those that were made, in their order."""
    seen = [sheet for sheet in form.sheets if sheet.name not in {HIDDEN, LISTS}]
    found = [sheet.name for sheet in seen if sheet.name not in form.hidden]
    if found != list(names):
        at = next((place for place, name in enumerate(names) if found[place : place + 1] != [name]), len(names))
        expected = names[at] if at < len(names) else "–"
        there = found[at] if at < len(found) else ""
        raise Invalid([Fault("eight_d.sheets_changed", there[:_SHOWN], facts={"expected": expected[:_SHOWN]})])
    return {sheet.name: sheet for sheet in seen}


def _check_structure(made: Sequence[SheetRead], sheets: Mapping[str, ReadSheet], speech: Speech) -> None:
    """Raises Invalid with the first cell of each sheet that is not what it was."""
    faults = [fault for one in made for fault in _moved(one, sheets[one.name], speech)]
    if faults:
        raise Invalid(faults)


def _moved(made: SheetRead, sheet: ReadSheet, speech: Speech) -> Iterator[Fault]:
    for place, text in sorted(fixed_texts(made.layout, speech).items()):
        if str(cell_at(sheet, *place)).strip() != text.strip():
            cell = f"{sheet.name}!{address(*place)}"
            yield Fault("eight_d.structure", cell, facts={"expected": text})
            return
    if str(cell_at(sheet, made.layout.row_of("number"), FIRST)).strip() != made.number:
        yield Fault("eight_d.other_finding", made.layout.number_cell(sheet.name))
