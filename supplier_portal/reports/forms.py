"""Forms of the review, of comments on a draft and of an amendment."""

from collections.abc import Iterable, Mapping

from flask import request
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.audits.forms import row_number
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.findings.models import Finding
from supplier_portal.reports.comments import DECISIONS
from supplier_portal.reports.models import GROUNDS
from supplier_portal.reports.operations import AmendAudit, AnswerComment, WriteComment
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import language, speech

OF_FINDING, OF_LEVEL = "finding-", "level-"


class SendBackForm(PortalForm):
    reason = TextAreaField("Reason (the team reads it)")


class ChangeChecklistForm(PortalForm):
    version_id = HiddenField("Checklist version")


class IssueForm(PortalForm):
    """agreed: steps of which more than half is not applicable and the reviewer agrees that it is so."""

    agreed = SelectMultipleField(
        "Agreed", coerce=int, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )

    def offer_steps(self, steps: Iterable[int]) -> None:
        """Put in the steps there are to agree with."""
        self.agreed.choices = [
            (number, speech().gettext("Step %(number)s: I agree that so much is not applicable.", number=number))
            for number in sorted(steps)
        ]


class ReviewCommentForm(PortalForm):
    checkpoint = SelectField("Checkpoint", validate_choice=False)
    text = TextAreaField("Comment (the team reads it, the supplier does not)")

    def offer(self, checkpoints: Iterable[Checkpoint]) -> "ReviewCommentForm":
        """Put the checkpoints in, in the reader's language."""
        self.checkpoint.choices = [(one.code, f"{one.code} {one.title.in_language(language())}") for one in checkpoints]
        return self


class ReplyForm(PortalForm):
    reply = TextAreaField("Answer to the reviewer")


class CommentForm(PortalForm):
    """about: a checkpoint's code, a finding behind OF_FINDING, or nothing for the report as a whole."""

    about = SelectField("What it is about", validate_choice=False)
    text = TextAreaField("What is not right, and what is")
    file = FileField("File that shows it")

    def offer(self, checkpoints: Iterable[Checkpoint], findings: Iterable[Finding]) -> "CommentForm":
        """Put in what a comment may be about."""
        self.about.choices = [
            ("", speech().gettext("The report as a whole")),
            *((f"{OF_FINDING}{one.id}", f"{one.number} {one.checkpoint} {one.title}") for one in findings),
            *((one.code, f"{one.code} {one.title.in_language(language())}") for one in checkpoints),
        ]
        return self

    def command(self, audit_id: int) -> WriteComment:
        about, text = self.about.data or "", self.text.data or ""
        if about.startswith(OF_FINDING):
            return WriteComment(audit_id, text, finding_id=row_number(about.removeprefix(OF_FINDING)) or 0)
        return WriteComment(audit_id, text, checkpoint=about)


class AnswerCommentForm(PortalForm):
    decision = RadioField("Decision", validate_choice=False)
    reason = TextAreaField("Reason (the supplier reads it)")

    def offer(self) -> "AnswerCommentForm":
        """Put the decisions in, in the reader's language."""
        self.decision.choices = [(code, speech().word(f"comment_decision.{code}")) for code in DECISIONS]
        return self

    def command(self, audit_id: int, comment_id: int) -> AnswerComment:
        return AnswerComment(audit_id, comment_id, self.decision.data or "", self.reason.data or "")


class AmendForm(IssueForm):
    """The levels are fields of their own, named by OF_LEVEL and the checkpoint."""

    ground = RadioField("Ground", validate_choice=False)
    reason = TextAreaField("Reason (both sides read it)")

    def offer(self) -> "AmendForm":
        """Put the grounds in, in the reader's language."""
        self.ground.choices = [(code, speech().word(f"amendment_ground.{code}")) for code in GROUNDS]
        return self

    @property
    def levels(self) -> Mapping[str, str]:
        """By checkpoint the rating chosen."""
        return {
            name.removeprefix(OF_LEVEL): rating for name, rating in request.form.items() if name.startswith(OF_LEVEL)
        }

    def command(self, audit_id: int) -> AmendAudit:
        agreed = tuple(self.agreed.data or ())
        return AmendAudit(audit_id, self.ground.data or "", self.reason.data or "", self.levels, agreed)
