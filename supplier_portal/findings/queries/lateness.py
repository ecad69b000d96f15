"""The buyer's own lateness, by kind of act."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.domain.findings.lateness import BuyerAct, Lateness, acts_of, lateness_of
from supplier_portal.domain.workflow.finding import TURN_OF_BUYER
from supplier_portal.findings.models import Extension, Finding, FindingMove
from supplier_portal.findings.queries import local_day, visible
from supplier_portal.findings.queries.clocking import asked_of, by_finding, rules_by_policy
from supplier_portal.suppliers.models import Supplier

EITHER_SIDE = timedelta(days=2)
"""Days begin at other times where suppliers are: what is read reaches a little further than the days asked."""


def buyer_lateness(session: Session, actor: Actor, first: date, last: date) -> list[Lateness]:
    """Of the findings the actor may see: what the buyer did from the first to the last day, and what waits and is late.

    In six statements, whatever the number of findings.
    """
    begin = datetime.combine(first - EITHER_SIDE, time(), UTC)
    moved = select(FindingMove.finding_id).where(FindingMove.origin.in_(TURN_OF_BUYER), FindingMove.at >= begin)
    extended = select(Extension.finding_id).where(or_(Extension.decided_at.is_(None), Extension.decided_at >= begin))
    asked = [
        Finding.id.in_(visible(actor).with_only_columns(Finding.id)),
        Finding.severity != "none",
        or_(Finding.state.in_(TURN_OF_BUYER), Finding.id.in_(moved), Finding.id.in_(extended)),
    ]
    columns = select(Finding.id, Finding.state, Finding.clock_policy, Supplier.time_zone)
    rows = session.execute(columns.join(Supplier, Supplier.id == Finding.supplier_id).where(*asked)).all()
    rules = rules_by_policy(session, {row.clock_policy for row in rows})
    moves, extensions = by_finding(session, asked, FindingMove), by_finding(session, asked, Extension)
    buyer = buyer_calendar(session)
    acts: list[BuyerAct] = []
    for row in rows:
        told = [(move.target, local_day(move.at, row.time_zone)) for move in moves.get(row.id, ())]
        requests = [asked_of(one, row.time_zone) for one in extensions.get(row.id, ())]
        acts += acts_of(told, requests, rules[row.clock_policy].buyer, buyer, last)
    return lateness_of(acts, first, last)
