"""What stands open: by who holds the ball and how long ago it was notified, what is late, what is escalated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.desk.queries import reached
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import TURN_OF_BUYER
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.narrowing import band, buyer_is_late, is_escalated, is_late, is_open

HOLDERS = SUPPLIER, BUYER = ("supplier", "buyer")


@dataclass(frozen=True)
class Alike:
    """Open findings that are alike. late: who holds the ball is past its day."""

    holder: str
    band: str
    late: bool
    escalated: bool
    count: int


class Standing:
    """All open findings of the reader's."""

    def __init__(self, groups: Sequence[Alike]) -> None:
        self.groups = groups

    def count(self, holder: str = "", band: str = "") -> int:
        """How many, of one holder, of one age."""
        return self._count(lambda one: holder in ("", one.holder) and band in ("", one.band))

    def late(self, holder: str) -> int:
        return self._count(lambda one: one.late and one.holder == holder)

    @property
    def escalated(self) -> int:
        return self._count(lambda one: one.escalated)

    def _count(self, chosen: Callable[[Alike], bool]) -> int:
        return sum(one.count for one in self.groups if chosen(one))


def standing_findings(session: Session, actor: Actor, moment: Moment, zone: ZoneInfo) -> Standing:
    """Count them in one statement. zone: the buyer's, where days begin."""
    kinds = (
        case((Finding.state.in_(TURN_OF_BUYER), BUYER), else_=SUPPLIER),
        band(moment.day, zone),
        case((is_late(moment.at), 1), (buyer_is_late(moment.at), 1), else_=0),
        case((is_escalated(moment.at), 1), else_=0),
    )
    named = [kind.label(f"kind_{place}") for place, kind in enumerate(kinds)]
    each = reached(actor, Permission.DESK_PAGE_READ).where(is_open()).with_only_columns(*named).subquery()
    counted = each.select().with_only_columns(*each.c, func.count()).group_by(*each.c)
    rows: Sequence[Any] = session.execute(counted).all()
    return Standing([Alike(holder, age, bool(late), bool(up), count) for holder, age, late, up, count in rows])
