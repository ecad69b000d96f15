"""Commands of the event log."""

import sys
from datetime import UTC, datetime

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import read
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.moment import moment_of
from supplier_portal.trail.operations import publish_head, seal_new, verify_trail


@click.group()
def trail() -> None:
    """The event log: seal it, publish its head, verify it."""


@trail.command("seal")
def seal() -> None:
    """Chain the events written since, and publish the head into the data folder."""
    config = read()
    with Database(config.database_address).unit_of_work(SYSTEM) as session:
        number, digest = seal_new(session)
        publish_head(session, config.data_folder, datetime.now(UTC))
    click.echo(f"{number} {digest}")


@trail.command("verify")
def verify() -> None:
    """Walk the chain and name everything changed, removed or cut off; exit 1 where there is any."""
    config = read()
    now = moment_of(datetime.now(UTC), config.zone, config.pinned_day).at
    with Database(config.database_address).reading(SYSTEM) as session:
        faults = verify_trail(session, config.data_folder, now)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} faults." if faults else "The event log is whole.")
    sys.exit(1 if faults else 0)


COMMANDS = [trail]
