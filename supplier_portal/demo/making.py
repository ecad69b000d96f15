"""Making the demonstration: all steps by their days, told quarter by quarter."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Self

from supplier_portal.access.actor import SYSTEM
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.demo import seeds
from supplier_portal.demo.appeal_steps import appeal_steps
from supplier_portal.demo.audit_plans import planned_audits
from supplier_portal.demo.audit_steps import AuditSteps
from supplier_portal.demo.beginning import MODULES, beginning, buyers
from supplier_portal.demo.comment_steps import comment_steps
from supplier_portal.demo.declaration_steps import declaration_steps
from supplier_portal.demo.draft_steps import draft_steps
from supplier_portal.demo.figure_steps import figure_steps
from supplier_portal.demo.finding_steps import life_steps
from supplier_portal.demo.logins import emails
from supplier_portal.demo.meeting_steps import meeting_steps
from supplier_portal.demo.programme_steps import programme_steps
from supplier_portal.demo.protocol_steps import protocol_steps
from supplier_portal.demo.score_steps import score_steps
from supplier_portal.demo.seed_rows import SeedSupplier
from supplier_portal.demo.shutdown_steps import shutdown_steps
from supplier_portal.demo.spend_steps import spend_steps
from supplier_portal.demo.steps import Step, World, take
from supplier_portal.demo.team_steps import team_steps
from supplier_portal.demo.tender_steps import tender_steps
from supplier_portal.demo.training_steps import training_steps
from supplier_portal.demo.visit_steps import VisitSteps
from supplier_portal.files.store import FileStore
from supplier_portal.shipped import SEED

SELDOM = (100_000, 50, 50)
SMALL_LIST = SEED / "sbti" / "small-list.xlsx"
Told = Callable[[str], None]


def make_demo(
    database: Database,
    config: Config,
    *,
    suppliers: int | None = None,
    sbti_list: Path = SMALL_LIST,
    told: Told = lambda _: None,
) -> World:
    """Take every step that was not taken yet; interrupted anywhere and called again it goes on, and ends the same.

    suppliers: only the first so many, with what happens to them. told: hears a line for each stage.
    """
    world = World(database, config, FileStore.of(config))
    chosen = seeds.suppliers()[:suppliers]
    with _seldom_collected():
        _make(world, chosen, sbti_list, told)
    return world


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Nearly all that is made here is gone by itself: looking for what is not takes an eighth of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _make(world: World, chosen: Sequence[SeedSupplier], sbti_list: Path, told: Told) -> None:
    world.know_steps()
    with _Stage(told, "People, suppliers, checklist, policy") as stage:
        stage.taken = take(world, buyers(world))
        world.know_people(emails(chosen))
        stage.taken += take(world, beginning(world, chosen))
        world.know_people(emails(chosen))
    steps = all_steps(world, chosen, sbti_list)
    for quarter, of_quarter in groupby(steps, key=lambda step: _quarter(step.moment.day)):
        with _Stage(told, quarter) as stage:
            stage.taken = take(world, of_quarter)


def all_steps(world: World, suppliers: Sequence[SeedSupplier], sbti_list: Path) -> list[Step]:
    """All steps after the beginning, in the order of their moments."""
    return sorted(_steps(world, suppliers, sbti_list), key=lambda step: step.moment.at)


def _steps(world: World, suppliers: Sequence[SeedSupplier], sbti_list: Path) -> Iterator[Step]:
    with world.database.reading(SYSTEM) as session:
        checklist = checklist_of(session.get_one(ChecklistVersion, world.id_of("checklist")))
        modules = {
            name: checklist_of(session.get_one(ChecklistVersion, world.id_of(f"checklist:{name}"))) for name in MODULES
        }
    known = (one for version in (checklist, *modules.values()) for one in version.checkpoints)
    yes_no = {one.code for one in known if one.type == "yes_no"}
    audits = planned_audits(checklist, modules, suppliers)
    yield from team_steps(world)
    yield from programme_steps(world, audits)
    for audit in audits:
        yield from AuditSteps(world, audit).steps()
        yield from VisitSteps(world, audit, yes_no).steps()
        yield from meeting_steps(world, audit)
        yield from life_steps(world, audit)
        yield from comment_steps(world, audit, yes_no)
    yield from protocol_steps(world, audits, checklist)
    yield from appeal_steps(world, audits)
    yield from declaration_steps(world, suppliers)
    yield from tender_steps(world, suppliers)
    yield from figure_steps(world, suppliers, sbti_list)
    yield from spend_steps(world, suppliers)
    yield from score_steps(world)
    yield from shutdown_steps(world)
    yield from training_steps(world, suppliers)
    yield from draft_steps(world)


def _quarter(day: date) -> str:
    return f"{day.year}, quarter {(day.month + 2) // 3}"


class _Stage:
    """Tells how many steps a stage took and how long, unless there was nothing to do."""

    def __init__(self, told: Told, name: str) -> None:
        self.taken = 0
        self._told, self._name = told, name
        self._began = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.taken and kind is None:
            self._told(f"{self._name}: {self.taken} steps, {monotonic() - self._began:.1f} s")
