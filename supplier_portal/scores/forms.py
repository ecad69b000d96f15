"""Forms of scores: naming a view, granting a waiver."""

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.scores.operations import GrantWaiver, SaveView
from supplier_portal.scores.table_state import TableState
from supplier_portal.web.forms import PortalForm


class ViewForm(PortalForm):
    """The name of a view, and whether the table opens with it."""

    name = StringField("Name of the view")
    leading = BooleanField("Open the scorecards with this view")

    def command(self, state: TableState) -> SaveView:
        """Give what is to be saved."""
        return SaveView(self.name.data or "", state, leading=bool(self.leading.data))


class WaiverForm(PortalForm):
    """Which gate, why and until when; the choices are the gates that act."""

    gate = SelectField("Gate", validate_choice=False)
    reason = TextAreaField("Reason", description="The buyer’s people read it; the supplier reads the day alone.")
    until = DateField("Until, this day included", [Optional()])

    def command(self, supplier_id: int) -> GrantWaiver:
        """Give what is to be granted; a date that cannot be read is none."""
        return GrantWaiver(supplier_id, self.gate.data or "", self.reason.data or "", self.until.data)
