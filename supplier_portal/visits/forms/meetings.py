"""Forms of the meetings: when and where, who was there, the pledge, what was said to the findings."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.visits.models import SIDES, VERDICTS, Meeting
from supplier_portal.visits.operations import SaveMeeting
from supplier_portal.visits.pledge import POINTS
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech

TIMES = ("held_on", "starts_at", "ends_at")
TEXTS = ("place", "representative_name", "representative_role")


class MeetingForm(PortalForm):
    held_on = DateField("Day", [InputRequired()])
    starts_at = TimeField("From", [InputRequired()])
    ends_at = TimeField("To", [InputRequired()])
    place = StringField("Where")
    points = SelectMultipleField(
        "Gone through", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    representative_name = StringField("The supplier’s representative")
    representative_role = StringField("Role of the representative")

    def offer(self, kind: str) -> "MeetingForm":
        """Put the words of the reader's language in."""
        said = speech()
        self.points.choices = [(code, said.word(f"meeting_point.{code}")) for code in POINTS[kind]]
        return self

    def show(self, meeting: Meeting) -> None:
        """Fill the form with what stands."""
        for name in (*TIMES, *TEXTS, "points"):
            self[name].data = getattr(meeting, name)

    def command(self, audit_id: int, kind: str) -> SaveMeeting:
        times: dict[str, Any] = {name: self[name].data for name in TIMES}
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        return SaveMeeting(audit_id, kind, points=tuple(self.points.data or ()), **times, **texts)


class AttendeeForm(PortalForm):
    side = RadioField("Side", validate_choice=False)
    name = StringField("Name")
    role = StringField("Post or department")

    def offer(self) -> "AttendeeForm":
        """Put the words of the reader's language in."""
        self.side.choices = [(side, speech().word(f"meeting_side.{side}")) for side in SIDES]
        return self


class SignForm(PortalForm):
    typed_name = StringField("Own name, typed")
    agreed = BooleanField("I have read the pledge and keep to it")


class AcknowledgementForm(PortalForm):
    verdict = RadioField("The representative says", validate_choice=False)
    note = TextAreaField("Objection or remark")

    def offer(self) -> "AcknowledgementForm":
        """Put the words of the reader's language in."""
        self.verdict.choices = [(code, speech().word(f"acknowledgement.{code}")) for code in VERDICTS]
        return self
