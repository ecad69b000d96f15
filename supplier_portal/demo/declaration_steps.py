"""What two suppliers declare of their sites: one declaration was taken over, one waits for the planner."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.declarations.facts import Told, ToldSite
from supplier_portal.declarations.models import TAKEN
from supplier_portal.declarations.operations import DecideDeclaration, Declare, decide_declaration, declare
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.seed_rows import SeedSupplier
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier

DECLARED_BEFORE, TAKEN_BEFORE = (2, 5), 4
"""Days before today: of the one that waits and the one that is taken over, and of taking it over."""
FIRST = 1
"""Of the suppliers by number; the first one's data stays as incomplete as it is."""


def declaration_steps(world: World, suppliers: Sequence[SeedSupplier]) -> Iterator[Step]:
    """Each tells what its sites make: its main category."""
    for supplier, days in zip(suppliers[FIRST:], DECLARED_BEFORE, strict=False):
        key = f"declaration:{supplier.number}"
        yield Step(key, _before(world, days), owner_of(supplier.number), _declare(supplier))
        if days > TAKEN_BEFORE:
            yield Step(f"{key}:taken", _before(world, TAKEN_BEFORE), "planner", _take(key))


def _before(world: World, days: int) -> Moment:
    return world.moment(TODAY - timedelta(days=days), 15)


def _declare(supplier: SeedSupplier) -> Act:
    def act(session: Session, world: World, owner: Actor, moment: Moment) -> int:
        known = session.get_one(Supplier, world.id_of(f"supplier:{supplier.number}"))
        sites = {site.id: ToldSite(categories=(known.category,)) for site in known.sites}
        return declare(session, owner, Declare(Told(sites=sites)), moment).id

    return act


def _take(key: str) -> Act:
    def act(session: Session, world: World, planner: Actor, moment: Moment) -> None:
        decide_declaration(session, planner, DecideDeclaration(world.id_of(key), TAKEN), moment)

    return act
