"""The reference data that ships with the platform, taken in by the importers. For the command line and the demo."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.carbon.importing.factors import EMISSION_FACTORS
from supplier_portal.carbon.importing.potentials import WARMING_POTENTIALS
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.heads import Choice
from supplier_portal.intake.importing import Importer, PlannedRow
from supplier_portal.intake.reading import plan_rows, read_file
from supplier_portal.intake.rows import RefusedRow
from supplier_portal.shipped import SEED

FOLDER = SEED / "factors"
FILES = (("cn-electricity.csv", EMISSION_FACTORS), ("gwp.csv", WARMING_POTENTIALS))


@dataclass(frozen=True)
class Loaded:
    """What a file brought: rows that are new, and rows that were there already."""

    file: str
    new: int
    same: int


def load_factors(session: Session, actor: Actor, moment: Moment, folder: Path = FOLDER) -> list[Loaded]:
    """Load the shipped emission factors and GWP sets; loading them again changes nothing.

    All or nothing: raises Invalid, naming file and cell, where a row cannot be taken, as when a loaded version of a
    set has another content. Raises Missing for who may not.
    """
    return [_load(session, actor, moment, folder / name, importer) for name, importer in FILES]


def _load(session: Session, actor: Actor, moment: Moment, path: Path, importer: Importer) -> Loaded:
    read = read_file(path.read_bytes(), importer, Choice())
    if not read.complete:
        raise Invalid([Fault("intake.column_needed", f"{path.name} {name}") for name in read.missing])
    planned = plan_rows(session, actor, importer, read.rows(importer), moment)
    if faults := list(_faults(planned, path.name)):
        raise Invalid(faults)
    new = [row for row in planned if isinstance(row, PlannedRow) and row.verdict == "new"]
    if new:
        importer.write(session, actor, new, moment)
    return Loaded(path.name, len(new), len(planned) - len(new))


def _faults(planned: list[PlannedRow | RefusedRow], file: str) -> Iterator[Fault]:
    for row in planned:
        for fault in row.faults:
            yield replace(fault, place=f"{file} {fault.place}")
