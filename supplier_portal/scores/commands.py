"""Commands about ratings and policies: `supplier-portal ratings …`, `supplier-portal policy …`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import BinaryIO

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config, read
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import DomainError, Fault, Invalid
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.domain.scoring.strict_json import MOST_BYTES, document_in
from supplier_portal.language.speech import Speech
from supplier_portal.scores.operations import publish_next, publish_policy

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def ratings() -> None:
    """Ratings of suppliers."""


@ratings.command("publish")
@click.option("--as-of", type=DAY, help="Day the ratings are of; today where it is left out.")
def publish(as_of: datetime | None) -> None:
    """Publish every supplier's rating, each with its receipt, as at a month's end.

    Suppliers go in turn, some hundred in one transaction: what was published stays when it is interrupted.
    """
    config = read()
    moment = _moment(config, as_of)
    count, last = 0, 0
    try:
        with _opened(config) as database:
            while published := _publish_batch(database, last, moment):
                count, last = count + len(published), published[-1]
    except DomainError as error:
        raise click.ClickException(_told(config, error)) from error
    click.echo(f"{count} ratings of {moment.day} published.")


def _publish_batch(database: Database, after: int, moment: Moment) -> list[int]:
    """Publish the suppliers that follow the id `after`, in a transaction of their own. Returns their ids."""
    with database.unit_of_work(SYSTEM) as session:
        return [rating.supplier_id for rating in publish_next(session, SYSTEM, after, moment)]


@contextmanager
def _opened(config: Config) -> Iterator[Database]:
    database = Database(config.database_address, config.country)
    try:
        yield database
    finally:
        database.engine.dispose()


@click.group()
def policy() -> None:
    """Policies: the rules ratings follow."""


@policy.command("load")
@click.argument("file", type=click.File("rb"))
@click.option("--holds-from", type=DAY, help="First day that follows it; today where it is left out.")
def load(file: BinaryIO, holds_from: datetime | None) -> None:
    """Publish the policy of a JSON FILE; the same content again changes nothing."""
    config = read()
    moment = _moment(config, None)
    begins = holds_from.date() if holds_from else moment.day
    try:
        document = document_in(file.read(MOST_BYTES + 1))
        if not isinstance(document, dict):
            raise Invalid([Fault("scoring.not_object")])
        with _opened(config) as database, database.unit_of_work(SYSTEM) as session:
            stored = publish_policy(session, SYSTEM, document, begins, moment)
    except DomainError as error:
        raise click.ClickException(_told(config, error)) from error
    click.echo(f"{stored.name} {stored.version} holds from {stored.holds_from}, sha256 {stored.sha256}")


def _moment(config: Config, as_of: datetime | None) -> Moment:
    """Tell now, and the day asked. Raises ClickException for a day that has not come."""
    now = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    day: date = as_of.date() if as_of else now.day
    if day > now.day:
        raise click.ClickException(f"{day} has not come yet; today is {now.day}.")
    return Moment(now.at, day)


def _told(config: Config, error: DomainError) -> str:
    speech = Speech("en", config.zone)
    if isinstance(error, Invalid):
        return "\n".join(f"{fault.place or 'document'}: {speech.fault(fault)}" for fault in error.faults)
    return speech.error(error)


COMMANDS = [ratings, policy]
