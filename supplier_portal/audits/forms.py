"""Forms of audits: the plan, an answer, evidence, a move."""

from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
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
from supplier_portal.audits.operations import NoteInterview, PlanAudit, PlanSites, SaveAnswer, SiteVisit
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.answering import NOT_APPLICABLE, PLACES, Content, plain
from supplier_portal.domain.errors import Invalid
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import speech

NOT_APPLICABLE_CHOICE = "na"


def row_number(value: str | int | None) -> int | None:
    """Read a number as a form carries it; nonsense is None."""
    text = "" if value is None else str(value)
    return int(text) if text.isdecimal() and len(text) < len(str(MOST_ID)) else None


def true_or_false(value: str | bool | None) -> bool | None:  # noqa: FBT001 a field's own value comes back as it is
    """Read yes or no as a form carries it; anything else is not judged."""
    return {"yes": True, "no": False, True: True, False: False}.get(value) if value is not None else None


class PlanFields(PortalForm):
    """What audits planned in one go share."""

    supplier_id = HiddenField()
    type = SelectField("Type", validate_choice=False)
    mode = SelectField("Mode", validate_choice=False)
    lead_id = SelectField("Lead auditor", coerce=row_number, validate_choice=False)
    auditor_ids = SelectMultipleField("Other auditors", coerce=row_number, validate_choice=False)
    checklist_version_id = SelectField("Checklist version", coerce=row_number, validate_choice=False)
    module_ids = SelectMultipleField(
        "Add-on modules", coerce=row_number, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    objectives = TextAreaField("Objectives")
    scope = TextAreaField("Scope")
    criteria = TextAreaField("Criteria")

    def _plan(self, **other: Any) -> PlanAudit:
        values: dict[str, Any] = {name: self.data.get(name) for name in PlanAudit.__dataclass_fields__} | other
        values |= {name: values[name] or "" for name in ("objectives", "scope", "criteria", "type", "mode")}
        for name in ("auditor_ids", "module_ids"):
            values[name] = tuple(number for number in values[name] or () if number is not None)
        values["supplier_id"] = row_number(self.supplier_id.data)
        return PlanAudit(**values)


class PlanForm(PlanFields):
    site_id = SelectField("Site", coerce=row_number, validate_choice=False)
    starts_on = DateField("First day", [InputRequired()])
    ends_on = DateField("Last day", [InputRequired()])

    def command(self) -> PlanAudit:
        return self._plan()


class SiteVisitForm(Form):
    """One site of several; its days count where it is chosen."""

    site_id = HiddenField()
    chosen = BooleanField("Plan this site")
    starts_on = DateField("First day", [Optional()])
    ends_on = DateField("Last day", [Optional()])


class PlanSitesForm(PlanFields):
    visits = FieldList(FormField(SiteVisitForm))

    @property
    def chosen(self) -> list[SiteVisitForm]:
        return [entry.form for entry in self.visits if entry.form.chosen.data]

    def command(self) -> PlanSites:
        visits = tuple(
            SiteVisit(row_number(one.site_id.data), one.starts_on.data, one.ends_on.data) for one in self.chosen
        )
        return PlanSites(self._plan(site_id=None, starts_on=None, ends_on=None), visits)

    def take_faults(self, error: Invalid) -> None:
        """Put the faults of a site into its row, those of no site above the form."""
        for fault in error.faults:
            whole, _, rest = fault.place.partition("-")
            number, _, name = rest.partition("-")
            if whole != "visits" or not name:
                place = "" if fault.place == "visits" else fault.place
                super().take_faults(Invalid([replace(fault, place=place)]))
                continue
            field = self.chosen[int(number)][name]
            field.errors = [*field.errors, speech().fault(fault)]


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


class InterviewForm(PortalForm):
    function = StringField("Function")
    person = StringField("Name")

    def command(self, audit_id: int, checkpoint: str) -> NoteInterview:
        return NoteInterview(audit_id, checkpoint, self.function.data or "", self.person.data or "")


class MoveForm(PortalForm):
    """The words a move may need; which of them are shown is the table's matter."""

    target = HiddenField()
    reason = TextAreaField("Reason")
    witness = StringField("Witness")
    occurred_on = DateField("Day it happened", [Optional()])
