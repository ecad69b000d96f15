"""One checkpoint: every field in both languages, and each fault at the field it is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.checklists.forms.acts import StaleForm, row_number
from supplier_portal.checklists.forms.values import LISTS, OPTIONAL, PAIRS, document_of, values_of
from supplier_portal.domain.checklist.document import Document
from supplier_portal.domain.checklist.version import BASES, CONDITIONS, DIRECTIONS, METHODS, SEVERITIES, TYPES
from supplier_portal.domain.errors import Fault
from supplier_portal.web.reader import speech

SPARE = 2  # empty rows offered for new entries
PART = re.compile(r"(?P<name>\w+)(?:\[(?P<at>[0-9]+)\])?(?:\.(?P<rest>.*))?")
NONE = ("", "–")
FIRST_OF_ROW = {"references": "document", "milestones": "days"}


@dataclass(frozen=True)
class Told:
    """A fault as the page tells it. field: the one it stands at, None where it is about no field."""

    message: str
    field: Field | None


class ReferenceForm(Form):
    document = StringField("Document")
    clause = StringField("Clause")
    about_en = StringField("About, in English")
    about_zh = StringField("About, in Chinese")


class MilestoneForm(Form):
    days = StringField("Days after the notice")
    shows_en = StringField("What is shown, in English")
    shows_zh = StringField("What is shown, in Chinese")


class BandForm(Form):
    threshold = StringField("Threshold")
    strict = BooleanField("The threshold itself does not reach it")
    on_track = BooleanField("Also on the path to the target")


class CheckpointForm(StaleForm):
    code = StringField("Code")
    step = SelectField("Step", coerce=lambda value: row_number(value) or 0, validate_choice=False)
    weight = StringField("Weight")
    type = SelectField("Type", validate_choice=False)
    methods = SelectMultipleField("Method", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput())
    condition = SelectField("Applies to", validate_choice=False)
    severity_at_zero = SelectField("Finding at level 0", validate_choice=False)
    severity_at_zero_core = SelectField("Finding at level 0, strategic core supplier", validate_choice=False)
    close_days = StringField("Days to close a finding", description="Empty: the severity's own time")
    follows_from = SelectField("Fails together with", validate_choice=False)
    title_en = StringField("Title in English")
    title_zh = StringField("Title in Chinese")
    question_en = TextAreaField("Question in English")
    question_zh = TextAreaField("Question in Chinese")
    look_at_en = TextAreaField("What to look at, in English")
    look_at_zh = TextAreaField("What to look at, in Chinese")
    evidence_en = TextAreaField("Evidence to keep, in English")
    evidence_zh = TextAreaField("Evidence to keep, in Chinese")
    samples_en = TextAreaField("Samples, in English")
    samples_zh = TextAreaField("Samples, in Chinese")
    level_0_en = TextAreaField("Level 0 in English")
    level_0_zh = TextAreaField("Level 0 in Chinese")
    level_1_en = TextAreaField("Level 1 in English")
    level_1_zh = TextAreaField("Level 1 in Chinese")
    level_2_en = TextAreaField("Level 2 in English")
    level_2_zh = TextAreaField("Level 2 in Chinese")
    level_3_en = TextAreaField("Level 3 in English")
    level_3_zh = TextAreaField("Level 3 in Chinese")
    level_4_en = TextAreaField("Level 4 in English")
    level_4_zh = TextAreaField("Level 4 in Chinese")
    references = FieldList(FormField(ReferenceForm), max_entries=30)
    faked_en = TextAreaField("Common ways it is faked, in English")
    faked_zh = TextAreaField("Common ways it is faked, in Chinese")
    milestones = FieldList(FormField(MilestoneForm), max_entries=30)
    metric_name_en = StringField("Figure in English")
    metric_name_zh = StringField("Figure in Chinese")
    metric_unit_en = StringField("Unit in English")
    metric_unit_zh = StringField("Unit in Chinese")
    metric_direction = SelectField("A level is reached by a figure of", validate_choice=False)
    metric_basis = SelectField("Worked out from two figures", validate_choice=False)
    bands = FieldList(FormField(BandForm), min_entries=4, max_entries=4)
    without_metric = BooleanField("Take the figure away")

    @staticmethod
    def values(document: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the form begins with, empty rows for new entries included."""
        values = values_of(document)
        return values | {name: values[name] + [{}] * SPARE for name in ("references", "milestones")}

    def offer(self, steps: Sequence[tuple[int, str]], codes: Iterable[str]) -> None:
        """Fill the choices; what the checkpoint has besides stays one."""
        say = speech().word
        chosen: list[tuple[SelectField, list[tuple[Any, str]]]] = [
            (self.step, list(steps)),
            (self.type, [(code, say(f"checkpoint_type.{code}")) for code in TYPES]),
            (self.condition, [("", say("condition.none")), *((code, say(f"condition.{code}")) for code in CONDITIONS)]),
            (self.severity_at_zero, _severities()),
            (self.severity_at_zero_core, [NONE, *_severities()]),
            (self.follows_from, [NONE, *((code, code) for code in codes)]),
            (self.metric_direction, [NONE, *((code, say(f"direction.{code}")) for code in DIRECTIONS)]),
            (self.metric_basis, [("", say("basis.none")), *((code, say(f"basis.{code}")) for code in BASES)]),
        ]
        for field, choices in chosen:
            known = {value for value, _ in choices}
            field.choices = choices if field.data in known else [*choices, (field.data, str(field.data))]
        self.methods.choices = [(code, say(f"method.{code}")) for code in METHODS]

    def document(self, old: Mapping[str, Any]) -> Document:
        """What was typed, as the checkpoint's document."""
        values = dict(self.data)
        values |= {name: values[name] or "" for name in OPTIONAL}
        methods = [code for code in METHODS if code in (self.methods.data or ())]
        values["methods"] = old["methods"] if set(old["methods"]) == set(methods) else methods
        return document_of(values | {"bands": [entry.form.data for entry in self.bands]}, old)

    def place_faults(self, faults: Iterable[tuple[str, Fault]], document: Mapping[str, Any]) -> list[Told]:
        """Put each fault at its field; places are those in the checkpoint's document."""
        told = []
        for place, fault in faults:
            name, line = field_of(place, fault, document)
            field = self._by_id(name)
            message = speech().fault(fault)
            if line is not None:
                message = speech().gettext("Line %(line)s: %(problem)s", line=line, problem=message)
            if field is not None:
                field.errors = [*field.errors, message]
            told.append(Told(message, field))
        return told

    def _by_id(self, name: str) -> Field | None:
        first, *rest = name.split("-")
        field: Any = self._fields.get(first)
        if field is None or not rest:
            return field  # type: ignore[no-any-return] # the forms' own table of fields is untyped
        at, part = int(rest[0]), rest[1]
        inner: dict[str, Field] = field.entries[at].form._fields if at < len(field.entries) else {}
        return inner.get(part)


