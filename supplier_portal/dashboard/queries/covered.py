"""Which suppliers stand behind the figures of CDP and of targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.carbon.models import CdpScore
from supplier_portal.dashboard.queries import KEPT, Scope
from supplier_portal.dashboard.queries.targets import LEADERSHIP, LOWER, MANAGEMENT, is_published, targets_on
from supplier_portal.suppliers.models import Supplier

PUBLISHED = "published"
LEVELS = {"leadership": LEADERSHIP, "management": MANAGEMENT, "lower": LOWER}
STATUSES = ("validated", "committed")


@dataclass(frozen=True)
class Wanted:
    """cdp: "published" or a level of LEVELS; target: one of STATUSES; empty ones ask for all that have either."""

    cdp: str = ""
    target: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Wanted":
        """Read an address; what is not understood there is left empty."""
        cdp, target = str(given.get("cdp", "")), str(given.get("target", ""))
        return cls(cdp if cdp in {PUBLISHED, *LEVELS} else "", target if target in STATUSES else "")


@dataclass(frozen=True)
class Covered:
    """score: published for the year asked; status, target_year: what the list says. None: nothing is known."""

    supplier: Supplier
    score: str | None
    status: str | None
    target_year: int | None


@dataclass(frozen=True)
class Counted:
    """suppliers, spend: of those asked for; whole: yearly spend of all suppliers of the scope, CNY."""

    suppliers: int
    spend: Decimal
    whole: Decimal


def covered_suppliers(
    session: Session, scope: Scope, year: int | None, wanted: Wanted, first: int, most: int
) -> list[Covered]:
    """The suppliers counted on the dashboard, those of whom most is bought first, in one statement.

    year: of the CDP scores, None before any was published.
    """
    order = (Supplier.annual_spend.desc(), Supplier.id)
    rows = session.execute(_asked(scope, year, wanted).order_by(*order).offset(first).limit(most))
    return [Covered(*row) for row in rows]


def count_covered(session: Session, scope: Scope, year: int | None, wanted: Wanted) -> Counted:
    """Count them, however many are shown, in one statement."""
    asked = _asked(scope, year, wanted).with_only_columns(Supplier.id, Supplier.annual_spend).subquery()
    whole = select(func.sum(Supplier.annual_spend)).where(*scope.suppliers()).scalar_subquery()
    count, spend, everything = session.execute(select(func.count(), func.sum(asked.c.annual_spend), whole)).one()
    return Counted(count, spend or Decimal(0), everything or Decimal(0))


@lru_cache(maxsize=KEPT)
def _asked(scope: Scope, year: int | None, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    target = targets_on(scope.end).subquery()
    of_year = and_(CdpScore.supplier_id == Supplier.id, CdpScore.year == (year or 0), *is_published(scope))
    asked: Select[*tuple[Any, ...]] = (
        select(Supplier, CdpScore.score, target.c.status, target.c.target_year)
        .outerjoin(CdpScore, of_year)
        .outerjoin(target, and_(target.c.supplier_id == Supplier.id, target.c.first == 1))
        .where(*scope.suppliers(), or_(CdpScore.score.is_not(None), target.c.status.in_(STATUSES)))
    )
    if wanted.cdp:
        among = LEVELS.get(wanted.cdp)
        asked = asked.where(CdpScore.score.in_(among) if among else CdpScore.score.is_not(None))
    return asked.where(target.c.status == wanted.target) if wanted.target else asked
