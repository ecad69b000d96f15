"""What a supplier discloses: its CDP scores year by year, and what the list of targets says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.carbon.models import CdpScore, SbtiCompany, SupplierTarget
from supplier_portal.carbon.queries.snapshots import applied_on, snapshot_in_force

SHOWN_YEARS = 5


@dataclass(frozen=True)
class Target:
    """listed_as: the company's name in the list; written: its status there; since: from when it counts."""

    listed_as: str
    written: str
    year: int | None
    since: date


@dataclass(frozen=True)
class Disclosure:
    """scores: the newest year first, as published by the day; target: None where the list has none that counts."""

    scores: Sequence[CdpScore]
    target: Target | None


def disclosure_of(session: Session, supplier_id: int, day: date) -> Disclosure:
    """Read what is known on a day, in two statements."""
    known = select(CdpScore).where(CdpScore.supplier_id == supplier_id, CdpScore.published_on <= day)
    scores = session.scalars(known.order_by(CdpScore.year.desc()).limit(SHOWN_YEARS)).all()
    return Disclosure(scores, _target(session, supplier_id, day))


def _target(session: Session, supplier_id: int, day: date) -> Target | None:
    """Find what the rating counts: a person's decision before a match by identifier, the last one read."""
    asked = (
        select(SbtiCompany.name, SbtiCompany.near_term_status, SupplierTarget.target_year, SupplierTarget.counts_from)
        .join(SbtiCompany, SbtiCompany.id == SupplierTarget.company_id)
        .where(SupplierTarget.snapshot_id == snapshot_in_force(day).scalar_subquery(), applied_on(day))
        .where(SupplierTarget.supplier_id == supplier_id)
        .order_by(SupplierTarget.verdict, SupplierTarget.id.desc())
        .limit(1)
    )
    row = session.execute(asked).first()
    return Target(*row) if row else None
