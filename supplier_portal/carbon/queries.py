"""Imported lists and their matches for those who may read them, and the carbon facts a rating is computed from."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.models import CdpScore, DataQuality, SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.sbti_list.companies import counted_in
from supplier_portal.suppliers.models import Supplier

SURE, CONFLICT = "sure", "conflict"
NOT_ASKED = NO_TARGET = "none"
CDP_MONTHS, VERIFIED_MONTHS = 24, 18
MOST_NAMED = 500
"""Suppliers named one by one in a statement; more are asked for by the span of their ids."""


@dataclass(frozen=True)
class CarbonFacts:
    """What scoring.md 2 takes. cdp: "A" … "F" or "none"; sbt: validated, committed or none; primary_share: 0 to 1."""

    cdp: str = NOT_ASKED
    sbt: str = NO_TARGET
    primary_share: Decimal = Decimal(0)
    verified: bool = False


def visible(actor: Actor) -> Select[SbtiSnapshot]:
    """All imported lists. Raises Missing for who may not read them."""
    reach_of(actor, Permission.CARBON_SNAPSHOT_READ)
    return select(SbtiSnapshot)


def visible_matches(actor: Actor) -> Select[SupplierTarget, Supplier, SbtiCompany]:
    """All matches, each with its supplier and the list's company. Raises Missing for who may not read them."""
    reach_of(actor, Permission.CARBON_SNAPSHOT_READ)
    return (
        select(SupplierTarget, Supplier, SbtiCompany)
        .join(Supplier, Supplier.id == SupplierTarget.supplier_id)
        .join(SbtiCompany, SbtiCompany.id == SupplierTarget.company_id)
    )


def count_of(session: Session, lists: Select[SbtiSnapshot]) -> int:
    """Count the imported lists of a query, whatever part of them is shown."""
    return session.scalar(select(func.count()).select_from(lists.subquery())) or 0


def snapshot_in_force(day: date) -> Select[int]:
    """Select the id of the list that counts on a day: the newest by date, of several of one date the last imported."""
    newest = select(SbtiSnapshot.id).where(SbtiSnapshot.as_of <= day)
    return newest.order_by(SbtiSnapshot.as_of.desc(), SbtiSnapshot.id.desc()).limit(1)


def snapshot_of_file(session: Session, digest: str) -> SbtiSnapshot | None:
    """Return the list imported from the file of this SHA-256."""
    return session.scalar(select(SbtiSnapshot).where(SbtiSnapshot.file_digest == digest))


def months_before(day: date, months: int) -> date:
    """Return the same day of the month so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def scoring_facts(session: Session, supplier_ids: Collection[int], day: date) -> dict[int, CarbonFacts]:
    """Return the facts of each supplier as they stood on a day, in three statements whatever the number of suppliers.

    A score counts for 24 months from its publication, a verification for 18 from the end of the verified period.
    """
    if not supplier_ids:
        return {}
    asked = set(supplier_ids)
    targets, scores, quality = _targets(session, asked, day), _cdp(session, asked, day), _quality(session, asked, day)
    nothing = (Decimal(0), False)
    return {
        supplier_id: CarbonFacts(
            scores.get(supplier_id, NOT_ASKED),
            targets.get(supplier_id, NO_TARGET),
            *quality.get(supplier_id, nothing),
        )
        for supplier_id in asked
    }


def _targets(session: Session, asked: set[int], day: date) -> dict[int, str]:
    """Prefer a match by LEI to one by ISIN."""
    found = (
        select(SupplierTarget.supplier_id, SupplierTarget.status, SupplierTarget.target_year)
        .where(SupplierTarget.snapshot_id == snapshot_in_force(day).scalar_subquery())
        .where(SupplierTarget.verdict == SURE, _among(SupplierTarget.supplier_id, asked))
        .order_by(SupplierTarget.matched_by, SupplierTarget.company_id.desc())
    )
    rows = session.execute(found).all()
    return {supplier_id: counted_in(day.year, status, year) for supplier_id, status, year in rows}


def _cdp(session: Session, asked: set[int], day: date) -> dict[int, str]:
    place = func.row_number().over(
        partition_by=CdpScore.supplier_id, order_by=(CdpScore.published_on.desc(), CdpScore.year.desc())
    )
    known = (
        select(CdpScore.supplier_id, CdpScore.score, place.label("place"))
        .where(CdpScore.published_on.between(months_before(day, CDP_MONTHS), day), _among(CdpScore.supplier_id, asked))
        .subquery()
    )
    rows = session.execute(select(known.c.supplier_id, known.c.score).where(known.c.place == 1)).all()
    return dict(rows)


def _quality(session: Session, asked: set[int], day: date) -> dict[int, tuple[Decimal, bool]]:
    place = func.row_number().over(partition_by=DataQuality.supplier_id, order_by=DataQuality.known_on.desc())
    known = (
        select(DataQuality.supplier_id, DataQuality.primary_share, DataQuality.verified_to, place.label("place"))
        .where(DataQuality.known_on <= day, _among(DataQuality.supplier_id, asked))
        .subquery()
    )
    rows = session.execute(
        select(known.c.supplier_id, known.c.primary_share, known.c.verified_to).where(known.c.place == 1)
    )
    since = months_before(day, VERIFIED_MONTHS)
    return {
        supplier_id: (share, verified_to is not None and verified_to >= since)
        for supplier_id, share, verified_to in rows
    }


def _among(column: InstrumentedAttribute[int], ids: set[int]) -> ColumnElement[bool]:
    """Name many suppliers by the span of their ids: a statement takes some ten thousand values at most."""
    return column.in_(ids) if len(ids) <= MOST_NAMED else column.between(min(ids), max(ids))
