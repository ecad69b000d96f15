"""Imported lists and what they say of the suppliers, for those who may read them."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.models import SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.suppliers.models import Supplier

SURE, CONFLICT, DECIDED = "sure", "conflict", "decided"
APPLIED = (SURE, DECIDED)
"""Verdicts that count in a rating."""


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
        .where(Supplier.merged_into_id.is_(None))
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


def holds_on(day: date) -> ColumnElement[bool]:
    """Whether a match stands on a day: it counts from its first day and no more on the day it ends."""
    until = SupplierTarget.counts_until
    return and_(SupplierTarget.counts_from <= day, or_(until.is_(None), until > day))


def applied_on(day: date) -> ColumnElement[bool]:
    """Whether a match counts in a rating of a day."""
    return and_(SupplierTarget.verdict.in_(APPLIED), holds_on(day))


def snapshots_from(session: Session, day: date) -> list[SbtiSnapshot]:
    """Return the list in force on a day and those that count from a later day, which the day's changes concern."""
    in_force = SbtiSnapshot.id == snapshot_in_force(day).scalar_subquery()
    return list(session.scalars(select(SbtiSnapshot).where(or_(in_force, SbtiSnapshot.as_of > day))))
