"""Forms of teams, days, qualifications and conflicts of interest."""

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from supplier_portal.audits.forms import row_number
from supplier_portal.audits.models import AuditorQualification
from supplier_portal.audits.team.changing import ChangeTeam, RescheduleAudit
from supplier_portal.audits.team.conflicts import DeclareConflict
from supplier_portal.audits.team.qualifications import SaveQualification
from supplier_portal.web.forms import PortalForm


class TeamForm(PortalForm):
    lead_id = SelectField("Lead auditor", coerce=row_number, validate_choice=False)
    auditor_ids = SelectMultipleField("Other auditors", coerce=row_number, validate_choice=False)
    reason = TextAreaField("Reason")

    def command(self, audit_id: int) -> ChangeTeam:
        others = tuple(number for number in self.auditor_ids.data or () if number is not None)
        return ChangeTeam(audit_id, self.lead_id.data, others, self.reason.data or "")


class DatesForm(PortalForm):
    starts_on = DateField("First day", [InputRequired()])
    ends_on = DateField("Last day", [InputRequired()])
    reason = TextAreaField("Reason")

    def command(self, audit_id: int) -> RescheduleAudit:
        return RescheduleAudit(audit_id, self.starts_on.data, self.ends_on.data, self.reason.data or "")


class QualificationForm(PortalForm):
    account_id = SelectField("Auditor", coerce=row_number, validate_choice=False)
    code = SelectField("Qualification", validate_choice=False)
    detail = StringField("Number, issuer or scope")
    valid_from = DateField("Valid from", [InputRequired()])
    valid_until = DateField("Valid until", [InputRequired()])

    def show(self, row: AuditorQualification) -> "QualificationForm":
        """Fill the form with what stands."""
        for name in ("account_id", "code", "detail", "valid_from", "valid_until"):
            self[name].data = getattr(row, name)
        return self

    def command(self, qualification_id: int | None) -> SaveQualification:
        return SaveQualification(
            account_id=self.account_id.data,
            code=self.code.data or "",
            detail=self.detail.data or "",
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            qualification_id=qualification_id,
        )


class ConflictForm(PortalForm):
    account_id = SelectField("Auditor", coerce=row_number, validate_choice=False)
    supplier = StringField("Supplier", description="Its number, or its name in full.")
    reason = TextAreaField("Reason", description="What ties the person to the supplier. Read by planners alone.")
    holds_from = DateField("Holds from", [InputRequired()])
    holds_until = DateField("Holds until", [Optional()])

    def command(self) -> DeclareConflict:
        return DeclareConflict(
            account_id=self.account_id.data,
            supplier=self.supplier.data or "",
            reason=self.reason.data or "",
            holds_from=self.holds_from.data,
            holds_until=self.holds_until.data,
        )


class EndForm(PortalForm):
    holds_until = DateField("Last day it holds", [InputRequired()])
