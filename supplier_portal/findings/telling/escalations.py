"""What goes above people's heads: told once for each reason, to the superiors of who is in charge and the planners."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from supplier_portal.domain.findings.escalation import escalations_of
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.kinds import ESCALATED
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.clocking import Timed, shipped_rules, timed
from supplier_portal.findings.telling.facts import facts_of, path_of
from supplier_portal.findings.telling.hearers import Hearers, hearers_of
from supplier_portal.notices.operations import GiveNotices, give_all
from supplier_portal.suppliers.models import Supplier

BACK = timedelta(days=7)
"""A calendar that changed may move the day of an escalation back; what was told by then is not told again."""
LONGEST_STANDSTILL = timedelta(days=31)


def tell_escalations(session: Session, asked: Sequence[ColumnElement[bool]], moment: Moment) -> int:
    """Tell what holds of the findings that match by the end of the supplier's day. Returns of how many."""
    held = {one.row.id: reasons for one in timed(session, asked, moment) if (reasons := list(_reasons(one)))}
    if not held:
        return 0
    rows = session.execute(
        select(Finding, Supplier)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(Finding.id.in_(held))
        .order_by(Finding.id)
    ).all()
    hearers = hearers_of(session, [finding for finding, _ in rows])
    give_all(
        session,
        [_command(finding, supplier, hearers, *reason) for finding, supplier in rows for reason in held[finding.id]],
        moment,
    )
    return len(held)


def escalating(session: Session, zone: str, first: date, last: date) -> Sequence[int]:
    """Findings of suppliers in a time zone that may have come to be escalated from the first to the last day.

    Those that were escalated before for another reason are looked at again where they may be late for long by now.
    """
    late = timedelta(days=shipped_rules().escalation.late_days + 1)
    late_too = Finding.turn_due_on.between(first - late - LONGEST_STANDSTILL, last - late)
    rows: Sequence[Any] = session.execute(
        select(Finding.id, Finding.escalates_on, Finding.turn_due_on)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(Finding.state.in_(COUNTS_AS_OPEN), Supplier.time_zone == zone, Finding.escalates_on <= last)
        .where(or_(Finding.escalates_on >= first - BACK, late_too))
        .order_by(Finding.id)
    ).all()
    return [
        number for number, escalates_on, due_on in rows if escalates_on >= first - BACK or escalates_on < due_on + late
    ]


def _reasons(one: Timed) -> Iterator[tuple[str, date, date]]:
    """Each reason that holds, the day since which it does, and the day the clocks began."""
    if one.clock is None:
        return
    for reason, since in escalations_of(one.course.run, one.clock, one.rules, one.clock.today):
        yield reason, since, one.course.run[0][1]


def _command(
    finding: Finding, supplier: Supplier, hearers: Hearers, reason: str, since: date, begun: date
) -> GiveNotices:
    facts = facts_of(finding, supplier) | {"reason": {"word": f"escalation.{reason}"}, "since": since}
    return GiveNotices(
        ESCALATED,
        path_of(finding.id),
        f"finding-escalated:{finding.id}:{reason}:{begun.isoformat()}",
        facts,
        [*hearers.above_owners(finding), *hearers.planners],
        buyer_webhooks=True,
        supplier_id=finding.supplier_id,
    )
