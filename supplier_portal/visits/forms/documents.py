"""Forms of documents: asking for them, sending them, saying what they are worth."""

from collections.abc import Mapping

from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.visits.models import INSUFFICIENT, READ, DocumentRequest
from supplier_portal.visits.operations import AskDocument, ProposeDocuments
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import language, speech

TEXTS = ("title_en", "title_zh", "why")
BETWEEN = "#"


class DocumentForm(PortalForm):
    title_zh = StringField("Document, in Chinese")
    title_en = StringField("Document, in English")
    why = TextAreaField("Why it is asked for")
    checkpoints = SelectMultipleField(
        "Checkpoints", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    due_on = DateField("Wanted by", [InputRequired()])

    def offer(self, checkpoints: Mapping[str, Checkpoint]) -> "DocumentForm":
        said = language()
        self.checkpoints.choices = [
            (code, f"{code} {one.title.in_language(said)}") for code, one in checkpoints.items()
        ]
        return self

    def show(self, request: DocumentRequest) -> None:
        """Fill the form with what stands."""
        for name in (*TEXTS, "checkpoints", "due_on"):
            self[name].data = getattr(request, name)

    def command(self, audit_id: int, request_id: int | None = None) -> AskDocument:
        texts = {name: self[name].data or "" for name in TEXTS}
        chosen = tuple(self.checkpoints.data or ())
        return AskDocument(audit_id, checkpoints=chosen, due_on=self.due_on.data, request_id=request_id, **texts)


class ChoiceForm(PortalForm):
    """What to ask for, of the evidence the checklist names: values are `S1.1#0`."""

    chosen = SelectMultipleField("Documents", validate_choice=False)

    def command(self, audit_id: int) -> ProposeDocuments:
        pairs = [text.partition(BETWEEN) for text in self.chosen.data or ()]
        kept = tuple((code, int(place)) for code, _, place in pairs if place.isdecimal() and len(place) < len("1000"))
        return ProposeDocuments(audit_id, kept or (("", 0),))


class FileForm(PortalForm):
    file = FileField("File")


class ReasonForm(PortalForm):
    reason = TextAreaField("Why it is not available")


class VerdictForm(PortalForm):
    verdict = RadioField("The document is", validate_choice=False)
    note = TextAreaField("Note (the supplier reads it)")

    def offer(self) -> "VerdictForm":
        """Put the words of the reader's language in."""
        said = speech()
        self.verdict.choices = [(code, said.word(f"document_state.{code}")) for code in (READ, INSUFFICIENT)]
        return self


class TakeOverForm(PortalForm):
    checkpoint = SelectField("Checkpoint", validate_choice=False)
    about_on = DateField("Day it is about", [InputRequired()])
    caption = StringField("What it shows")

    def offer(self, checkpoints: Mapping[str, Checkpoint], first: list[str]) -> "TakeOverForm":
        """Offer all checkpoints; `first`: codes the document was asked for, which stand at the head."""
        said, codes = language(), [*first, *(code for code in checkpoints if code not in first)]
        self.checkpoint.choices = [
            (code, f"{code} {checkpoints[code].title.in_language(said)}") for code in codes if code in checkpoints
        ]
        return self
