"""`supplier-portal roadmap load`: the goals the dashboard holds targets against."""

from datetime import UTC, datetime
from typing import BinaryIO

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import read
from supplier_portal.dashboard.operations import load_roadmap
from supplier_portal.domain.errors import DomainError, Invalid
from supplier_portal.domain.moment import moment_of
from supplier_portal.intake.telling import ENGLISH, fault_lines, opened


@click.group()
def roadmap() -> None:
    """The roadmap: goals for targets by spend and for the intensity of what is bought."""


@roadmap.command("load")
@click.argument("file", type=click.File("rb"), required=False)
def load(file: BinaryIO | None) -> None:
    """Load the goals of a TOML FILE, or those that ship with this release; the same version again changes nothing.

    Exits 1 where the file is refused or the version was loaded with other goals; nothing is written then.
    """
    config = read()
    moment = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    try:
        with opened(config) as database, database.unit_of_work(SYSTEM) as session:
            loaded = load_roadmap(session, SYSTEM, moment, file.read() if file else None)
            told = [f"{goal.version}: {goal.measure} {goal.year}, {goal.value} %" for goal in loaded]
    except Invalid as error:
        raise click.ClickException("\n".join(fault_lines(error.faults))) from error
    except DomainError as error:
        raise click.ClickException(ENGLISH.error(error)) from error
    for line in told:
        click.echo(line)


COMMANDS = [roadmap]
