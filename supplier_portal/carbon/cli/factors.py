"""`supplier-portal factors load`: the reference data that ships with the platform."""

import sys
from datetime import UTC, datetime

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.cli.telling import fault_lines
from supplier_portal.carbon.factors.loading import load_factors
from supplier_portal.config import read
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.moment import moment_of


@click.group()
def factors() -> None:
    """Emission factors and global warming potentials."""


@factors.command("load")
def load() -> None:
    """Load the emission factors and GWP sets that ship with this release; loading them again changes nothing.

    Exits 1 where a loaded version of a set has another content; nothing is written then.
    """
    config = read()
    config.data_folder.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config.database_address)
    database = Database(config.database_address)
    moment = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    try:
        with database.unit_of_work(SYSTEM) as session:
            loaded = load_factors(session, SYSTEM, moment)
    except Invalid as error:
        for line in fault_lines(error.faults):
            click.echo(line, err=True)
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    finally:
        database.engine.dispose()
    for file in loaded:
        click.echo(f"{file.file}: {file.new} rows loaded, {file.same} there already.")
