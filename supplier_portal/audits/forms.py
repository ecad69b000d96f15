"""Forms of audits: the plan, an answer, evidence, a move."""

from typing import Any

from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.audits.models import Answer
from supplier_portal.audits.operations import PlanAudit, SaveAnswer
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.answering import NOT_APPLICABLE, PLACES, Content, plain
from supplier_portal.web.forms import ExactField, PortalForm

NOT_APPLICABLE_CHOICE = "na"


def row_number(value: str | int | None) -> int | None:
    """Read a number as a form carries it; nonsense is None."""
    text = "" if value is None else str(value)
    return int(text) if text.isdecimal() and len(text) < len(str(MOST_ID)) else None


def true_or_false(value: str | bool | None) -> bool | None:  # noqa: FBT001 a field's own value comes back as it is
    """Read yes or no as a form carries it; anything else is not judged."""
    return {"yes": True, "no": False, True: True, False: False}.get(value) if value is not None else None


class PlanForm(PortalForm):
    supplier_id = HiddenField()
    site_id = SelectField("Site", coerce=row_number, validate_choice=False)
    type = SelectField("Type", validate_choice=False)
    mode = SelectField("Mode", validate_choice=False)
    starts_on = DateField("First day", [InputRequired()])
    ends_on = DateField("Last day", [InputRequired()])
    lead_id = SelectField("Lead auditor", coerce=row_number, validate_choice=False)
    auditor_ids = SelectMultipleField(
        "Other auditors", coerce=row_number, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    checklist_version_id = SelectField("Checklist version", coerce=row_number, validate_choice=False)
    module_ids = SelectMultipleField(
        "Add-on modules", coerce=row_number, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    objectives = TextAreaField("Objectives")
    scope = TextAreaField("Scope")
    criteria = TextAreaField("Criteria")

    def command(self) -> PlanAudit:
        values: dict[str, Any] = {name: self.data[name] for name in PlanAudit.__dataclass_fields__}
        values |= {name: values[name] or "" for name in ("objectives", "scope", "criteria", "type", "mode")}
        for name in ("auditor_ids", "module_ids"):
            values[name] = tuple(number for number in values[name] or () if number is not None)
        values["supplier_id"] = row_number(self.supplier_id.data)
        return PlanAudit(**values)


class FigureField(ExactField):
    """A figure of an answer: shown without needless zeros, as typed where it was typed."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else plain(self.data)


class AnswerForm(PortalForm):
    """What a page without scripts posts, and what the page's script reads."""

    base_version = HiddenField()
    change_uuid = HiddenField()
    rating = RadioField("Rating", validate_choice=False)
    number = FigureField("Figure", [Optional()], places=PLACES)
    claimed = FigureField("Claimed by the supplier", [Optional()], places=PLACES)
    reperformed = FigureField("Worked again", [Optional()], places=PLACES)
    on_track = SelectField("Emissions on the target's path", coerce=true_or_false, validate_choice=False)
    note = TextAreaField("What was seen")
    population = IntegerField("Records in all", [Optional()])
    sampled = IntegerField("Sampled", [Optional()])
    conforming = IntegerField("Conforming", [Optional()])

    def show(self, answer: Answer | None) -> None:
        """Fill the form with what stands."""
        self.base_version.data = str(answer.version if answer else 0)
        if answer is None:
            return
        for name in Content.__dataclass_fields__:
            self[name].data = getattr(answer, name)
        self.rating.data = NOT_APPLICABLE_CHOICE if answer.rating == NOT_APPLICABLE else answer.rating

    def command(self, audit_id: int, checkpoint: str) -> SaveAnswer:
        values = {name: self[name].data for name in Content.__dataclass_fields__}
        rating = values.pop("rating") or None
        return SaveAnswer(
            audit_id=audit_id,
            checkpoint=checkpoint,
            base_version=row_number(self.base_version.data) or 0,
            change_uuid=self.change_uuid.data or "",
            rating=NOT_APPLICABLE if rating == NOT_APPLICABLE_CHOICE else rating,
            **values | {"note": values["note"] or ""},
        )


class EvidenceForm(PortalForm):
    file = FileField("Photo or file")
    about_on = DateField("Day it is about", [InputRequired()])
    caption = StringField("What it shows")


class MoveForm(PortalForm):
    """The words a move may need; which of them are shown is the table's matter."""

    target = HiddenField()
    reason = TextAreaField("Reason")
    witness = StringField("Witness")
