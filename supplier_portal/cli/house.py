"""Commands of the house: database, accounts, serving, working."""

import logging
import secrets
import signal
from datetime import UTC, datetime
from importlib import import_module

import click

from supplier_portal.access.actor import PEOPLE, SUPPLIER_ROLES, SYSTEM, Role
from supplier_portal.accounts.operations import NewAccount, create_account
from supplier_portal.accounts.passwords import SHORTEST
from supplier_portal.calendars.cli import ship_calendars
from supplier_portal.carbon.following import follow_suppliers
from supplier_portal.config import read
from supplier_portal.db.unit_of_work import Database
from supplier_portal.declared import declare_rooms
from supplier_portal.desk.following import follow_closings
from supplier_portal.domain.errors import DomainError
from supplier_portal.findings.following import follow_calendars
from supplier_portal.findings.operations import end_waivers
from supplier_portal.findings.telling.rounds import ReminderRound
from supplier_portal.jobs.worker import JobFunction, Worker
from supplier_portal.notices.rounds import MailRound, WebhookRound
from supplier_portal.scores.following import follow_inputs

ROOMS_WITH_JOBS = ("intake", "suppliers", "carbon", "findings", "reports", "scores", "tenders", "visits", "desk")
FOLLOWERS = (end_waivers, follow_calendars, follow_suppliers, follow_inputs, follow_closings)


@click.group()
def database() -> None:
    """The tables: bring them up to date."""


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database up to this release, with the calendars that ship; running it again changes nothing."""
    ship_calendars(read())
    click.echo("The database is up to date.")


@click.group()
def account() -> None:
    """People who may sign in."""


@account.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in PEOPLE if role not in SUPPLIER_ROLES]))
def add_account(email: str, name: str, role: str) -> None:
    """Make an account for the buyer's side and print its first password, once."""
    password = secrets.token_urlsafe(SHORTEST)
    store = Database(read().database_address)
    try:
        with store.unit_of_work(SYSTEM) as session:
            create_account(session, NewAccount(email, name, password, Role(role)), datetime.now(UTC))
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{email}: the first password is {password}")


def jobs() -> dict[str, JobFunction]:
    """Every job the worker knows, by name."""
    known: dict[str, JobFunction] = {}
    for room in ROOMS_WITH_JOBS:
        known |= import_module(f"supplier_portal.{room}.jobs").JOBS
    return known


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def work(*, once: bool) -> None:
    """Run the worker: PDFs, Excel files, recomputation, mail and webhooks, sealing the event log."""
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("weasyprint").setLevel(logging.WARNING)  # it tells each step of each page
    config = read()
    declare_rooms()
    worker = Worker(
        Database(config.database_address, config.country, mails=config.sends_mail),
        config,
        jobs(),
        FOLLOWERS,
        (ReminderRound(), MailRound(), WebhookRound()),
    )
    if once:
        click.echo(f"{worker.run_due()} jobs done.")
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop.set())
    worker.run()


@click.command()
def serve() -> None:
    """Serve the web pages and run the worker, until stopped."""
    from supplier_portal.cli.serving import serve_all  # noqa: PLC0415 gunicorn is needed by this command alone

    raise SystemExit(serve_all(read()))


COMMANDS = [database, account, work, serve]
