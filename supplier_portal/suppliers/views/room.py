"""What all pages of suppliers share: the blueprint, the supplier of an address, and its page."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.domain.errors import Missing
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.flags import flags_of
from supplier_portal.suppliers.forms import NameForm, ParentForm, SiteForm, SpendForm
from supplier_portal.suppliers.identifiers import shown_identifiers
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible, visible_with_merged
from supplier_portal.suppliers.queries.details import contacts_of, further_names, years_of
from supplier_portal.suppliers.queries.family import merged_into, parents_of, subsidiaries_of
from supplier_portal.web.door import actor, reading
from supplier_portal.web.reader import language

blueprint = Blueprint("suppliers", __name__, url_prefix="/suppliers")
ONE = "/<int:supplier_id>"


@dataclass(frozen=True)
class PageForms:
    """The forms on a supplier's page; None stands for a fresh one."""

    site: SiteForm | None = None
    name: NameForm | None = None
    spend: SpendForm | None = None
    parent: ParentForm | None = None

    def fresh(self, parent_number: str) -> "PageForms":
        """The same with a fresh form for each that is missing."""
        return replace(
            self,
            site=self.site or SiteForm(formdata=None).offer(),
            name=self.name or NameForm(prefix="name-", formdata=None).offer(),
            spend=self.spend or SpendForm(prefix="spend-", formdata=None),
            parent=self.parent or ParentForm(prefix="family-", formdata=None, parent_number=parent_number),
        )


def found(supplier_id: int) -> Supplier:
    """Return the supplier of an address. Raises Missing; a merged one can no longer be changed either."""
    supplier = reading().scalar(visible(actor()).where(Supplier.id == supplier_id))
    if supplier is None:
        raise Missing
    return supplier


def found_with_merged(supplier_id: int) -> Supplier:
    """Return the supplier of an address, a merged one too. Raises Missing."""
    supplier = reading().scalar(visible_with_merged(actor()).where(Supplier.id == supplier_id))
    if supplier is None:
        raise Missing
    return supplier


def writes() -> bool:
    return decide(actor(), Permission.SUPPLIERS_SUPPLIER_WRITE).allowed


def merges() -> bool:
    return decide(actor(), Permission.SUPPLIERS_SUPPLIER_MERGE).allowed


def supplier_page(supplier: Supplier, forms: PageForms | None = None) -> str:
    """Render the page of a supplier; of its own people it keeps what the buyer spends and thinks of it."""
    session, buyer = reading(), actor().supplier_id is None
    parents = parents_of(session, actor(), supplier)
    parent_number = parents[-1].number if parents else ""
    return render_template(
        "suppliers/supplier.html",
        supplier=supplier,
        buyer=buyer,
        countries=country_names(language()),
        identifiers=shown_identifiers(supplier),
        names=further_names(session, supplier),
        contacts=contacts_of(session, supplier),
        years=years_of(session, supplier) if buyer else [],
        flags=flags_of(supplier) if buyer else [],
        parents=parents,
        subsidiaries=subsidiaries_of(session, actor(), supplier),
        merged=merged_into(session, supplier) if buyer else [],
        forms=(forms or PageForms()).fresh(parent_number),
        writes=writes(),
        merges=merges(),
    )


def done(supplier_id: int, sentence: str) -> ResponseReturnValue:
    """Say what was done and go to the supplier's page. `sentence` is in the reader's language."""
    flash(sentence, "success")
    return redirect(url_for("suppliers.show_supplier", supplier_id=supplier_id))
