"""Forms of suppliers and sites. What makes a profile right is the operations' to say."""

from decimal import Decimal

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.operations import FIELDS, Profile
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import language, speech

TEXTS = ("number", "name_en", "name_zh", "country", "category", "lei", "isin", "time_zone")


class SupplierForm(PortalForm):
    seen = HiddenField()
    number = StringField("Number", [DataRequired(), Length(max=32)])
    name_en = StringField("Name in English", [DataRequired(), Length(max=200)])
    name_zh = StringField("Name in Chinese", [Length(max=200)])
    country = SelectField("Country", validate_choice=False)
    category = SelectField("Category", validate_choice=False)
    strategic_core = BooleanField("Strategic core supplier")
    makes_goods = BooleanField("Makes goods", default=True)
    staff = IntegerField("Staff", [Optional()])
    scope_1_2 = ExactField("Scope 1 and 2, t CO2e a year", [Optional()], places=3)
    annual_spend = ExactField("Annual spend, CNY", [Optional()], places=2)
    lei = StringField("LEI", [Length(max=40)], description="20 characters, the last two are check digits.")
    isin = StringField("ISIN", [Length(max=40)], description="12 characters, the last one is the check digit.")
    time_zone = StringField("Time zone", [DataRequired(), Length(max=40)], default="Asia/Shanghai")

    def offer(self) -> "SupplierForm":
        """Fill the choices with the reader's words."""
        self.country.choices = [("", "–"), *country_names(language()).items()]
        self.category.choices = [(code, speech().word(f"supplier_category.{code}")) for code in CATEGORIES]
        return self

    def profile(self) -> Profile:
        """Return what was typed; a field that was not sent counts as empty, an empty spend as none."""
        typed = {name: field.data for name, field in self._fields.items() if name in FIELDS}
        typed |= {name: typed[name] or "" for name in TEXTS}
        return Profile(**{**typed, "annual_spend": typed["annual_spend"] or Decimal(0)})


class SiteForm(PortalForm):
    name_en = StringField("Name in English", [DataRequired(), Length(max=120)])
    name_zh = StringField("Name in Chinese", [Length(max=120)])
    spend_share = ExactField("Share of spend, 0 to 1", [Optional()], places=4)
