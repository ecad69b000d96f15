"""What a declaration tells, apart from what was known already, and as the document it is kept as."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from supplier_portal.suppliers.models import Site, Supplier, SupplierContact

FIGURES = ("staff", "scope_1_2", "uscc")


@dataclass(frozen=True)
class ToldContact:
    """A person to write to: a new one, or one that is known by the e-mail. language: zh or en."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    language: str = "zh"

    @property
    def given(self) -> bool:
        return bool(self.name or self.role or self.email or self.phone)

    def known(self, contacts: Iterable[SupplierContact]) -> SupplierContact | None:
        """The contact of this e-mail, if there is one."""
        return next((one for one in contacts if one.email.casefold() == self.email.casefold()), None)

    def differs(self, known: SupplierContact | None) -> bool:
        return known is None or any(getattr(known, name) != value for name, value in asdict(self).items())


@dataclass(frozen=True)
class ToldSite:
    """grid: one of GRIDS, None where it is not told; categories: codes of what is made there, none where not told."""

    grid: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """staff: people; scope_1_2: t CO2e a year; None, or no site by its number, is not told and changes nothing."""

    staff: int | None = None
    scope_1_2: Decimal | None = None
    uscc: str | None = None
    contact: ToldContact | None = None
    sites: Mapping[int, ToldSite] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.contact or self.sites) or any(getattr(self, name) is not None for name in FIGURES)

    def beyond(self, supplier: Supplier, contacts: Iterable[SupplierContact]) -> "Told":
        """What of it differs from what is known. contacts: those there are."""
        figures = {name: _differing(getattr(self, name), getattr(supplier, name)) for name in FIGURES}
        sites = {site.id: _of_site(self.sites.get(site.id, ToldSite()), site) for site in supplier.sites}
        contact = self.contact
        return Told(
            **figures,
            contact=contact if contact is not None and contact.differs(contact.known(contacts)) else None,
            sites={number: told for number, told in sites.items() if told != ToldSite()},
        )

    def document(self) -> dict[str, object]:
        """As it is kept: what is not told is left out."""
        kept: dict[str, object] = {name: getattr(self, name) for name in FIGURES if getattr(self, name) is not None}
        if self.scope_1_2 is not None:
            kept["scope_1_2"] = str(self.scope_1_2)
        if self.contact is not None:
            kept["contact"] = asdict(self.contact)
        if self.sites:
            kept["sites"] = {str(number): asdict(told) for number, told in self.sites.items()}
        return kept


def told_from(document: Mapping[str, Any]) -> Told:
    """What a kept document tells."""
    scope, contact = document.get("scope_1_2"), document.get("contact")
    return Told(
        staff=document.get("staff"),
        scope_1_2=None if scope is None else Decimal(scope),
        uscc=document.get("uscc"),
        contact=None if contact is None else ToldContact(**contact),
        sites={
            int(number): ToldSite(told["grid"], tuple(told["categories"]))
            for number, told in document.get("sites", {}).items()
        },
    )


def _differing(told: Any, known: Any) -> Any:
    return None if told == known else told


def _of_site(told: ToldSite, site: Site) -> ToldSite:
    return ToldSite(
        _differing(told.grid, site.grid), () if sorted(told.categories) == sorted(site.categories) else told.categories
    )
