"""GET /api/findings/<id>/clock: whose turn it is, and how long."""

from datetime import date, datetime
from typing import Any

from apiflask import APIBlueprint
from pydantic import BaseModel

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.findings.reading import Reading
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.clocking import timed
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal

blueprint = APIBlueprint("findings_api", __name__, url_prefix="/api")


class BuyerClock(BaseModel):
    """The buyer's days for what it holds now; null where no clock of its own runs. late_days: counted ones."""

    allowed: int | None
    used: int | None
    due_on: date | None
    late_days: int


class ClockAnswer(BaseModel):
    """turn: supplier, buyer or nobody; since: when the ball came there, in UTC.

    clock: what the supplier owes next: containment, plan or close; allowed, used, left, due_on: its counted days, as
    they stood where the ball is elsewhere; overdue: whether who holds the ball is behind its due day;
    stands_still_until: the last day of a standstill the supplier's clock is in.
    """

    turn: str
    since: datetime | None
    clock: str | None
    allowed: int | None
    used: int | None
    left: int | None
    due_on: date | None
    overdue: bool
    stands_still_until: date | None
    buyer: BuyerClock


@blueprint.get("/findings/<int:finding_id>/clock")
@guard(Permission.FINDINGS_FINDING_READ)
@blueprint.output(ClockAnswer)
@blueprint.doc(
    summary="Whose turn it is, and how long",
    description=(
        "Both sides' clocks of one finding. Days are counted where the supplier is: public holidays, agreed shutdowns "
        "and the time the buyer holds the finding do not count. A draft and a strength have no clock: null."
    ),
    tags=["findings"],
    responses=[200, 404],
)
def show_clock(finding_id: int) -> dict[str, Any]:
    """The clocks of a finding the reader may open."""
    finding = found(reading(), actor(), finding_id)
    (known,) = timed(reading(), [Finding.id == finding.id], portal().moment())
    clock = known.clock
    supplier, buyer = (clock.supplier, clock.buyer) if clock else (None, None)
    return {
        "turn": clock.turn if clock else "nobody",
        "since": finding.turn_since if clock else None,
        "clock": clock.owed if clock else None,
        **_days(supplier),
        "left": supplier.left if supplier else None,
        "overdue": clock.overdue if clock else False,
        "stands_still_until": clock.stands_still_until if clock else None,
        "buyer": {**_days(buyer), "late_days": buyer.late_days if buyer else 0},
    }


def _days(reading_of_side: Reading | None) -> dict[str, int | date | None]:
    if reading_of_side is None:
        return {"allowed": None, "used": None, "due_on": None}
    return {"allowed": reading_of_side.allowed, "used": reading_of_side.used, "due_on": reading_of_side.due_on}
