"""Forms of the self-assessment: a step of the checklist with a line for each checkpoint, and handing it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import Form, HiddenField, RadioField, TextAreaField

from supplier_portal.audits.forms import NOT_APPLICABLE_CHOICE, row_number
from supplier_portal.audits.wording import rating_meanings
from supplier_portal.domain.answering import NOT_APPLICABLE
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.visits.models import SelfAssessmentEntry
from supplier_portal.visits.operations import OwnRating, SaveSelfAssessment
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech


class EntryForm(Form):
    """One checkpoint. Fields stand under names such as S1.1-rating."""

    rating = RadioField("Own level", validate_choice=False)
    note = TextAreaField("How it is done, and where that can be seen")
    version = HiddenField()

    def show(self, entry: SelfAssessmentEntry | None) -> None:
        """Fill the line with what stands."""
        self.version.data = str(entry.version if entry else 0)
        if entry is not None:
            self.rating.data = NOT_APPLICABLE_CHOICE if entry.rating == NOT_APPLICABLE else entry.rating
            self.note.data = entry.note

    def own_rating(self, code: str) -> OwnRating:
        rating = self.rating.data or None
        rating = NOT_APPLICABLE if rating == NOT_APPLICABLE_CHOICE else rating
        return OwnRating(code, rating, self.note.data or "", row_number(self.version.data) or 0)


class StepForm(PortalForm):
    """All checkpoints of one step that apply to the supplier, by code."""

    def __init__(self, checkpoints: Sequence[Checkpoint], **given: Any) -> None:
        super().__init__(**given)
        sent = request.form if self.is_submitted() and "formdata" not in given else None
        self.lines = {one.code: EntryForm(sent, prefix=f"{one.code}-") for one in checkpoints}
        for one in checkpoints:
            self.lines[one.code].rating.choices = [
                (NOT_APPLICABLE_CHOICE if rating == NOT_APPLICABLE else rating, said)
                for rating, said in rating_meanings(one, speech())
            ]

    def show(self, entries: Mapping[str, SelfAssessmentEntry]) -> "StepForm":
        for code, line in self.lines.items():
            line.show(entries.get(code))
        return self

    def command(self, audit_id: int) -> SaveSelfAssessment:
        """All that was posted of the step; what was not posted at all is not touched."""
        posted = [(code, line) for code, line in self.lines.items() if line.version.raw_data]
        return SaveSelfAssessment(audit_id, tuple(line.own_rating(code) for code, line in posted))

    def take_faults(self, error: Invalid) -> None:
        """Put each fault at its checkpoint's line, and name the checkpoint above the form."""
        for fault in error.faults:
            code, _, name = fault.place.partition("-")
            field = self.lines[code][name] if code in self.lines and name in self.lines[code] else None
            if field is None:
                super().take_faults(Invalid([Fault(fault.code, "", facts=fault.facts)]))
                continue
            told = speech().fault(fault)
            field.errors = [*field.errors, told]
            self.form_errors.append(f"{code}: {told}")

    def take_versions(self, entries: Mapping[str, SelfAssessmentEntry]) -> None:
        """Base the next save on what stands now: whoever saved meanwhile was shown."""
        for code, line in self.lines.items():
            line.version.data = str(entries[code].version if code in entries else 0)


class HandBackForm(PortalForm):
    reason = TextAreaField("Why it is handed back (the supplier reads it)")
