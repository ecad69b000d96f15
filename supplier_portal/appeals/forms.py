"""Forms by which an appeal is filed and decided on."""

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField, TextAreaField

from supplier_portal.appeals.operations import FileAppeal
from supplier_portal.domain.appeals import thing_of
from supplier_portal.web.forms import PortalForm


class AppealForm(PortalForm):
    about = SelectField("What is wrong", validate_choice=False)
    text = TextAreaField("What is not right, and what is")
    files = MultipleFileField("Files that show it")

    def command(self) -> FileAppeal:
        """What was typed; the files are taken in apart."""
        return FileAppeal(thing_of(self.about.data or ""), self.text.data or "")


class DecideForm(PortalForm):
    target = HiddenField()
    reason = TextAreaField("Reason (both sides read it)")
