"""Forms by which a finding is decided on: moves, files, verification with levels, the review of its effect."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self

from flask import request
from flask_wtf.file import MultipleFileField
from wtforms import DateField, Form, HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.findings.effects import Measured
from supplier_portal.domain.findings.lifting import LIFT_LEVELS, Lifted
from supplier_portal.domain.findings.texts import FIGURE_PLACES
from supplier_portal.findings.models import CorrectiveAction
from supplier_portal.findings.operations import DecideEvidence, MoveFinding, ReviewEffect
from supplier_portal.findings.operations.messaging import Sent
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import language, speech


class MoveForm(PortalForm):
    target = HiddenField()
    reason = TextAreaField("Reason (the other side reads it)")
    until = DateField("Until", [Optional()])
    files = MultipleFileField("Files that show it")

    def command(self, finding_id: int, files: tuple[Sent, ...] = ()) -> MoveFinding:
        """The move as typed; a day that cannot be read counts as none. files: checked and stored."""
        return MoveFinding(finding_id, self.target.data or "", self.reason.data or "", self.until.data, files=files)


class DecideFileForm(PortalForm):
    """One reason for two buttons; evidence_id: whose form was refused."""

    reason = TextAreaField("Reason (the supplier reads it)")
    evidence_id = 0

    def command(self, finding_id: int, evidence_id: int) -> DecideEvidence:
        self.evidence_id = evidence_id
        return DecideEvidence(finding_id, evidence_id, request.form.get("decision", ""), self.reason.data or "")


class _Lines(PortalForm):
    """A form with a small form for each of several things, whose faults come under its prefix."""

    lines: Mapping[str, Form] = MappingProxyType({})

    def take_faults(self, error: Invalid) -> None:
        """Put faults at the field of their line, and name the line above the form."""
        for fault in error.faults:
            prefix, _, name = fault.place.rpartition("-")
            line = self.lines.get(prefix)
            if line is None:
                super().take_faults(Invalid([fault]))
                continue
            told = speech().fault(fault)
            line[name].errors = [*line[name].errors, told]
            self.form_errors.append(f"{speech().gettext(line[name].label.text)}: {told}")


class LiftForm(Form):
    """level: of LIFT_LEVELS, or empty: it stays as it is."""

    level = SelectField("Level it is lifted to", validate_choice=False)
    reason = TextAreaField("Why so")


class VerifyForm(_Lines):
    """A line for each checkpoint the audit rated. Fields stand under names such as lift-S3.4-level."""

    rated: Sequence[tuple[str, str, str]] = ()

    def show(self, rated: Sequence[tuple[Checkpoint, str]]) -> Self:
        """rated: checkpoints with the rating the audit gave."""
        sent = request.form if self.is_submitted() and request.form.get("lifting") else None
        self.rated = [
            (f"{one.code} {one.title.in_language(language())}", rating, f"lift-{one.code}") for one, rating in rated
        ]
        lines = {key: LiftForm(sent, prefix=f"{key}-") for _, _, key in self.rated}
        for line in lines.values():
            unchanged = ("", speech().gettext("as it is"))
            line.level.choices = [unchanged, *((str(level), str(level)) for level in LIFT_LEVELS)]
        self.lines = lines
        return self

    def command(self, finding_id: int) -> MoveFinding:
        """A verification; a line without a level lifts nothing. Raises Invalid for a reason without a level."""
        lifts = []
        for key, line in self.lines.items():
            level, reason = line["level"].data or "", line["reason"].data or ""
            if not level and reason.strip():
                raise Invalid([Fault("findings.lift_without_level", f"{key}-level")])
            if level:
                lifts.append(Lifted(key.removeprefix("lift-"), int(level) if level.isdecimal() else -1, reason))
        return MoveFinding(finding_id, "verified", lifts=tuple(lifts))


class EffectForm(Form):
    kwh = ExactField("Measured kWh a year", places=FIGURE_PLACES)
    tonnes = ExactField("Measured t CO₂e a year", places=FIGURE_PLACES)
    how = TextAreaField("How it was measured")


class ReviewForm(_Lines):
    """A line for each action whose effect is counted with this finding, under names such as effect-12-kwh."""

    actions: Sequence[CorrectiveAction] = ()

    conclusion = TextAreaField("Conclusion (the supplier reads it)", id="review-conclusion")

    def show(self, actions: Sequence[CorrectiveAction]) -> Self:
        """Offer the actions of the plan that was carried out."""
        sent: Any = request.form if self.is_submitted() and "outcome" in request.form else None
        self.actions = [one for one in actions if one.same_as_id is None]
        self.lines = {f"effect-{one.id}": EffectForm(sent, prefix=f"effect-{one.id}-") for one in self.actions}
        return self

    def command(self, finding_id: int) -> ReviewEffect:
        """The review as typed. Raises Invalid for figures that are none, and for no button that is known."""
        faults = [
            Fault("form.number", f"{key}-{name}", facts={"places": FIGURE_PLACES})
            for key, line in self.lines.items()
            for name in ("kwh", "tonnes")
            if line[name].process_errors
        ]
        outcome = request.form.get("outcome", "")
        if outcome not in {"effective", "reopened"}:
            faults.append(Fault("form.unknown_choice", "outcome"))
        if faults:
            raise Invalid(faults)
        measured = tuple(
            Measured(int(key.removeprefix("effect-")), line["kwh"].data, line["tonnes"].data, line["how"].data or "")
            for key, line in self.lines.items()
        )
        return ReviewEffect(finding_id, outcome == "effective", self.conclusion.data or "", measured)
