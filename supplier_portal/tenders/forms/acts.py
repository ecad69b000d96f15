"""Forms of what is done with a tender once it is set up."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from supplier_portal.tenders.forms.fields import FigureField, LocalMomentField
from supplier_portal.web.forms import PortalForm


class BidderForm(PortalForm):
    supplier_id = SelectField("Supplier", coerce=int)


class BidForm(PortalForm):
    """What a bidder handed in; a field per entered criterion is added by `bid_form`."""

    price = FigureField("Price", [InputRequired()])
    submitted_at = LocalMomentField("Handed in at", render_kw={"step": "1"})
    quantity = FigureField("Units ordered", [Optional()], places=3)
    pcf = FigureField("PCF, kg per unit", [Optional()], places=6)


def bid_form(labels: Mapping[str, str], *, carbon: bool, shown: Mapping[str, Any]) -> BidForm:
    """Make the form of a tender's bids. labels: by code of the entered criteria."""
    fields = {
        f"score_{number}": FigureField(label.replace("%", "%%"), [Optional()])
        for number, label in enumerate(labels.values())
    }
    form = type("BidForm", (BidForm,), fields)(data=dict(shown))
    if not carbon:
        del form.quantity, form.pcf
    made: BidForm = form
    return made


class OpeningForm(PortalForm):
    sha256 = StringField(
        "SHA-256 of the file", [InputRequired()], render_kw={"autocomplete": "off", "spellcheck": "false"}
    )


class AwardForm(PortalForm):
    code = SelectField("Award to")
    reason = TextAreaField("Reason")
    seconded_by = SelectField("Second person", coerce=lambda value: int(value) if value else None)


class CancelForm(PortalForm):
    reason = TextAreaField("Reason")
