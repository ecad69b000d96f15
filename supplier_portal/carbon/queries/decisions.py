"""What people decided of suppliers and companies of the list."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.carbon.matching import country_code
from supplier_portal.carbon.models import SbtiCompany, SbtiDecision
from supplier_portal.domain.company_names import name_key
from supplier_portal.suppliers.models import Supplier

ACCEPTED, REJECTED = "accepted", "rejected"
MOST_NAMED = 500
"""Suppliers named one by one in a statement; the decisions of more are read whole: there are few of them."""


@dataclass(frozen=True)
class Decided:
    """One decision that stands, and how its company is known."""

    supplier_id: int
    verdict: str
    sbti_id: str
    company_key: str
    decided_on: date

    def is_of(self, sbti_id: str, company_key: str) -> bool:
        """Whether a company is the one decided of: by the list's id, else by name and country."""
        if self.sbti_id and sbti_id:
            return self.sbti_id == sbti_id
        return self.company_key == company_key


def company_key(name: str, country: str) -> str:
    """Return what a company is known by in lists without ids: SHA-256 of its normalised name and its country."""
    return hashlib.sha256(f"{name_key(name)}|{country_code(country) or country}".encode()).hexdigest()


def stands_on(day: date) -> ColumnElement[bool]:
    """Whether a decision stands on a day."""
    return and_(SbtiDecision.decided_on <= day, or_(SbtiDecision.undone_on.is_(None), SbtiDecision.undone_on > day))


def visible_decisions(actor: Actor) -> Select[SbtiDecision, Supplier, SbtiCompany, Account]:
    """Select all decisions with supplier, company and who decided. Raises Missing for who may not read lists."""
    reach_of(actor, Permission.CARBON_SNAPSHOT_READ)
    return (
        select(SbtiDecision, Supplier, SbtiCompany, Account)
        .join(Supplier, Supplier.id == SbtiDecision.supplier_id)
        .join(SbtiCompany, SbtiCompany.id == SbtiDecision.company_id)
        .join(Account, Account.id == SbtiDecision.decided_by)
    )


def standing_decisions(session: Session, supplier_ids: Collection[int]) -> Mapping[int, Sequence[Decided]]:
    """Return the decisions not undone, by supplier; those of a duplicate are its survivor's, behind its own."""
    of_supplier = func.coalesce(Supplier.merged_into_id, Supplier.id)
    decision = SbtiDecision
    found = (
        select(of_supplier, decision.verdict, decision.sbti_id, decision.company_key, decision.decided_on)
        .join(Supplier, Supplier.id == decision.supplier_id)
        .where(decision.undone_on.is_(None))
        .order_by(Supplier.merged_into_id.is_not(None), decision.id)
    )
    if len(supplier_ids) <= MOST_NAMED:
        found = found.where(of_supplier.in_(supplier_ids))
    decided: dict[int, list[Decided]] = defaultdict(list)
    for row in session.execute(found):
        decided[row[0]].append(Decided(*row))
    return decided
