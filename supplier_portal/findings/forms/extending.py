"""Forms by which more days are asked for, and answered."""

from typing import Self

from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.findings.operations.extending import GRANTED, AskExtension, DecideExtension
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech

FEWER = "fewer"


class AskExtensionForm(PortalForm):
    clock = SelectField("More days for", id="extension-clock", validate_choice=False)
    days = IntegerField("Days", [Optional()], id="extension-days")
    reason = TextAreaField("Why more days are needed", id="extension-reason")

    def show(self, clocks: list[str]) -> Self:
        """Offer the clocks for which days may be asked now."""
        self.clock.choices = [(code, speech().word(f"finding_clock.{code}")) for code in clocks]
        return self

    def command(self, finding_id: int) -> AskExtension:
        """The request as typed; days that cannot be read count as none."""
        return AskExtension(finding_id, self.clock.data or "", self.days.data, self.reason.data or "")


class AnswerExtensionForm(PortalForm):
    """One reason for three buttons; the number of days belongs to the one that grants fewer."""

    answer = TextAreaField("Reason (the supplier reads it)", id="extension-answer")
    days = IntegerField("Days granted", [Optional()], id="extension-fewer")

    def command(self, finding_id: int, extension_id: int, pressed: str, asked: int) -> DecideExtension:
        """pressed: granted, fewer or refused; asked: days that were asked for."""
        days = self.days.data if pressed == FEWER else asked
        decision = GRANTED if pressed == FEWER else pressed
        return DecideExtension(finding_id, extension_id, decision, days, self.answer.data or "")
