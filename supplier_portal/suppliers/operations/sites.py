"""Adding and changing sites of a supplier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import GRIDS, Site
from supplier_portal.suppliers.operations.checking import length_faults
from supplier_portal.suppliers.operations.profile import one_line
from supplier_portal.suppliers.operations.rows import check_seen, own_row
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LONGEST_NAME, LONGEST_REGION, SHARE_PLACES = 120, 80, 4


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """spend_share: above 0, at most 1 with the supplier's other sites; None where unknown.

    region: province or the like; grid: one of GRIDS or None; country: None as the supplier's.
    """

    name_en: str
    name_zh: str = ""
    spend_share: Decimal | None = None
    categories: list[str] = field(default_factory=list)
    region: str = ""
    grid: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class AddSite:
    """A new site; its fields are those of SiteFacts."""

    supplier_id: int
    name_en: str
    name_zh: str = ""
    spend_share: Decimal | None = None
    categories: list[str] = field(default_factory=list)
    region: str = ""
    grid: str | None = None
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeSite(SiteFacts):
    """seen: `row_digest` of the site that the change was made on; None changes whatever stands there."""

    supplier_id: int
    site_id: int
    seen: str | None = None


SITE_FIELDS = tuple(SiteFacts.__dataclass_fields__)


def add_site(session: Session, actor: Actor, command: AddSite, moment: Moment) -> Site:
    """Write a new site. Raises Missing for an unknown supplier, Invalid with every fault at its field."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    facts = tidy_site(SiteFacts(**{name: getattr(command, name) for name in SITE_FIELDS}))
    if faults := site_faults(facts, supplier.sites):
        raise Invalid(faults)
    site = Site(supplier_id=supplier.id, **{name: getattr(facts, name) for name in SITE_FIELDS})
    supplier.sites.append(site)
    session.flush()
    record_event(session, actor, moment, "site_added", supplier=supplier.id, site=site.id)
    return site


def change_site(session: Session, actor: Actor, command: ChangeSite, moment: Moment) -> Site:
    """Write what differs. Raises Missing, or Invalid with every fault; also where it was changed since it was seen."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    site = own_row(session, Site, supplier, command.site_id)
    check_seen(site, command.seen)
    facts = tidy_site(command)
    if faults := site_faults(facts, [other for other in supplier.sites if other.id != site.id]):
        raise Invalid(faults)
    changed = [name for name in SITE_FIELDS if getattr(site, name) != getattr(facts, name)]
    for name in changed:
        setattr(site, name, getattr(facts, name))
    if changed:
        session.flush()
        record_event(session, actor, moment, "site_changed", supplier=supplier.id, site=site.id, fields=changed)
    return site


def tidy_site(facts: SiteFacts) -> SiteFacts:
    """Trim texts, write the country as it is registered and the categories in order."""
    return SiteFacts(
        name_en=one_line(facts.name_en),
        name_zh=one_line(facts.name_zh),
        spend_share=facts.spend_share,
        categories=sorted(set(facts.categories)),
        region=one_line(facts.region),
        grid=facts.grid or None,
        country=(facts.country or "").strip().upper() or None,
    )


def site_faults(facts: SiteFacts, others: Sequence[Site | SiteFacts]) -> list[Fault]:
    """Name everything wrong with tidy facts beside the supplier's other sites."""
    return [*_name_faults(facts, others), *place_faults(facts), *share_faults(facts.spend_share, others)]


def _name_faults(facts: SiteFacts, others: Iterable[Site | SiteFacts]) -> list[Fault]:
    """Ratings tell sites apart by their English name, so it stands once."""
    faults = [
        *length_faults(facts.name_en, LONGEST_NAME, "name_en"),
        *length_faults(facts.name_zh, LONGEST_NAME, "name_zh"),
    ]
    if not facts.name_en:
        faults.append(Fault("form.required", place="name_en"))
    elif facts.name_en in {site.name_en for site in others}:
        faults.append(Fault("suppliers.site_taken", place="name_en"))
    return faults


def place_faults(facts: SiteFacts) -> list[Fault]:
    """Name everything wrong with where a site is, and with what is made there."""
    faults = length_faults(facts.region, LONGEST_REGION, "region")
    if facts.grid is not None and facts.grid not in GRIDS:
        faults.append(Fault("form.unknown_choice", place="grid"))
    if facts.country is not None and facts.country not in country_names("en"):
        faults.append(Fault("suppliers.country_unknown", place="country"))
    if not set(facts.categories) <= set(CATEGORIES):
        faults.append(Fault("form.unknown_choice", place="categories"))
    return faults


def share_faults(share: Decimal | None, others: Iterable[Site | SiteFacts]) -> list[Fault]:
    """Name a share that is none, or that makes more than a whole with the other sites'."""
    if share is None:
        return []
    if not (share.is_finite() and 0 < share <= 1 and share == round(share, SHARE_PLACES)):
        return [Fault("suppliers.share", place="spend_share", facts={"places": SHARE_PLACES})]
    if share + sum(site.spend_share or 0 for site in others) > 1:
        return [Fault("suppliers.shares_above_one", place="spend_share")]
    return []
