"""Shutdowns that suppliers have declared: one agreed, one refused, one that waits for the planner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.calendars.models import AGREED, REFUSED
from supplier_portal.calendars.operations import DecideShutdown, DeclareShutdown, decide_shutdown, declare_shutdown
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.seed_files import texts
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment

LANGUAGE = "zh"  # of these suppliers, all in China


@dataclass(frozen=True)
class Shutdown:
    """reason: name of a text. decision: None where it waits."""

    supplier: str
    declared_on: date
    first_on: date
    last_on: date
    reason: str
    decision: str | None
    decided_on: date | None = None


SHUTDOWNS = (
    Shutdown("S-1003", date(2024, 3, 18), date(2024, 7, 22), date(2024, 8, 2), "heat", AGREED, date(2024, 3, 20)),
    Shutdown("S-1005", date(2024, 3, 21), date(2024, 5, 13), date(2024, 5, 15), "shift", REFUSED, date(2024, 3, 25)),
    Shutdown("S-1006", date(2024, 3, 28), date(2024, 4, 29), date(2024, 5, 8), "overhaul", None),
)


def shutdown_steps(world: World) -> Iterator[Step]:
    """Those of the suppliers that are there."""
    for shutdown in SHUTDOWNS:
        if shutdown.supplier not in world.suppliers:
            continue
        key = f"shutdown:{shutdown.supplier}"
        yield Step(key, world.moment(shutdown.declared_on, 15), owner_of(shutdown.supplier), _declare(shutdown))
        if shutdown.decision is not None and shutdown.decided_on is not None:
            decide = _decide(key, shutdown.decision)
            yield Step(f"{key}:decided", world.moment(shutdown.decided_on, 10), "planner", decide)


def _declare(shutdown: Shutdown) -> Act:
    def act(session: Session, _: World, actor: Actor, moment: Moment) -> int:
        reason = texts(LANGUAGE)["shutdown"][shutdown.reason]
        return declare_shutdown(session, actor, DeclareShutdown(shutdown.first_on, shutdown.last_on, reason), moment).id

    return act


def _decide(key: str, decision: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        answer = texts(LANGUAGE)["shutdown"][decision]
        decide_shutdown(session, actor, DecideShutdown(world.id_of(key), decision, answer), moment)

    return act
