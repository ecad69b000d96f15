"""Forms of the door."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length

from supplier_portal.web.forms import PortalForm


class SignInForm(PortalForm):
    email = EmailField("E-mail", [DataRequired(), Length(max=254)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password", [DataRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class InviteForm(PortalForm):
    email = EmailField("E-mail", [DataRequired(), Email(), Length(max=254)])
    role = SelectField("Role")
    supplier_id = SelectField("Company", coerce=lambda value: int(value) if value else None)


def _number(value: str | int | None) -> int | None:
    return int(value) if value else None


class PersonForm(PortalForm):
    name = StringField("Name", render_kw={"autocomplete": "off"})
    role = SelectField("Role")
    superior_id = SelectField("Superior", coerce=_number)


class RemoveForm(PortalForm):
    successor_id = SelectField("Who takes over", coerce=_number)


class OfferForm(PortalForm):
    to_id = SelectField("New owner", coerce=_number)


class AnswerForm(PortalForm):
    answer = HiddenField()


class AcceptForm(PortalForm):
    name = StringField("Your name", [DataRequired(), Length(max=120)], render_kw={"autocomplete": "name"})
    password = PasswordField("Password", [DataRequired(), Length(max=200)], render_kw={"autocomplete": "new-password"})


class PasswordForm(PortalForm):
    password = PasswordField(
        "Present password", [DataRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    new_password = PasswordField(
        "New password", [DataRequired(), Length(max=200)], render_kw={"autocomplete": "new-password"}
    )
