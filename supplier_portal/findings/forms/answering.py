"""Forms by which a finding is answered: containment, evidence, actions done, stages met, messages."""

from collections.abc import Iterable, Sequence
from typing import Self

from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.domain.checklist.version import Milestone
from supplier_portal.domain.findings.milestones import code_of
from supplier_portal.findings.models import CorrectiveAction
from supplier_portal.findings.operations import MarkActionDone, ReportContainment
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import language, speech

_SHOWN = 60


class ContainmentForm(PortalForm):
    text = TextAreaField("What keeps it from going on", id="containment-text")
    done_on = DateField("Contained since", [Optional()], id="containment-day")

    def command(self, finding_id: int) -> ReportContainment:
        """The report as typed; a day that cannot be read counts as none."""
        return ReportContainment(finding_id, self.text.data or "", self.done_on.data)


class EvidenceForm(PortalForm):
    file = FileField("File")
    about_on = DateField("Day it is about", [Optional()])
    action = SelectField("What it shows", validate_choice=False)

    def show(self, actions: Sequence[CorrectiveAction]) -> Self:
        """Offer the actions of the present plan."""
        self.action.choices = [("", speech().gettext("the finding as a whole")), *_chosen(actions)]
        return self

    @property
    def action_id(self) -> int | None:
        """The action chosen; 0, which none has, for what is no action."""
        chosen = self.action.data or ""
        return (int(chosen) if chosen.isdecimal() else 0) if chosen else None


class DoneForm(PortalForm):
    action = SelectField("Action", validate_choice=False, id="done-action")
    done_on = DateField("Done on", [Optional()], id="done-on")

    def show(self, actions: Sequence[CorrectiveAction]) -> Self:
        """Offer the actions, those not yet done first."""
        self.action.choices = list(_chosen(sorted(actions, key=lambda one: (one.done_on is not None, one.position))))
        return self

    def command(self, finding_id: int) -> MarkActionDone:
        """A day that cannot be read counts as none."""
        chosen = self.action.data or ""
        return MarkActionDone(finding_id, int(chosen) if chosen.isdecimal() else 0, self.done_on.data)


class MilestoneForm(PortalForm):
    code = SelectField("Stage", validate_choice=False, id="milestone-code")
    met_on = DateField("Met on", [Optional()], id="milestone-day")
    file = FileField("File that shows it", id="milestone-file")

    def show(self, stages: Iterable[Milestone]) -> Self:
        """Offer the stages that are not met."""
        self.code.choices = [(code_of(stage), stage.shows.in_language(language())) for stage in stages]
        return self


class DecideMilestoneForm(PortalForm):
    code = HiddenField()
    reason = TextAreaField("Reason (the supplier reads it)")


class MessageForm(PortalForm):
    text = TextAreaField("Message", id="message-text")
    files = MultipleFileField("Files", id="message-files")


class NoteForm(PortalForm):
    note = TextAreaField("Note among ourselves", id="note-text")


def _chosen(actions: Iterable[CorrectiveAction]) -> Iterable[tuple[str, str]]:
    for action in actions:
        short = action.action if len(action.action) <= _SHOWN else f"{action.action[:_SHOWN]}…"
        yield str(action.id), f"{action.position} {short}"