def _severities() -> list[tuple[str, str]]:
    return [(code, speech().word(f"severity.{code}")) for code in reversed(SEVERITIES)]


def field_of(place: str, fault: Fault, document: Mapping[str, Any]) -> tuple[str, int | None]:
    """Give the field that a place of a checkpoint's document is typed in, and the line in it for a list of texts."""
    found = PART.fullmatch(place)
    name, at, rest = (found["name"], found["at"], found["rest"] or "") if found else ("", None, "")
    field = name
    if name in LISTS or name in PAIRS:
        field = f"{name}_{rest or 'en'}"
    elif name == "levels":
        level = fault.facts.get("level", 0) if at is None else document["levels"][int(at)]["level"]
        field = f"level_{level}_{rest.rpartition('.')[2] if rest.startswith('means.') else 'en'}"
    elif name == "metric":
        field = _metric_field(rest)
    elif name in FIRST_OF_ROW:
        field = f"{name}-{at or 0}-{rest.replace('.', '_') or FIRST_OF_ROW[name]}"
    return field, int(at) + 1 if name in LISTS and at is not None else None


def _metric_field(rest: str) -> str:
    found = PART.fullmatch(rest)
    if found is None:
        return "metric_name_en"
    if found["name"] == "bands":
        return f"bands-{found['at'] or 0}-{found['rest'] if found['rest'] in ('strict', 'on_track') else 'threshold'}"
    if found["name"] in ("name", "unit"):
        return f"metric_{found['name']}_{found['rest'] or 'en'}"
    return f"metric_{found['name']}"
