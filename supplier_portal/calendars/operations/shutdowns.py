"""A supplier declares a shutdown ahead of time, the buyer agrees or refuses, the supplier may withdraw it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.calendars.models import AGREED, REFUSED, WITHDRAWN, Shutdown
from supplier_portal.calendars.queries import visible
from supplier_portal.calendars.queries.shutdowns import supplier_day
from supplier_portal.domain.answering import readable
from supplier_portal.domain.calendars import Span
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.shutdowns import MOST_A_YEAR, Standing, exceeded, shutdown_faults
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LONGEST_TEXT = 1000


@dataclass(frozen=True)
class DeclareShutdown:
    """first_on, last_on: both among the days; reason: why the plants stand."""

    first_on: date
    last_on: date
    reason: str


@dataclass(frozen=True)
class DecideShutdown:
    """decision: agreed or refused; answer: what the supplier reads, needed where it is refused."""

    shutdown_id: int
    decision: str
    answer: str = ""


def declare_shutdown(session: Session, actor: Actor, command: DeclareShutdown, moment: Moment) -> Shutdown:
    """Ask the buyer to let clocks stand still on these days, counted from the supplier's own day.

    Raises Missing for anybody but a supplier, Invalid with every fault at its field.
    """
    reach_of(actor, Permission.CALENDARS_SHUTDOWN_DECLARE)
    if actor.supplier_id is None:
        raise Missing
    supplier = locked_supplier(session, actor, actor.supplier_id)
    asked = Span(command.first_on, command.last_on)
    standing = _standing(session, supplier.id)
    faults = [*shutdown_faults(asked, supplier_day(supplier, moment), standing), *_text_faults(command.reason)]
    if faults:
        raise Invalid(faults)
    shutdown = Shutdown(
        supplier_id=supplier.id,
        first_on=command.first_on,
        last_on=command.last_on,
        reason=command.reason.strip(),
        declared_by=actor.account_id,
        declared_at=moment.at,
    )
    session.add(shutdown)
    session.flush()
    record_event(session, actor, moment, "shutdown_declared", shutdown=shutdown.id, supplier=supplier.id)
    return shutdown


def decide_shutdown(session: Session, actor: Actor, command: DecideShutdown, moment: Moment) -> Shutdown:
    """Agree to a shutdown or refuse it. An agreed one lets clocks stand still on its days, past ones among them.

    Raises Missing, Conflict where it was decided or withdrawn meanwhile or would be too many days agreed, Invalid at
    `decision` and `answer`.
    """
    reach_of(actor, Permission.CALENDARS_SHUTDOWN_DECIDE)
    shutdown = _locked(session, actor, command.shutdown_id)
    if shutdown.decision is not None:
        raise Conflict("calendars.decided_already", decision=f"shutdown_state.{shutdown.decision}")
    if command.decision not in {AGREED, REFUSED}:
        raise Invalid([Fault("form.unknown_choice", "decision")])
    if faults := list(_text_faults(command.answer, "answer", needed=command.decision == REFUSED)):
        raise Invalid(faults)
    if command.decision == AGREED:
        agreed = _standing(session, shutdown.supplier_id).agreed
        for year, days in exceeded(Span(shutdown.first_on, shutdown.last_on), agreed):
            raise Conflict("calendars.too_many_agreed", year=year, days=days, most=MOST_A_YEAR)
    shutdown.answer = command.answer.strip()
    _settle(session, actor, shutdown, command.decision, moment)
    _tell(session, actor, moment, "shutdown_decided", shutdown)
    return shutdown


def withdraw_shutdown(session: Session, actor: Actor, shutdown_id: int, moment: Moment) -> Shutdown:
    """Take back a shutdown that has not begun where the supplier is, whether it was agreed or still waits.

    Raises Missing for anybody but its supplier, Conflict where it has begun, was refused or is withdrawn.
    """
    reach_of(actor, Permission.CALENDARS_SHUTDOWN_DECLARE)
    shutdown = _locked(session, actor, shutdown_id)
    if shutdown.decision not in {None, AGREED}:
        raise Conflict("calendars.decided_already", decision=f"shutdown_state.{shutdown.decision}")
    if shutdown.first_on <= supplier_day(session.get_one(Supplier, shutdown.supplier_id), moment):
        raise Conflict("calendars.has_begun", day=shutdown.first_on.isoformat())
    _settle(session, actor, shutdown, WITHDRAWN, moment)
    _tell(session, actor, moment, "shutdown_withdrawn", shutdown)
    return shutdown


def _locked(session: Session, actor: Actor, shutdown_id: int) -> Shutdown:
    """Return the shutdown as it stands, its supplier held: days agreed are counted over all of a supplier's."""
    seen = visible(actor).where(Shutdown.id == shutdown_id)
    supplier_id = session.scalar(seen.with_only_columns(Shutdown.supplier_id))
    if supplier_id is None:
        raise Missing
    session.execute(select(Supplier.id).where(Supplier.id == supplier_id).with_for_update())
    return session.scalars(seen.execution_options(populate_existing=True)).one()


def _settle(session: Session, actor: Actor, shutdown: Shutdown, decision: str, moment: Moment) -> None:
    shutdown.decision, shutdown.decided_by, shutdown.decided_at = decision, actor.account_id, moment.at
    session.flush()


def _standing(session: Session, supplier_id: int) -> Standing:
    asked = select(Shutdown.first_on, Shutdown.last_on, Shutdown.decision).where(
        Shutdown.supplier_id == supplier_id, or_(Shutdown.decision.is_(None), Shutdown.decision == AGREED)
    )
    rows = [(Span(first, last), decision) for first, last, decision in session.execute(asked)]
    return Standing([span for span, _ in rows], [span for span, decision in rows if decision == AGREED])


def _text_faults(text: str, place: str = "reason", *, needed: bool = True) -> Iterator[Fault]:
    length = len(text.strip())
    if needed and not length:
        yield Fault("form.required", place)
    if length > LONGEST_TEXT:
        yield Fault("form.too_long", place, facts={"most": LONGEST_TEXT, "length": length})
    if not readable(text):
        yield Fault("audits.control_character", place)


def _tell(session: Session, actor: Actor, moment: Moment, act: str, shutdown: Shutdown) -> None:
    decision = str(shutdown.decision)
    supplier = shutdown.supplier_id
    record_event(session, actor, moment, act, shutdown=shutdown.id, supplier=supplier, decision=decision)
