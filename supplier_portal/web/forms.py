"""The base of all forms: the reader's language, and domain errors put at their fields with everything typed kept."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DecimalField, Field
from wtforms.i18n import get_translations

from supplier_portal.domain.errors import Invalid
from supplier_portal.web.reader import language, speech


class PortalForm(FlaskForm):  # type: ignore[misc]
    """A form whose labels are English and translated when shown."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, _form: "PortalForm") -> Any:
            return get_translations([language()])

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            return super().render_field(field, render_kw)

    def take_faults(self, error: Invalid) -> None:
        """Put each fault at the field its place names, the rest above the form."""
        for fault in error.faults:
            message = speech().fault(fault)
            field = self._fields.get(fault.place)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]


class ExactField(DecimalField):
    """A decimal as people type it, never a float. `data` is a Decimal or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        try:
            self.data = Decimal(text.replace(",", "").replace("\u00a0", ""))
        except InvalidOperation as error:
            raise ValueError(speech().sentence("form.number", {"places": self.places})) from error
        if not self.data.is_finite() or abs(self.data) >= Decimal(10) ** 15:
            self.data = None
            raise ValueError(speech().sentence("form.number", {"places": self.places}))
