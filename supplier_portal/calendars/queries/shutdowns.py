"""Shutdowns as pages show them: those that wait first, with what stands still anyway on their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.accounts.models import Account
from supplier_portal.calendars.models import AGREED, REFUSED, WITHDRAWN, Shutdown
from supplier_portal.calendars.queries import country_calendars, visible
from supplier_portal.domain.calendars import Span
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.shutdowns import days_in
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers

WAITING = "waiting"
STATES = (WAITING, AGREED, REFUSED, WITHDRAWN)
MOST_ID = 2**31 - 1


@dataclass(frozen=True)
class ListedShutdown:
    """holidays: days of it that are public holidays anyway. declared_by, decided_by: names."""

    shutdown: Shutdown
    supplier: Supplier
    declared_by: str
    decided_by: str
    holidays: int

    @property
    def state(self) -> str:
        return self.shutdown.decision or WAITING

    @property
    def days(self) -> int:
        return len(Span(self.shutdown.first_on, self.shutdown.last_on))

    def days_in(self, year: int) -> int:
        """How many of its days lie in a year."""
        return days_in(Span(self.shutdown.first_on, self.shutdown.last_on), year)

    def may_be_withdrawn(self, supplier_day: date) -> bool:
        """Whether it stands and has not begun."""
        return self.state in {WAITING, AGREED} and self.shutdown.first_on > supplier_day


def list_shutdowns(
    session: Session, actor: Actor, state: str = "", first: int = 0, most: int = 50
) -> list[ListedShutdown]:
    """Give those that wait first, by the day they begin, then the others, the latest first; three statements."""
    waits = Shutdown.decision.is_(None)
    order = (waits.desc(), case((waits, Shutdown.first_on)), Shutdown.first_on.desc(), Shutdown.id.desc())
    return _listed(session, _joined(visible(actor)).where(*_of_state(state)).order_by(*order).offset(first).limit(most))


def count_shutdowns(session: Session, actor: Actor) -> dict[str, int]:
    """How many there are in each state, in one statement."""
    counted = visible(actor).with_only_columns(Shutdown.decision, func.count()).group_by(Shutdown.decision)
    found = {decision or WAITING: number for decision, number in session.execute(counted)}
    return {state: found.get(state, 0) for state in STATES}


def found_shutdown(session: Session, actor: Actor, shutdown_id: int) -> ListedShutdown:
    """Give one of them. Raises Missing where it is not there for this actor."""
    listed = _listed(session, _joined(visible(actor)).where(Shutdown.id == min(shutdown_id, MOST_ID)))
    if not listed:
        raise Missing
    return listed[0]


def others_of(session: Session, actor: Actor, one: ListedShutdown) -> list[ListedShutdown]:
    """Give the supplier's other shutdowns that stand in the same years."""
    first, last = one.shutdown.first_on.year, one.shutdown.last_on.year
    same = (
        Shutdown.supplier_id == one.supplier.id,
        Shutdown.id != one.shutdown.id,
        Shutdown.first_on <= date(last, 12, 31),
        Shutdown.last_on >= date(first, 1, 1),
    )
    stands = Shutdown.decision.is_(None) | (Shutdown.decision == AGREED)
    return _listed(session, _joined(visible(actor)).where(*same, stands).order_by(Shutdown.first_on))


def supplier_day(supplier: Supplier, moment: Moment) -> date:
    """The day it is where the supplier is."""
    return moment.at.astimezone(ZoneInfo(supplier.time_zone)).date()


def own_day(session: Session, actor: Actor, moment: Moment) -> date:
    """The day it is where the actor's own company is. Raises Missing for anybody else."""
    supplier = session.scalar(visible_suppliers(actor).where(Supplier.id == actor.supplier_id))
    if supplier is None:
        raise Missing
    return supplier_day(supplier, moment)


def _of_state(state: str) -> Sequence[ColumnElement[bool]]:
    if state not in STATES:
        return ()
    return (Shutdown.decision.is_(None),) if state == WAITING else (Shutdown.decision == state,)


def _joined(shutdowns: Select[Shutdown]) -> Select[Shutdown]:
    return shutdowns.join(Supplier, Supplier.id == Shutdown.supplier_id)


def _listed(session: Session, asked: Select[Shutdown]) -> list[ListedShutdown]:
    rows = session.execute(asked.add_columns(Supplier)).all()
    names = _names(session, {one for row, _ in rows for one in (row.declared_by, row.decided_by) if one is not None})
    calendars = country_calendars(session, {supplier.country for _, supplier in rows})
    return [
        ListedShutdown(
            row,
            supplier,
            names.get(row.declared_by, ""),
            names.get(row.decided_by or 0, ""),
            sum(map(calendars[supplier.country].stands_still, Span(row.first_on, row.last_on))),
        )
        for row, supplier in rows
    ]


def _names(session: Session, accounts: set[int]) -> dict[int, str]:
    named = session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts)))
    return dict(named.all())
