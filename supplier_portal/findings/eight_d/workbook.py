"""Findings as an 8D workbook: one sheet a finding, and a sheet nobody sees by which the file is known again."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from supplier_portal.domain.findings.causes import METHODS
from supplier_portal.findings.eight_d.cells import MARKED
from supplier_portal.findings.eight_d.facts import EightD
from supplier_portal.findings.eight_d.layout import FIRST, KEY, LABEL, LAST, VERSION, Row, Slot
from supplier_portal.findings.eight_d.wording import fixed_texts
from supplier_portal.findings.queries import local_day
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import FormCell, FormSheet, HiddenSheet, Open, sheet_names, write_form
from supplier_portal.output.sheets.form_parts import FormValue, Look

HIDDEN = "_8D"
MARK = "✓"
TOP_ROWS = 1
_WIDTHS = (0, 26, 46, 22, 13, 14, 14, 24)
_WIDE = sum(_WIDTHS[FIRST : LAST + 1])
_LINE, _TALLEST = 15, 400
_LOOKS: dict[str, Look] = {
    "title": "title",
    "discipline": "head",
    "fact": "label",
    "columns": "label",
    "field": "label",
}
_STAMP_HEIGHT = 110


def eight_d_workbook(reports: Sequence[EightD], speech: Speech, *, at: datetime) -> bytes:
    """Write the findings in the language of `speech`. at: the file's date. The same input gives the same bytes."""
    names = sheet_names([one.story.finding.number for one in reports])
    sheets = [_Sheet(one, name, speech).made() for one, name in zip(reports, names, strict=True)]
    told = [
        [
            "finding", str(one.story.finding.id), one.story.finding.number, str(one.story.finding.cycle), name,
            str(one.layout.lines), one.layout.digest,
        ]
        for one, name in zip(reports, names, strict=True)
    ]  # fmt: skip
    return write_form(sheets, HiddenSheet(HIDDEN, [["form", VERSION], ["language", speech.language], *told]), at=at)


class _Sheet:
    """One finding on its sheet."""

    def __init__(self, report: EightD, name: str, speech: Speech) -> None:
        self._report, self._name, self._speech = report, name, speech
        self._layout = report.layout
        self._facts = report.facts(speech)
        self._fixed = fixed_texts(self._layout, speech)

    def made(self) -> FormSheet:
        fixed = [
            FormCell(place, column, text, "key" if column == KEY else _LOOKS[self._layout.rows[place].look])
            for (place, column), text in self._fixed.items()
            if self._layout.rows[place].look not in {"title", "discipline"} or column == KEY
        ]
        cells = [*fixed, *(cell for place, row in enumerate(self._layout.rows) for cell in self._cells(place, row))]
        heights = {place: self._height(place, row) for place, row in enumerate(self._layout.rows)}
        return FormSheet(self._name, cells, _WIDTHS, heights, top=TOP_ROWS)

    def _cells(self, place: int, row: Row) -> Iterator[FormCell]:
        if row.look in {"title", "discipline"}:
            yield FormCell(place, LABEL, self._fixed[place, LABEL], _LOOKS[row.look], across=LAST - LABEL + 1)
        if row.look == "fact":
            yield FormCell(place, FIRST, self._facts[row.key], "fact", across=LAST - FIRST + 1)
        for slot in row.slots:
            shown = self._shown(slot)
            yield FormCell(place, slot.column, shown, across=slot.across, open=self._open(slot))

    def _shown(self, slot: Slot) -> FormValue:
        text = self._report.cells.get(slot.key, "")
        if not text:
            return None
        if slot.filled == "date":
            return date.fromisoformat(text)
        if slot.filled == "number":
            return Decimal(text)
        if slot.filled == "mark":
            return MARK if text == MARKED else None
        return self._speech.word(f"cause_method.{text}") if slot.filled == "method" else text

    def _open(self, slot: Slot) -> Open:
        said, company = self._speech, self._report.company
        choices: dict[str, Sequence[str]] = {
            "mark": (MARK,),
            "method": [said.word(f"cause_method.{method}") for method in METHODS],
            "owner": list(company.owners),
            "measure": list(company.measures),
        }
        hints = {
            "number": said.gettext("A figure of 0 or more, in a year; empty where none is promised."),
            "owner": said.gettext("Someone of your company."),
            "measure": said.gettext(
                "Only where this action is another finding’s measure too; its effect is counted there."
            ),
        }
        hint = hints.get(slot.filled, "")
        if slot.filled in choices:
            return Open("choice", choices[slot.filled], hint=hint)
        if slot.filled == "date":
            return self._open_day(slot)
        return Open("decimal" if slot.filled == "number" else "text", hint=hint)

    def _open_day(self, slot: Slot) -> Open:
        finding, zone = self._report.story.finding, self._report.story.listed.supplier.time_zone
        began = finding.raised_at if slot.key == "contained_on" else finding.notified_at or finding.raised_at
        least = local_day(began, zone)
        hint = self._speech.gettext("A day, written like %(day)s.", day=least.isoformat())
        return Open("date", least=least, hint=hint)

    def _height(self, place: int, row: Row) -> int:
        if row.key == "signed":
            return _STAMP_HEIGHT
        lines = [_lines(self._facts.get(row.key, ""), _WIDE)]
        heads = ((column, text) for (at, column), text in self._fixed.items() if at == place and column >= FIRST)
        lines += [_lines(text, _WIDTHS[column]) for column, text in heads]
        for slot in row.slots:
            width = sum(_WIDTHS[slot.column : slot.column + slot.across])
            lines.append(_lines(self._report.cells.get(slot.key, ""), width))
        least = 2 if row.look == "field" and row.slots[0].filled == "text" else 1
        return min(max(*lines, least) * _LINE + 3, _TALLEST)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes; Chinese characters are as wide as two others."""
    return sum(1 + sum(2 if sign > "\u2e7f" else 1 for sign in line) // max(width, 1) for line in text.split("\n"))
