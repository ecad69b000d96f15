"""`supplier-portal clocks …`: the policy by which the days of findings are counted."""

from datetime import UTC, datetime
from typing import BinaryIO

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config, read
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import DomainError, Fault, Invalid
from supplier_portal.domain.moment import moment_of
from supplier_portal.domain.scoring.strict_json import MOST_BYTES, document_in
from supplier_portal.findings.operations.publishing import publish_clock_policy
from supplier_portal.language.speech import Speech

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def clocks() -> None:
    """Clocks of findings: how many days each side has."""


@clocks.command("publish")
@click.argument("file", type=click.File("rb"))
@click.option("--from", "holds_from", type=DAY, help="First day whose notices follow it; today where it is left out.")
def publish(file: BinaryIO, holds_from: datetime | None) -> None:
    """Publish the clock policy of a JSON FILE; the same content again changes nothing.

    A finding keeps the policy that was in force at its notice.
    """
    config = read()
    moment = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    database = Database(config.database_address)
    try:
        document = document_in(file.read(MOST_BYTES + 1))
        if not isinstance(document, dict):
            raise Invalid([Fault("scoring.not_object")])
        begins = holds_from.date() if holds_from else moment.day
        with database.unit_of_work(SYSTEM) as session:
            stored = publish_clock_policy(session, SYSTEM, document, begins, moment)
    except DomainError as error:
        raise click.ClickException(_told(config, error)) from error
    finally:
        database.engine.dispose()
    click.echo(f"clock policy {stored.version} holds from {stored.holds_from}, sha256 {stored.sha256}")


def _told(config: Config, error: DomainError) -> str:
    speech = Speech("en", config.zone)
    if isinstance(error, Invalid):
        return "\n".join(f"{fault.place or 'document'}: {speech.fault(fault)}" for fault in error.faults)
    return speech.error(error)


COMMANDS = [clocks]
