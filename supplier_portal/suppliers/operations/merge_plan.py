"""What merging a duplicate into another supplier would do, and what stands against it; nothing is written here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault
from supplier_portal.suppliers.merging import blocked_by, moves
from supplier_portal.suppliers.models import (
    ALIAS,
    IDENTIFIERS,
    NUMBER,
    Site,
    Supplier,
    SupplierContact,
    SupplierName,
    SupplierSpend,
)
from supplier_portal.suppliers.queries.details import contacts_of, further_names, years_of
from supplier_portal.suppliers.queries.family import ancestors_of

OF_ONE_COMPANY = ("lei", "uscc")
"""A company has one of these: two that differ are two companies'."""


@dataclass(frozen=True)
class MergePlan:
    """What goes over to the survivor, and what stays with the duplicate because the survivor has its like."""

    survivor: Supplier
    duplicate: Supplier
    faults: Sequence[Fault]
    sites: Sequence[Site]
    sites_kept: Sequence[Site]
    names: Sequence[SupplierName]
    new_names: Sequence[SupplierName]
    contacts: Sequence[SupplierContact]
    spend: Sequence[SupplierSpend]
    spend_kept: Sequence[SupplierSpend]
    subsidiaries: Sequence[Supplier]
    identifiers: Sequence[str]
    has_main_contact: bool
    others: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> dict[str, int]:
        """Rows that go over, by part (`merge_part.…`); parts of which there are none are left out."""
        own = {
            "sites": len(self.sites),
            "names": len(self.names) + len(self.new_names),
            "contacts": len(self.contacts),
            "spend": len(self.spend),
            "subsidiaries": len(self.subsidiaries),
            "identifiers": len(self.identifiers),
        }
        every = {f"merge_part.{part}": count for part, count in own.items()} | self.others
        return {part: count for part, count in every.items() if count}

    @property
    def people(self) -> bool:
        """Whether anybody's account goes over."""
        return bool(self.others["merge_part.accounts"])

    @property
    def rows(self) -> int:
        """How many rows go over."""
        return sum(self.counts.values())


def plan_merge(session: Session, survivor: Supplier, duplicate: Supplier) -> MergePlan:
    """Work out what a merge would do."""
    own_sites = {site.name_en for site in survivor.sites}
    own_years = {row.year for row in years_of(session, survivor)}
    spend = years_of(session, duplicate)
    names, new_names = _names(session, survivor, duplicate)
    below = select(Supplier).where(Supplier.parent_id == duplicate.id, Supplier.id != survivor.id)
    return MergePlan(
        survivor=survivor,
        duplicate=duplicate,
        faults=_faults(session, survivor, duplicate, spend),
        sites=[site for site in duplicate.sites if site.name_en not in own_sites],
        sites_kept=[site for site in duplicate.sites if site.name_en in own_sites],
        names=names,
        new_names=new_names,
        contacts=contacts_of(session, duplicate),
        spend=[row for row in spend if row.year not in own_years],
        spend_kept=[row for row in spend if row.year in own_years],
        subsidiaries=session.scalars(below.order_by(Supplier.id)).all(),
        identifiers=[name for name in IDENTIFIERS if getattr(duplicate, name) and not getattr(survivor, name)],
        has_main_contact=any(contact.main for contact in contacts_of(session, survivor)),
        others=Counter({move.part: move.count(session, duplicate.id, survivor.id) for move in moves()}),
    )


def _names(session: Session, survivor: Supplier, duplicate: Supplier) -> tuple[list[SupplierName], list[SupplierName]]:
    """Return the duplicate's further names that the survivor lacks, and new rows for its own names and number."""
    known = {survivor.name_en, survivor.name_zh, *(row.name for row in further_names(session, survivor))}
    moved = [row for row in further_names(session, duplicate) if row.name not in known]
    known |= {row.name for row in moved}
    told = [(ALIAS, "en", duplicate.name_en), (ALIAS, "zh", duplicate.name_zh), (NUMBER, "other", duplicate.number)]
    new = {
        name: SupplierName(supplier_id=survivor.id, kind=kind, language=language, name=name, source=duplicate.number)
        for kind, language, name in told
        if name and name not in known
    }
    return moved, list(new.values())


def _faults(session: Session, survivor: Supplier, duplicate: Supplier, spend: Sequence[SupplierSpend]) -> list[Fault]:
    faults = [
        Fault("suppliers.merge_two_companies", facts={"identifier": f"identifier.{name}"})
        for name in OF_ONE_COMPANY
        if getattr(survivor, name) and getattr(duplicate, name) and getattr(survivor, name) != getattr(duplicate, name)
    ]
    if spend and survivor.annual_spend and survivor.spend_year is None:
        faults.append(Fault("suppliers.merge_spend_without_year", facts={"number": survivor.number}))
    if survivor.parent_id != duplicate.id and duplicate.id in ancestors_of(session, survivor.id):
        faults.append(Fault("suppliers.merge_family", facts={"number": duplicate.number}))
    return faults + blocked_by(session, duplicate.id)
