"""What is bought of each supplier, year by year, as purchasing tells it each January."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_rows import SeedSupplier
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.operations import RecordSpend, record_spend

TOLD_ON = {2022: date(2023, 1, 19), 2023: date(2024, 1, 18)}
OF_THE_LAST = {2021: (62, 104), 2022: (78, 108), 2023: (100, 100)}
"""Per cent of the last year's spend that an earlier year had, at least and at most."""
SOURCE, TEN_THOUSAND = "Purchasing ledger", -4


def spend_in(supplier: SeedSupplier, year: int) -> Decimal:
    """CNY of a year, in ten thousands but for the last one."""
    chance = chance_for(f"spend:{supplier.number}:{year}")
    per_cent = chance.randint(*OF_THE_LAST[year])
    return supplier.annual_spend if year == max(OF_THE_LAST) else _rounded(supplier.annual_spend * per_cent / 100)


def _rounded(amount: Decimal) -> Decimal:
    return Decimal(round(int(amount), TEN_THOUSAND))


def spend_steps(world: World, suppliers: Sequence[SeedSupplier]) -> Iterator[Step]:
    """A step for each year that came after the beginning."""
    for year, told_on in TOLD_ON.items():
        yield Step(f"spend:{year}", world.moment(told_on, 11), "planner", _record(year, suppliers))


def _record(year: int, suppliers: Sequence[SeedSupplier]) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        for supplier in suppliers:
            amount = spend_in(supplier, year)
            command = RecordSpend(world.suppliers[supplier.number], year, amount, SOURCE)
            record_spend(session, actor, command, moment)

    return act
