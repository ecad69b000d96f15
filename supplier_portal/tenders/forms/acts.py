"""Forms of what is done with a tender once it is set up."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from supplier_portal.tenders.forms.fields import FigureField, LocalMomentField
from supplier_portal.tenders.operations.bidding import REPLACING
from supplier_portal.tenders.operations.drafting import DELIVERY_TERMS, TAX_BASES
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech


class BidderForm(PortalForm):
    supplier_id = SelectField("Supplier", coerce=int)


class BidForm(PortalForm):
    """What a bidder handed in; a field per entered criterion is added by `bid_form`."""

    price = FigureField("Price", [InputRequired()])
    submitted_at = LocalMomentField("Handed in at", render_kw={"step": "1"})
    quantity = FigureField("Units ordered", [Optional()], places=3)
    pcf = FigureField("PCF, kg per unit", [Optional()], places=6)
    currency = StringField("Currency of the bid")
    tax_basis = SelectField("Prices are")
    delivery_term = SelectField("Delivery term")
    replacing = SelectField("Why is it entered again?", default="")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        words = speech().word
        self.delivery_term.choices = [(term, term) for term in DELIVERY_TERMS]
        self.tax_basis.choices = [(basis, words(f"tender_tax.{basis}")) for basis in TAX_BASES]
        self.replacing.choices = [("", "–"), *((why, words(f"tender_replacing.{why}")) for why in REPLACING)]


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
    """To whom the order goes; `award_form` takes away the shares that are not there."""

    code = SelectField("Award to")
    further_0 = SelectField("Second share to")
    further_1 = SelectField("Third share to")
    further_2 = SelectField("Fourth share to")
    reason = TextAreaField("Reason")

    @property
    def chosen(self) -> list[str]:
        """The codes chosen, in the order of the shares."""
        return [self[name].data or "" for name in SHARED if name in self]


SHARED = ("code", "further_0", "further_1", "further_2")


def award_form(choices: Sequence[tuple[str, str]], order: Sequence[str], bidders: int) -> AwardForm:
    """Make the form of an award to so many bidders. choices: code and name of the ranked; order: by rank of shares."""
    form = AwardForm(data=dict(zip(SHARED, order, strict=False)))
    for number, name in enumerate(SHARED):
        if number >= max(bidders, 1):
            del form[name]
        else:
            form[name].choices = [*choices]
    return form


class TieForm(PortalForm):
    code = RadioField("First place goes to", validate_choice=False)
    reason = TextAreaField("How it was decided")


class ReasonForm(PortalForm):
    reason = TextAreaField("Reason")


class QuestionForm(PortalForm):
    question = TextAreaField("What the bidder is asked")


class AnswerForm(PortalForm):
    answer = TextAreaField("What the bidder answered")


class CorrectionForm(PortalForm):
    """A bidder's own words on its figure, and a file where it has one."""

    text = TextAreaField("What is wrong with the figure?")
    file = FileField("A file that shows it")


class CorrectionAnswerForm(PortalForm):
    granted = RadioField("Answer", choices=[], validate_choice=False)
    answer = TextAreaField("What the bidder is told")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        words = speech().word
        self.granted.choices = [(code, words(f"tender_correction.{code}")) for code in ("granted", "declined")]
