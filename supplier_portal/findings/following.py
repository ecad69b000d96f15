"""The worker's round for clocks: changed calendars and shutdowns, answers that are late, rows of a release before."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from supplier_portal.calendars.queries import buyer_country
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.operations.clocks import recompute_clocks
from supplier_portal.findings.operations.filling import fill_clocks
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.following import Happened, take_events

NAME = "clocks"
SHUTDOWNS = frozenset({"shutdown_decided", "shutdown_withdrawn"})
SOONEST_ANSWER = timedelta(days=1)
"""No answer is late before: a request younger than this moves no due day."""


def follow_calendars(session: Session, moment: Moment) -> list[int]:
    """Work out anew the days that hang on what happened. Returns the suppliers whose ratings may follow."""
    fill_clocks(session, moment)
    asked = [*_changed(session, take_events(session, NAME)), _unanswered(moment)]
    return recompute_clocks(session, [or_(*asked)], moment)


def _changed(session: Session, happened: Iterable[Happened]) -> Iterable[ColumnElement[bool]]:
    calendars, suppliers = set[str](), set[int]()
    for event in happened:
        if event.act == "calendar_changed":
            calendars.add(event.facts["calendar"])
        elif event.act in SHUTDOWNS:
            suppliers.add(event.facts["supplier"])
    if buyer_country(session) in calendars:
        yield Finding.id.is_not(None)
    elif calendars:
        yield Finding.supplier_id.in_(select(Supplier.id).where(Supplier.country.in_(calendars)))
    if suppliers:
        yield Finding.supplier_id.in_(suppliers)


def _unanswered(moment: Moment) -> ColumnElement[bool]:
    """Each day the buyer is late to answer moves the supplier's due days by one."""
    waiting = Extension.decision.is_(None), Extension.asked_at < moment.at - SOONEST_ANSWER
    return Finding.id.in_(select(Extension.finding_id).where(*waiting))
