"""Forms a finding is raised and edited with: a short one for what is no non-conformity; the proposals of an audit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from wtforms import BooleanField, Form, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.findings.proposing import Proposed
from supplier_portal.domain.findings.rules import NONCONFORMITY, OBSERVATION, SEVERITIES_OF, STRENGTH
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import EditFinding, RaiseFinding, draft_digest
from supplier_portal.findings.queries.proposing import ProposedFindings
from supplier_portal.findings.wording import requirement_of, texts_of
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import language, speech

ONE_SEVERITY = {OBSERVATION: "observation", STRENGTH: "none"}


def asked_kind() -> str:
    """The kind of finding a form was sent for; a non-conformity where it names none that is known."""
    kind = request.form.get("kind", "")
    return kind if kind in SEVERITIES_OF else NONCONFORMITY


def prefix_of(kind: str) -> str:
    """Forms of several kinds stand on one page: only the non-conformity's fields have plain names."""
    return "" if kind == NONCONFORMITY else f"{kind}-"


def severity_choices() -> list[tuple[str, str]]:
    said = speech()
    return [(code, said.word(f"severity.{code}")) for code in SEVERITIES_OF[NONCONFORMITY]]


class RaiseForm(PortalForm):
    """Severity, integrity and requirement are asked of non-conformities only."""

    severity = SelectField("Severity", validate_choice=False)
    integrity = BooleanField("Integrity: figures made up, a statement forged or records withheld")
    title = StringField("Title")
    requirement = TextAreaField("Requirement")
    seen = TextAreaField("What was seen")
    further = SelectMultipleField(
        "Covers besides", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )

    @property
    def for_kind(self) -> str:
        return next((kind for kind in SEVERITIES_OF if self._prefix == prefix_of(kind)), NONCONFORMITY)

    def offer(self, further: Sequence[Checkpoint] = ()) -> "RaiseForm":
        """Put the words of the reader's language in. further: what may be covered besides."""
        self.severity.choices = severity_choices()
        self.further.choices = [(one.code, f"{one.code} {one.title.in_language(language())}") for one in further]
        return self

    def command(self, audit_id: int, checkpoint: str) -> RaiseFinding:
        kind, severity = self._judged()
        return RaiseFinding(
            audit_id=audit_id,
            checkpoint=checkpoint,
            kind=kind,
            severity=severity,
            integrity=bool(self.integrity.data),
            further=tuple(self.further.data or ()),
            **self._texts(),
        )

    def _judged(self) -> tuple[str, str]:
        """Kind and severity. What is a matter of integrity is a critical non-conformity, whatever else was chosen."""
        if self.integrity.data:
            return NONCONFORMITY, "critical"
        return self.for_kind, ONE_SEVERITY.get(self.for_kind, self.severity.data or "")

    def _texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("title", "requirement", "seen")}


class EditForm(RaiseForm):
    """The draft as it is to be; its kind is chosen anew."""

    base = HiddenField()
    kind = SelectField("Kind", validate_choice=False)

    def show(self, finding: Finding, further: Sequence[Checkpoint]) -> "EditForm":
        """Offer the choices, and fill in what stands where nothing was sent."""
        self.offer(further)
        self.kind.choices = [(kind, speech().word(f"finding_kind.{kind}")) for kind in SEVERITIES_OF]
        if not self.is_submitted():
            self.base.data = draft_digest(finding)
            self.further.data = list(finding.checkpoints[1:])
            for name in ("kind", "severity", "integrity", "title", "requirement", "seen"):
                self[name].data = getattr(finding, name)
        return self

    def edit(self, finding_id: int) -> EditFinding:
        kind = NONCONFORMITY if self.integrity.data else self.kind.data or ""
        severity = "critical" if self.integrity.data else ONE_SEVERITY.get(kind, self.severity.data or "")
        return EditFinding(
            finding_id=finding_id,
            base=self.base.data or "",
            kind=kind,
            severity=severity,
            integrity=bool(self.integrity.data),
            further=tuple(self.further.data or ()),
            **self._texts(),
        )


class DropForm(PortalForm):
    reason = TextAreaField("Why it is dropped (the team reads it)")


class ProposedLine(Form):
    """One proposal. Fields stand under names such as S3.4-title."""

    chosen = BooleanField("Raise")
    severity = SelectField("Severity", validate_choice=False)
    title = StringField("Title")
    seen = TextAreaField("What was seen")


class ProposalsForm(PortalForm):
    """A line for each finding the answers propose, and a choice of answers to put onto findings that stand."""

    joined = SelectMultipleField("Covered", validate_choice=False)

    def offer(self, known: ProposedFindings) -> "ProposalsForm":
        """Make a line of each proposal; what was sent stands, else what is proposed."""
        sent = request.form if self.is_submitted() else None
        self.lines: list[tuple[Proposed, ProposedLine]] = []
        for one in known.proposals.raised:
            texts = texts_of(one, known.notes, language())
            given: dict[str, Any] = {
                "chosen": True,
                "severity": one.severity,
                "title": texts["title"],
                "seen": texts["seen"],
            }
            line = ProposedLine(sent, prefix=f"{one.checkpoint.code}-", **given)
            line.severity.choices = severity_choices()
            self.lines.append((one, line))
        return self

    def commands(self, audit_id: int) -> list[RaiseFinding]:
        """What to raise: the chosen lines."""
        return [_raised(audit_id, one, line) for one, line in self.lines if line.chosen.data]

    def take_faults(self, error: Invalid) -> None:
        """Put faults at the line of their checkpoint, and name the line above the form."""
        for fault in error.faults:
            line = self._line_of(fault)
            if line is None:
                super().take_faults(Invalid([fault]))
                continue
            code, _, name = fault.place.rpartition("-")
            field, told = line[name], speech().fault(fault)
            field.errors = [*field.errors, told]
            self.form_errors.append(f"{code}, {speech().gettext(field.label.text)}: {told}")

    def _line_of(self, fault: Fault) -> ProposedLine | None:
        code, _, name = fault.place.rpartition("-")
        lines = (line for one, line in self.lines if one.checkpoint.code == code and name in line)
        return next(lines, None)


def _raised(audit_id: int, one: Proposed, line: ProposedLine) -> RaiseFinding:
    command = RaiseFinding(
        audit_id=audit_id,
        checkpoint=one.checkpoint.code,
        kind=one.kind,
        severity=one.severity,
        title=line.title.data or "",
        requirement=requirement_of(one.checkpoint, language()),
        seen=line.seen.data or "",
        further=tuple(follower.code for follower in one.follows),
    )
    return command if one.kind == OBSERVATION else replace(command, severity=line.severity.data or "")
