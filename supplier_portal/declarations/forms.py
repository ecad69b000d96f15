"""Forms by which a supplier declares its data, and a planner answers."""

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.declarations.facts import Told, ToldContact, ToldSite
from supplier_portal.declarations.operations import Declare
from supplier_portal.domain.errors import Invalid
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.forms import words_of
from supplier_portal.suppliers.models import GRIDS, Site, Supplier
from supplier_portal.suppliers.operations.contacts import LANGUAGES, LONGEST
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import language, speech


class SiteForm(Form):
    """What one site makes, and which grid feeds it."""

    grid = SelectField("Power grid", validate_choice=False)
    categories = SelectMultipleField(
        "Categories made here", validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )


class DeclarationForm(PortalForm):
    """Filled with what is known; `site_forms` holds a pair for each site."""

    staff = IntegerField("Staff", [Optional()], description="People employed, at the end of the last year.")
    scope_1_2 = ExactField("Scope 1 and 2, t CO2e a year", [Optional()], places=3)
    uscc = StringField(
        "Unified social credit code",
        [Length(max=40)],
        description="18 characters as on the business licence, the last one is a check character.",
    )
    name = StringField("Name", [Length(max=120)])
    role = StringField("Role there", [Length(max=120)])
    email = StringField("E-mail", [Length(max=254)])
    phone = StringField("Phone", [Length(max=40)])
    language = SelectField("Language", validate_choice=False)
    note = TextAreaField("Where the figures are from", description="The buyer reads it before deciding.")

    def __init__(self, supplier: Supplier, *, sent: bool) -> None:
        typed = request.form if sent else None
        known = {"staff": supplier.staff, "scope_1_2": supplier.scope_1_2, "uscc": supplier.uscc}
        super().__init__(formdata=typed, data={**known, "language": language()})
        self.language.choices = words_of("name_language", LANGUAGES)
        self.site_forms = [(site, _site_form(site, typed)) for site in supplier.sites]

    def command(self) -> Declare:
        """What was typed; a field left empty tells nothing."""
        contact = ToldContact(**{name: self[name].data or "" for name in (*LONGEST, "language")})
        sites = {
            site.id: ToldSite(form.grid.data or None, tuple(form.categories.data or ()))
            for site, form in self.site_forms
        }
        told = Told(
            staff=self.staff.data,
            scope_1_2=self.scope_1_2.data,
            uscc=self.uscc.data or None,
            contact=contact,
            sites=sites,
        )
        return Declare(told, self.note.data or "")

    def take_faults(self, error: Invalid) -> None:
        """Put a fault of a site at its own field too, and name the site above the form."""
        for fault in error.faults:
            at = [(site, form) for site, form in self.site_forms if fault.place.startswith(_prefix(site))]
            if not at:
                super().take_faults(Invalid([fault]))
            for site, form in at:
                field, said = form[fault.place.removeprefix(_prefix(site))], speech().fault(fault)
                field.errors = [*field.errors, said]
                self.form_errors.append(f"{site.name(language())}: {said}")


def _prefix(site: Site) -> str:
    return f"site-{site.id}-"


def _site_form(site: Site, typed: MultiDict[str, str] | None) -> SiteForm:
    form = SiteForm(typed, prefix=_prefix(site), data={"grid": site.grid or "", "categories": site.categories})
    form.grid.choices = [("", "–"), *words_of("grid", GRIDS)]
    form.categories.choices = words_of("supplier_category", CATEGORIES)
    return form


class AnswerForm(PortalForm):
    answer = TextAreaField("Answer to the supplier", description="Needed where you decline.")
