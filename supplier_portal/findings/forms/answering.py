"""Forms by which a finding is answered and decided on: a plan, evidence, a move."""

from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import DateField, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.findings.rules import MOST_ACTIONS
from supplier_portal.findings.operations import Action, MoveFinding, ProposePlan
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech


class ActionForm(Form):
    """One action. Fields stand under names such as actions-0-owner."""

    action = TextAreaField("Action")
    owner = StringField("Owner")
    due_on = DateField("Due", [Optional()])

    @property
    def filled(self) -> bool:
        return any(field.raw_data and field.raw_data[0].strip() for field in self)


class PlanForm(PortalForm):
    """Containment, causes and up to five actions; lines left empty are passed over."""

    containment = TextAreaField("Containment")
    root_cause = TextAreaField("Root cause")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        sent = request.form if self.is_submitted() and "formdata" not in given else None
        self.lines = [ActionForm(sent, prefix=f"actions-{place}-") for place in range(MOST_ACTIONS)]

    @property
    def filled(self) -> list[ActionForm]:
        """The lines something was typed in."""
        return [line for line in self.lines if line.filled]

    def command(self, finding_id: int) -> ProposePlan:
        """The plan as typed; a day that cannot be read counts as none."""
        actions = tuple(Action(line.action.data or "", line.owner.data or "", line.due_on.data) for line in self.filled)
        return ProposePlan(finding_id, self.containment.data or "", self.root_cause.data or "", actions)

    def take_faults(self, error: Invalid) -> None:
        """Put faults of the nth action at the line it was typed in, and name the line above the form."""
        for fault in error.faults:
            line, name = self._line_of(fault)
            if line is None:
                super().take_faults(Invalid([fault]))
                continue
            field, told = line[name], speech().fault(fault)
            if told not in field.errors:
                field.errors = [*field.errors, told]
            number, label = self.lines.index(line) + 1, speech().gettext(field.label.text)
            said = speech().gettext("Action %(number)s, %(field)s: %(told)s", number=number, field=label, told=told)
            self.form_errors.append(said)

    def _line_of(self, fault: Fault) -> tuple[ActionForm | None, str]:
        _, place, name = [*fault.place.split("-"), "", ""][:3]
        return ((self.filled or self.lines)[int(place)] if place else None), name


class EvidenceForm(PortalForm):
    file = FileField("File")
    about_on = DateField("Day it is about", [Optional()])


class MoveForm(PortalForm):
    target = HiddenField()
    reason = TextAreaField("Reason (the other side reads it)")
    until = DateField("Until", [Optional()])

    def command(self, finding_id: int) -> MoveFinding:
        """The move as typed; a day that cannot be read counts as none."""
        return MoveFinding(finding_id, self.target.data or "", self.reason.data or "", self.until.data)
