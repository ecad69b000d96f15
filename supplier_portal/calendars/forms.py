"""Forms about shutdowns. Which days may be asked for is the operations' to say."""

from typing import Any

from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired

from supplier_portal.calendars.operations import DeclareShutdown
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.web.forms import PortalForm


class ShutdownForm(PortalForm):
    first_on = DateField("First day", [InputRequired()])
    last_on = DateField("Last day", [InputRequired()])
    reason = TextAreaField("Reason", description="The buyer reads it, and agrees or refuses.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether both days can be read; where one cannot, a missing reason is named in the same run."""
        readable: bool = super().validate(extra_validators)
        if not readable and not (self.reason.data or "").strip():
            self.take_faults(Invalid([Fault("form.required", "reason")]))
        return readable

    def command(self) -> DeclareShutdown:
        """What is declared. Raises TypeError before validation."""
        first, last = self.first_on.data, self.last_on.data
        if first is None or last is None:
            raise TypeError("a form is validated first")
        return DeclareShutdown(first, last, self.reason.data or "")


class DecisionForm(PortalForm):
    answer = TextAreaField("Answer to the supplier", description="Needed where you refuse.")
