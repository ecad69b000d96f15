"""Forms of the intake: a file, its sheet, its columns, and the two acts on a batch."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.intake.importing import Importer
from supplier_portal.web.forms import PortalForm

BEFORE_NAME = "column_"
MOST_ROWS = 1_048_576


class UploadForm(PortalForm):
    file = FileField(
        "File",
        [FileRequired()],
        description="Excel (.xlsx) or CSV; nothing is written before you have seen the preview.",
    )


class SheetForm(PortalForm):
    sheet = SelectField("Sheet", validate_choice=False)
    row = IntegerField(
        "Row of the headings", [Optional(), NumberRange(1, MOST_ROWS)], description="Leave it empty to have it found."
    )


class ConfirmForm(PortalForm):
    rows = HiddenField()


class UndoForm(PortalForm):
    pass


def columns_form(importer: Importer, sheet: Mapping[str, Any], language: str) -> PortalForm:
    """A choice among the headings for each column of the importer, as they stand now."""
    fields: dict[str, object] = {}
    choices = [("", "–"), *_headings(sheet)]
    for column in importer.columns:
        title = column.title_zh if language == "zh" else column.title_en
        note = column.note_zh if language == "zh" else column.note_en
        place = sheet["columns"].get(column.name)
        fields[BEFORE_NAME + column.name] = SelectField(
            title.replace("%", "%%"),
            default="" if place is None else str(place),
            validate_choice=False,
            description=note.replace("%", "%%"),
            render_kw={"aria-required": "true"} if column.required else {},
        )
    made: PortalForm = type("ColumnsForm", (PortalForm,), fields)()
    for name in fields:
        made[name].choices = choices
    return made


def _headings(sheet: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    shown = []
    for place, heading in enumerate(sheet["headings"]):
        samples = ", ".join(sheet["samples"][place])
        if heading or samples:
            shown.append((str(place), f"{sheet['cells'][place]} {heading}" + (f" ({samples})" if samples else "")))
    return shown


def chosen_columns(form: PortalForm, importer: Importer) -> dict[str, int]:
    """Name of a column → place of the heading chosen; -1 for what no list offers."""
    data = {column.name: form[BEFORE_NAME + column.name].data or "" for column in importer.columns}
    return {name: int(place) if place.isascii() and place.isdigit() else -1 for name, place in data.items() if place}


def at_fields(error: Invalid) -> Invalid:
    """The faults at the fields of the columns they name."""
    return Invalid([Fault(fault.code, BEFORE_NAME + fault.place, facts=fault.facts) for fault in error.faults])
