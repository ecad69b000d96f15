"""Making the demonstration: all steps by their days, told quarter by quarter."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Self

from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.demo import seed_files
from supplier_portal.demo.audit_plans import planned_audits
from supplier_portal.demo.audit_steps import AuditSteps
from supplier_portal.demo.beginning import CHECKLIST, MODULES, beginning, emails
from supplier_portal.demo.draft_steps import draft_steps
from supplier_portal.demo.figure_steps import figure_steps
from supplier_portal.demo.finding_steps import life_steps
from supplier_portal.demo.seed_files import SeedSupplier
from supplier_portal.demo.steps import Step, World, take
from supplier_portal.demo.tender_steps import tender_steps
from supplier_portal.files.store import FileStore
from supplier_portal.shipped import SEED

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
    chosen = seed_files.suppliers()[:suppliers]
    world.know_steps()
    with _Stage(told, "People, suppliers, checklist, policy") as stage:
        world.know_people(emails(chosen))
        stage.taken = take(world, beginning(world, chosen))
        world.know_people(emails(chosen))
    steps = all_steps(world, chosen, sbti_list)
    for quarter, of_quarter in groupby(steps, key=lambda step: _quarter(step.moment.day)):
        with _Stage(told, quarter) as stage:
            stage.taken = take(world, of_quarter)
    return world


def all_steps(world: World, suppliers: Sequence[SeedSupplier], sbti_list: Path) -> list[Step]:
    """All steps after the beginning, in the order of their moments."""
    return sorted(_steps(world, suppliers, sbti_list), key=lambda step: step.moment.at)


def _steps(world: World, suppliers: Sequence[SeedSupplier], sbti_list: Path) -> Iterator[Step]:
    checklist, _ = read_checklist(CHECKLIST.read_bytes())
    modules = {name: read_checklist(path.read_bytes())[0] for name, path in MODULES.items()}
    for audit in planned_audits(checklist, modules, suppliers):
        yield from AuditSteps(world, audit).steps()
        yield from life_steps(world, audit)
    yield from tender_steps(world, suppliers)
    yield from figure_steps(world, suppliers, sbti_list)
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
