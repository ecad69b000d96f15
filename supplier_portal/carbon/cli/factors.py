"""`supplier-portal factors load`: the reference data that ships with the platform."""

import sys
from datetime import UTC, datetime

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.factors.loading import load_factors
from supplier_portal.config import read
from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.moment import moment_of
from supplier_portal.intake.telling import fault_lines, opened


@click.group()
def factors() -> None:
    """Emission factors and global warming potentials."""


@factors.command("load")
def load() -> None:
    """Load the emission factors and GWP sets that ship with this release; loading them again changes nothing.

    Exits 1 where a loaded version of a set has another content; nothing is written then.
    """
    config = read()
    moment = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    try:
        with opened(config) as database, database.unit_of_work(SYSTEM) as session:
            loaded = load_factors(session, SYSTEM, moment)
    except Invalid as error:
        for line in fault_lines(error.faults):
            click.echo(line, err=True)
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    for file in loaded:
        click.echo(f"{file.file}: {file.new} rows loaded, {file.same} there already.")
