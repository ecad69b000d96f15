"""Forms of findings: raising one, a plan, evidence, a decision."""

from datetime import date
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import DateField, Form, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.findings.rules import MOST_ACTIONS, OBSERVATION, SEVERITIES_OF, STRENGTH
from supplier_portal.findings.operations import Action, MoveFinding, ProposePlan, RaiseFinding
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech


class DayField(DateField):
    """A day as YYYY-MM-DD; what is no day is told in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(speech().sentence("form.date", {})) from error


class RaiseForm(PortalForm):
    """Severity is asked of non-conformities only; the other kinds have none to choose."""

    kind = RadioField("Kind", validate_choice=False)
    severity = SelectField("Severity", validate_choice=False)
    title = StringField("Title")
    requirement = TextAreaField("Requirement")
    seen = TextAreaField("What was seen")

    def offer(self) -> "RaiseForm":
        """Put the words of the reader's language in."""
        said = speech()
        self.kind.choices = [(kind, said.word(f"finding_kind.{kind}")) for kind in SEVERITIES_OF]
        self.severity.choices = [(code, said.word(f"severity.{code}")) for code in ("critical", "major", "minor")]
        return self

    def command(self, audit_id: int, checkpoint: str) -> RaiseFinding:
        kind = self.kind.data or ""
        severity = {OBSERVATION: "observation", STRENGTH: "none"}.get(kind, self.severity.data or "")
        texts = {name: self[name].data or "" for name in ("title", "requirement", "seen")}
        return RaiseFinding(audit_id=audit_id, checkpoint=checkpoint, kind=kind, severity=severity, **texts)


class ActionForm(Form):
    """One action. Fields stand under names such as actions-0-owner."""

    action = TextAreaField("Action")
    owner = StringField("Owner")
    due_on = DayField("Due", [Optional()])

    @property
    def filled(self) -> bool:
        return any(field.raw_data and field.raw_data[0].strip() for field in self)


class PlanForm(PortalForm):
    """Containment, causes and up to five actions; lines left empty are passed over."""

    containment = TextAreaField("Containment")
    root_cause = TextAreaField("Root cause")

    def lines(self) -> list[ActionForm]:
        """The lines of actions, those left empty too."""
        return self._lines

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        sent = request.form if self.is_submitted() else None
        self._lines = [ActionForm(sent, prefix=f"actions-{place}-") for place in range(MOST_ACTIONS)]
        for line in self._lines:
            line.validate()

    @property
    def filled(self) -> list[ActionForm]:
        return [line for line in self._lines if line.filled]

    def command(self, finding_id: int) -> ProposePlan:
        """The plan as typed. Raises Invalid where a day cannot be read."""
        unread = [Fault("form.date", f"actions-{place}-due_on") for place, line in enumerate(self.filled) if line.errors]
        if unread:
            raise Invalid(unread)
        actions = tuple(
            Action(line.action.data or "", line.owner.data or "", line.due_on.data) for line in self.filled
        )
        return ProposePlan(finding_id, self.containment.data or "", self.root_cause.data or "", actions)

    def take_faults(self, error: Invalid) -> None:
        """Put faults of the nth action given at the line it was typed in."""
        elsewhere = [fault for fault in error.faults if not self._put_at_line(fault)]
        if elsewhere:
            super().take_faults(Invalid(elsewhere))

    def _put_at_line(self, fault: Fault) -> bool:
        parts = fault.place.split("-")
        if len(parts) != len(("actions", "place", "field")):
            return False
        line = (self.filled or self._lines)[int(parts[1])]
        field = line[parts[2]]
        said = speech().fault(fault)
        if said not in field.errors:
            field.errors = [*field.errors, said]
        return True

    @property
    def faulty_lines(self) -> list[ActionForm]:
        return [line for line in self._lines if any(field.errors for field in line)]


class EvidenceForm(PortalForm):
    file = FileField("File")
    about_on = DayField("Day it is about", [Optional()])


class MoveForm(PortalForm):
    target = HiddenField()
    reason = TextAreaField("Reason (the other side reads it)")
    until = DayField("Until", [Optional()])

    def command(self, finding_id: int) -> MoveFinding:
        """The move as typed. Raises Invalid where the day cannot be read."""
        if self.until.errors:
            raise Invalid([Fault("form.date", "until")])
        until: date | None = self.until.data
        return MoveFinding(finding_id, self.target.data or "", self.reason.data or "", until)
