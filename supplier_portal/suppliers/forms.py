"""Forms of suppliers and what stands beside them. What makes a profile right is the operations' to say."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import GRIDS, IDENTIFIERS, NAME_LANGUAGES
from supplier_portal.suppliers.operations import FIELDS, Profile
from supplier_portal.suppliers.operations.contacts import LANGUAGES
from supplier_portal.suppliers.operations.names import KINDS
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import language, speech

TEXTS = ("number", "name_en", "name_zh", "country", "category", *IDENTIFIERS, "time_zone")


def words_of(prefix: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of code and the reader's word, for choices."""
    return [(code, speech().word(f"{prefix}.{code}")) for code in codes]


class SupplierForm(PortalForm):
    seen = HiddenField()
    number = StringField("Number", [DataRequired(), Length(max=32)])
    name_en = StringField("Name in English", [DataRequired(), Length(max=200)])
    name_zh = StringField("Name in Chinese", [Length(max=200)])
    country = SelectField("Country", validate_choice=False)
    category = SelectField("Main category", validate_choice=False)
    further_categories = SelectMultipleField(
        "Further categories", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    strategic_core = BooleanField("Strategic core supplier")
    makes_goods = BooleanField("Makes goods", default=True)
    staff = IntegerField("Staff", [Optional()])
    scope_1_2 = ExactField("Scope 1 and 2, t CO2e a year", [Optional()], places=3)
    annual_spend = ExactField("Annual spend, CNY", [Optional()], places=2)
    spend_year = IntegerField("Year of this spend", [Optional()], description="Needed where spend is kept by year.")
    lei = StringField("LEI", [Length(max=40)], description="20 characters, the last two are check digits.")
    isin = StringField("ISIN", [Length(max=40)], description="12 characters, the last one is the check digit.")
    uscc = StringField(
        "USCC",
        [Length(max=40)],
        description="18 characters as on the business licence, the last one is a check character.",
    )
    duns = StringField(
        "D-U-N-S", [Length(max=40)], description="Nine digits, hyphens do not matter, the last one is the check digit."
    )
    time_zone = StringField("Time zone", [DataRequired(), Length(max=40)], default="Asia/Shanghai")

    def offer(self) -> "SupplierForm":
        """Fill the choices with the reader's words."""
        self.country.choices = [("", "–"), *country_names(language()).items()]
        self.category.choices = self.further_categories.choices = words_of("supplier_category", CATEGORIES)
        return self

    def profile(self) -> Profile:
        """Return what was typed; a field that was not sent counts as empty, an empty spend as none."""
        typed = {name: field.data for name, field in self._fields.items() if name in FIELDS}
        typed |= {name: typed[name] or "" for name in TEXTS}
        typed["further_categories"] = typed["further_categories"] or []
        return Profile(**{**typed, "annual_spend": typed["annual_spend"] or Decimal(0)})


class SiteForm(PortalForm):
    seen = HiddenField()
    name_en = StringField("Name in English", [DataRequired(), Length(max=120)])
    name_zh = StringField("Name in Chinese", [Length(max=120)])
    country = SelectField("Country", validate_choice=False)
    region = StringField("Province or region", [Length(max=80)])
    grid = SelectField("Power grid", validate_choice=False)
    spend_share = ExactField("Share of spend, 0 to 1", [Optional()], places=4)
    categories = SelectMultipleField(
        "Categories made here", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )

    def offer(self) -> "SiteForm":
        """Fill the choices with the reader's words."""
        self.country.choices = [("", speech().gettext("as the supplier")), *country_names(language()).items()]
        self.grid.choices = [("", "–"), *words_of("grid", GRIDS)]
        self.categories.choices = words_of("supplier_category", CATEGORIES)
        return self

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the commands take it."""
        return {
            "name_en": self.name_en.data or "",
            "name_zh": self.name_zh.data or "",
            "country": self.country.data or None,
            "region": self.region.data or "",
            "grid": self.grid.data or None,
            "spend_share": self.spend_share.data,
            "categories": self.categories.data or [],
        }


class NameForm(PortalForm):
    name = StringField("Name", [DataRequired(), Length(max=200)])
    kind = RadioField("Kind", validate_choice=False, default="alias")
    language = SelectField("Language", validate_choice=False, default="en")
    source = StringField("Where it is from", [Length(max=120)])

    def offer(self) -> "NameForm":
        """Fill the choices with the reader's words."""
        self.kind.choices = words_of("name_kind", KINDS)
        self.language.choices = words_of("name_language", NAME_LANGUAGES)
        return self


class ContactForm(PortalForm):
    seen = HiddenField()
    name = StringField("Name", [DataRequired(), Length(max=120)])
    role = StringField("Role there", [Length(max=120)])
    email = StringField("E-mail", [Length(max=254)])
    phone = StringField("Phone", [Length(max=40)])
    language = SelectField("Language", validate_choice=False, default="zh")
    main = BooleanField("Main contact", id="contact-main")  # a page has its own "main"

    def offer(self) -> "ContactForm":
        """Fill the choices with the reader's words."""
        self.language.choices = words_of("name_language", LANGUAGES)
        return self

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the command takes it."""
        texts = {name: getattr(self, name).data or "" for name in ("name", "role", "email", "phone", "language")}
        return {**texts, "main": bool(self.main.data)}


class SpendForm(PortalForm):
    year = IntegerField("Year", [InputRequired()])
    amount = ExactField("Spend, CNY", [InputRequired()], places=2)
    source = StringField("Where it is from", [Length(max=120)])


class ParentForm(PortalForm):
    parent_number = StringField(
        "Parent’s number", [Length(max=32)], description="Number of the supplier above this one; empty for none."
    )


class DuplicateForm(PortalForm):
    number = StringField("Number of the duplicate", [DataRequired(), Length(max=32)])
    rows = IntegerField("Rows", [Optional()])
