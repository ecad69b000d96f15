"""Forms of the review."""

from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.web.forms import PortalForm


class SendBackForm(PortalForm):
    reason = TextAreaField("Reason (the team reads it)")


class ChangeChecklistForm(PortalForm):
    version_id = HiddenField("Checklist version")


class IssueForm(PortalForm):
    """agreed: steps of which more than half is not applicable and the reviewer agrees that it is so."""

    agreed = SelectMultipleField(
        "Agreed", coerce=int, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
