"""The form of an agenda item."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.accounts.models import Account
from supplier_portal.audits.forms import row_number
from supplier_portal.visits.operations import SaveAgendaItem
from supplier_portal.visits.queries.agendas import ShownItem
from supplier_portal.web.forms import PortalForm

TEXTS = ("what_en", "what_zh", "place", "wanted_en", "wanted_zh")


class AgendaItemForm(PortalForm):
    day = DateField("Day", [InputRequired()])
    starts_at = TimeField("From", [InputRequired()])
    ends_at = TimeField("To", [InputRequired()])
    what_zh = StringField("What, in Chinese")
    what_en = StringField("What, in English")
    place = StringField("Where")
    auditor_ids = SelectMultipleField(
        "Auditors", coerce=row_number, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    wanted_zh = StringField("Who of the supplier is wanted, in Chinese")
    wanted_en = StringField("Who of the supplier is wanted, in English")

    def offer(self, team: Iterable[Account]) -> "AgendaItemForm":
        self.auditor_ids.choices = [(member.id, member.name) for member in team]
        return self

    def show(self, shown: ShownItem) -> None:
        """Fill the form with what stands."""
        for name in ("day", "starts_at", "ends_at", *TEXTS):
            self[name].data = getattr(shown.item, name)
        self.auditor_ids.data = list(shown.auditors)

    def command(self, audit_id: int, item_id: int | None = None) -> SaveAgendaItem:
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        chosen = tuple(number for number in self.auditor_ids.data or () if number is not None)
        times: dict[str, Any] = {name: self[name].data for name in ("day", "starts_at", "ends_at")}
        return SaveAgendaItem(audit_id=audit_id, item_id=item_id, auditor_ids=chosen, **times, **texts)
