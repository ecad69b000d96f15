"""What a declaration tells, line by line, in the reader's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.declarations.facts import FIGURES, Told, ToldContact, told_from
from supplier_portal.declarations.models import Declaration
from supplier_portal.language.speech import Speech
from supplier_portal.suppliers.models import Supplier, SupplierContact
from supplier_portal.suppliers.operations.checking import TONNES_PLACES
from supplier_portal.suppliers.queries.details import contacts_of

NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One thing that is told. site: empty where it is of the company; known: what stands in the portal now."""

    thing: str
    site: str
    known: str
    told: str


def lines_of(session: Session, declaration: Declaration, supplier: Supplier, speech: Speech) -> list[Line]:
    """What is told beside what stands there now; of sites that are gone nothing is left to tell."""
    told = told_from(declaration.told)
    contacts = contacts_of(session, supplier) if told.contact else []
    return [*_figures(told, supplier, speech), *_contact(told, contacts, speech), *_sites(told, supplier, speech)]


def things_of(declaration: Declaration, speech: Speech) -> str:
    """What is told of, without the figures."""
    told = told_from(declaration.told)
    sites = told.sites.values()
    things = {name: getattr(told, name) is not None for name in (*FIGURES, "contact")}
    things["site_categories"] = any(site.categories for site in sites)
    things["site_grid"] = any(site.grid for site in sites)
    return speech.comma.join(_thing(name, speech) for name, said in things.items() if said)


def _figures(told: Told, supplier: Supplier, speech: Speech) -> Iterator[Line]:
    for name, places in (("staff", 0), ("scope_1_2", TONNES_PLACES)):
        if getattr(told, name) is not None:
            figures = [_number(getattr(one, name), speech, places) for one in (supplier, told)]
            yield Line(_thing(name, speech), "", *figures)
    if told.uscc is not None:
        yield Line(_thing("uscc", speech), "", supplier.uscc or NOTHING, told.uscc)


def _contact(told: Told, contacts: Sequence[SupplierContact], speech: Speech) -> Iterator[Line]:
    if told.contact is not None:
        known = told.contact.known(contacts)
        yield Line(_thing("contact", speech), "", _person(known, speech), _person(told.contact, speech))


def _person(one: ToldContact | SupplierContact | None, speech: Speech) -> str:
    if one is None:
        return NOTHING
    said = [one.name, one.role, one.email, one.phone, speech.word(f"name_language.{one.language}")]
    return " · ".join(filter(None, said))


def _sites(told: Told, supplier: Supplier, speech: Speech) -> Iterator[Line]:
    for site in supplier.sites:
        if site.id not in told.sites:
            continue
        named, said = site.name(speech.language), told.sites[site.id]
        if said.categories:
            both = [_words("supplier_category", codes, speech) for codes in (site.categories, said.categories)]
            yield Line(_thing("site_categories", speech), named, *both)
        if said.grid:
            both = [_words("grid", [one] if one else [], speech) for one in (site.grid, said.grid)]
            yield Line(_thing("site_grid", speech), named, *both)


def _thing(name: str, speech: Speech) -> str:
    return speech.word(f"profile_figure.{name}")


def _number(figure: int | Decimal | None, speech: Speech, places: int) -> str:
    return NOTHING if figure is None else speech.number(Decimal(figure), places)


def _words(prefix: str, codes: Sequence[str], speech: Speech) -> str:
    return speech.comma.join(speech.word(f"{prefix}.{code}") for code in codes) or NOTHING
