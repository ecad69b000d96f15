"""The carbon facts a rating is computed from, as they stood on a day."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.carbon.models import CdpScore, DataQuality, SupplierTarget
from supplier_portal.carbon.queries.snapshots import applied_on, snapshot_in_force
from supplier_portal.carbon.sbti_list.companies import counted_in

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
    """Prefer what a person decided to a match by identifier: of several, the last one read stays."""
    found = (
        select(SupplierTarget.supplier_id, SupplierTarget.status, SupplierTarget.target_year)
        .where(SupplierTarget.snapshot_id == snapshot_in_force(day).scalar_subquery())
        .where(applied_on(day), _among(SupplierTarget.supplier_id, asked))
        .order_by(SupplierTarget.verdict.desc(), SupplierTarget.id)
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
