"""Adding a site to a supplier."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible
from supplier_portal.trail.operations import record_event

LONGEST_NAME, SHARE_PLACES = 120, 4


@dataclass(frozen=True)
class AddSite:
    """spend_share: above 0, at most 1 with the supplier's other sites; None where unknown."""

    supplier_id: int
    name_en: str
    name_zh: str = ""
    spend_share: Decimal | None = None


def add_site(session: Session, actor: Actor, command: AddSite, moment: Moment) -> Site:
    """Write a new site. Raises Missing for an unknown supplier, Invalid with every fault at its field."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = session.scalar(visible(actor).where(Supplier.id == command.supplier_id).with_for_update())
    if supplier is None:
        raise Missing
    names = {"name_en": command.name_en.strip(), "name_zh": command.name_zh.strip()}
    faults = [*_name_faults(names, supplier.sites), *_share_faults(command.spend_share, supplier.sites)]
    if faults:
        raise Invalid(faults)
    site = Site(supplier_id=supplier.id, spend_share=command.spend_share, **names)
    supplier.sites.append(site)
    session.flush()
    record_event(session, actor, moment, "site_added", supplier=supplier.id, site=site.id)
    return site


def _name_faults(names: dict[str, str], sites: list[Site]) -> list[Fault]:
    """Ratings tell sites apart by their English name, so it stands once."""
    faults = []
    for place, name in names.items():
        if len(name) > LONGEST_NAME:
            facts = {"most": LONGEST_NAME, "length": len(name)}
            faults.append(Fault("form.too_long", place=place, facts=facts))
    if not names["name_en"]:
        faults.append(Fault("form.required", place="name_en"))
    elif names["name_en"] in {site.name_en for site in sites}:
        faults.append(Fault("suppliers.site_taken", place="name_en"))
    return faults


def _share_faults(share: Decimal | None, sites: list[Site]) -> list[Fault]:
    if share is None:
        return []
    if not (share.is_finite() and 0 < share <= 1 and share == round(share, SHARE_PLACES)):
        return [Fault("suppliers.share", place="spend_share", facts={"places": SHARE_PLACES})]
    if share + sum(site.spend_share or 0 for site in sites) > 1:
        return [Fault("suppliers.shares_above_one", place="spend_share")]
    return []
