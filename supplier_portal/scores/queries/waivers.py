"""Waivers of a supplier's gates: those that count, and those that are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.scores.models import Waiver


@dataclass(frozen=True)
class KnownWaiver:
    """A waiver with the name of who granted it. counts: whether its gate is out of action on the day asked."""

    waiver: Waiver
    granted_by: str
    counts: bool


def find_waiver(session: Session, supplier_id: int, waiver_id: int) -> Waiver | None:
    """Find a waiver of that supplier, under an exclusive lock of its row."""
    asked = select(Waiver).where(Waiver.id == waiver_id, Waiver.supplier_id == supplier_id)
    return session.scalar(asked.with_for_update())


def holds_on(waiver: Waiver, day: date) -> bool:
    """Tell in Python what `waiver_counts` says in SQL."""
    return waiver.until >= day and (waiver.ended_on is None or waiver.ended_on > day)


def waivers_of(session: Session, supplier_id: int, day: date) -> Sequence[KnownWaiver]:
    """List a supplier's waivers, the newest first."""
    asked = select(Waiver, Account.name).join(Account, Account.id == Waiver.granted_by)
    rows = session.execute(asked.where(Waiver.supplier_id == supplier_id).order_by(Waiver.id.desc()))
    return [KnownWaiver(waiver, name, holds_on(waiver, day)) for waiver, name in rows]
