"""What a newer list says that an older one did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.models import SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.queries.decisions import company_key
from supplier_portal.carbon.queries.snapshots import applied_on
from supplier_portal.carbon.sbti_list.companies import status_of

ADDED, GONE, STATUS, YEAR = KINDS = ("added", "gone", "status", "year")


@dataclass(frozen=True)
class Said:
    """What one list says of a company. status: as the rating counts it; written: as in the list."""

    name: str
    country: str
    written: str
    target_year: int | None

    @property
    def status(self) -> str:
        return status_of(self.written)


@dataclass(frozen=True)
class Difference:
    """kind: added, gone, status or year; before, after: None where the list has no such company; suppliers: ours."""

    kind: str
    before: Said | None
    after: Said | None
    suppliers: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        said = self.after or self.before
        return said.name if said else ""


def differences(
    session: Session, actor: Actor, older: SbtiSnapshot, newer: SbtiSnapshot, day: date
) -> list[Difference]:
    """Compare two lists in a fixed number of statements: companies of suppliers of ours first, then by kind and name.

    A company is known by the list's id, in lists without ids by name and country. A supplier is ours where the company
    counts for it on the day, by either list. Raises Missing for who may not read lists.
    """
    reach_of(actor, Permission.CARBON_SNAPSHOT_READ)
    by_id = _has_ids(session, older) and _has_ids(session, newer)
    before, after = _said(session, older, by_id=by_id), _said(session, newer, by_id=by_id)
    ours = _ours(session, [older.id, newer.id], day)
    found = []
    for key in before.keys() | after.keys():
        old_id, old = before.get(key, (0, None))
        new_id, new = after.get(key, (0, None))
        if kind := _kind(old, new):
            suppliers = sorted({*ours.get(old_id, ()), *ours.get(new_id, ())})
            found.append(Difference(kind, old, new, tuple(suppliers)))
    return sorted(found, key=lambda one: (not one.suppliers, KINDS.index(one.kind), one.name.casefold()))


def _kind(old: Said | None, new: Said | None) -> str | None:
    if old is None or new is None:
        return ADDED if old is None else GONE
    if old.status != new.status:
        return STATUS
    return YEAR if old.target_year != new.target_year else None


def _has_ids(session: Session, snapshot: SbtiSnapshot) -> bool:
    without = select(SbtiCompany.id).where(SbtiCompany.snapshot_id == snapshot.id, SbtiCompany.sbti_id == "")
    return session.scalar(without.limit(1)) is None


def _said(session: Session, snapshot: SbtiSnapshot, *, by_id: bool) -> dict[str, tuple[int, Said]]:
    company = SbtiCompany
    columns = (
        company.id,
        company.sbti_id,
        company.name,
        company.country,
        company.near_term_status,
        company.target_year,
    )
    rows = session.execute(select(*columns).where(company.snapshot_id == snapshot.id).order_by(company.id))
    said: dict[str, tuple[int, Said]] = {}
    for number, sbti_id, name, country, written, year in rows:
        key = sbti_id if by_id else company_key(name, country)
        said.setdefault(key, (number, Said(name, country, written, year)))
    return said


def _ours(session: Session, snapshot_ids: Sequence[int], day: date) -> dict[int, list[int]]:
    of_lists = select(SupplierTarget.company_id, SupplierTarget.supplier_id).where(
        SupplierTarget.snapshot_id.in_(snapshot_ids), applied_on(day)
    )
    ours: dict[int, list[int]] = {}
    for company_id, supplier_id in session.execute(of_lists):
        ours.setdefault(company_id, []).append(supplier_id)
    return ours
