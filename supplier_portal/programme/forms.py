"""Forms of the programme: the year, a line, many lines, a move, a drop."""

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from supplier_portal.access.actor import Role
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.forms import row_number
from supplier_portal.audits.models import MODES, TYPES
from supplier_portal.programme.grid import MONTHS
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.programme.operations import AddLine, ChangeLine, SaveProgramme
from supplier_portal.programme.operations.programmes import TEXTS
from supplier_portal.web.door import reading
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech


class ProgrammeForm(PortalForm):
    year = IntegerField("Year", [InputRequired()])
    title = StringField("Title")
    objectives = TextAreaField("Objectives")
    scope = TextAreaField("Scope")
    criteria = TextAreaField("Criteria")

    def show(self, programme: Programme) -> "ProgrammeForm":
        """Fill the form with what stands."""
        for name in ("year", *TEXTS):
            self[name].data = getattr(programme, name)
        return self

    def command(self) -> SaveProgramme:
        return SaveProgramme(self.year.data, **{name: self[name].data or "" for name in TEXTS})


class KindFields(PortalForm):
    """What several forms of lines have."""

    type = SelectField("Type", validate_choice=False, default="periodic")
    mode = SelectField("Mode", validate_choice=False, default="on_site")
    lead_id = SelectField("Meant to lead", coerce=row_number, validate_choice=False)

    def offer(self) -> "KindFields":
        """Fill the choices with the reader's words, and with the lead auditors."""
        said = speech()
        self.type.choices = [(code, said.word(f"audit_type.{code}")) for code in TYPES]
        self.mode.choices = [(code, said.word(f"audit_mode.{code}")) for code in MODES]
        leads = people_with(reading(), Role.LEAD_AUDITOR)
        self.lead_id.choices = [("", "–"), *((person.id, person.name) for person in leads)]
        return self


class LineForm(KindFields):
    supplier_id = HiddenField()
    site_id = SelectField("Site", coerce=row_number, validate_choice=False)
    month = SelectField("Month", coerce=row_number, validate_choice=False)
    note = TextAreaField("Note")

    def offer_months(self) -> None:
        """Fill the months with the reader's words."""
        self.month.choices = [(month, speech().word(f"month.{month}")) for month in MONTHS]

    def command(self, programme_id: int) -> AddLine:
        return AddLine(
            programme_id=programme_id,
            site_id=self.site_id.data,
            month=self.month.data,
            type=self.type.data or "",
            mode=self.mode.data or "",
            lead_id=self.lead_id.data,
            note=self.note.data or "",
        )


class ManyForm(KindFields):
    """Kind and lead for all; which sites in which months stands in the rows of the page."""

    def commands(self, programme_id: int, months: dict[int, int | None]) -> list[AddLine]:
        kind = {"type": self.type.data or "", "mode": self.mode.data or ""}
        return [AddLine(programme_id, site, month, **kind, lead_id=self.lead_id.data) for site, month in months.items()]


class KindForm(KindFields):
    note = TextAreaField("Note")

    def show(self, line: ProgrammeLine) -> "KindForm":
        """Fill the form with what stands."""
        for name in ("type", "mode", "lead_id", "note"):
            self[name].data = getattr(line, name)
        return self

    def command(self, line_id: int) -> ChangeLine:
        texts = {name: self[name].data or "" for name in ("type", "mode", "note")}
        return ChangeLine(line_id, lead_id=self.lead_id.data, **texts)


class MoveForm(PortalForm):
    month = SelectField("Month", coerce=row_number, validate_choice=False)
    reason = StringField("Reason")

    def offer_months(self) -> None:
        """Fill the months with the reader's words."""
        self.month.choices = [(month, speech().word(f"month.{month}")) for month in MONTHS]


class DropForm(PortalForm):
    reason = StringField("Reason", id="drop_reason")  # beside the one for moving, on one page
