"""`supplier-portal demo`: make the demonstration, run the main job, then serve it."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import PREFIX, Config, read
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.demo import seeds
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.documents import ACCOUNTS, RECEIPTS, NotMade, make_documents, write_accounts, write_receipts
from supplier_portal.demo.making import SMALL_LIST, make_demo
from supplier_portal.demo.steps import World, seal_all
from supplier_portal.demo.summary import summary
from supplier_portal.domain.errors import DomainError
from supplier_portal.trail.operations import publish_head

PORTAL, LOCK = "portal", ".making"
MADE = (PORTAL, RECEIPTS, ACCOUNTS, "scorecards.xlsx")
MADE_LIKE = ("scorecard-*.pdf", "evaluation-*.pdf")


@click.command()
@click.option("--no-serve", is_flag=True, help="Make everything and end, without serving it.")
@click.option("--fresh", is_flag=True, help="Remove what an earlier demo left in the folder, and start over.")
@click.option(
    "--sbti",
    "sbti_list",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=SMALL_LIST,
    help="The public list of science-based targets; a small invented one where left out.",
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("var/demo"), show_default=True)
def demo(*, no_serve: bool, fresh: bool, sbti_list: Path, folder: Path) -> None:
    """Make the demonstration of 31 March 2024, its scorecards, evaluation and receipts, and serve it.

    Interrupted and run again it goes on; run again when all is there, it only serves.
    """
    folder = folder.resolve()
    environment = _environment(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if fresh:
            _remove(folder, environment)
        try:
            _make(read(environment), folder, sbti_list)
        except (DomainError, NotMade) as error:
            raise click.ClickException(str(error)) from error
    if not no_serve:
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, "-m", "supplier_portal", "serve"], environment)  # noqa: S606 our own program


def _environment(folder: Path) -> dict[str, str]:
    """The settings of the demo: its own data folder and pinned day, everything else as it is."""
    own = {"DATA_FOLDER": str(folder / PORTAL), "PINNED_DAY": TODAY.isoformat()}
    return {**os.environ, **{f"{PREFIX}{name}": value for name, value in own.items()}}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One demo is made in a folder at a time; the lock goes when the process does, however it ends."""
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"another demo is being made in {folder}: wait for it") from None
        yield


def _remove(folder: Path, environment: Mapping[str, str]) -> None:
    """Remove what a demo makes, and nothing else that may lie in the folder."""
    if environment.get(f"{PREFIX}DATABASE"):
        raise click.ClickException(
            f"--fresh empties the demo's own SQLite only. {PREFIX}DATABASE names another database: empty it yourself, "
            "or unset the setting."
        )
    for name in MADE:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for pattern in MADE_LIKE:
        for path in folder.glob(pattern):
            path.unlink()


def _make(config: Config, folder: Path, sbti_list: Path) -> None:
    began = monotonic()
    config.data_folder.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config.database_address)
    _tell(f"Database up to date, {monotonic() - began:.1f} s")
    database = Database(config.database_address, config.country, mails=config.sends_mail)
    world = make_demo(database, config, sbti_list=sbti_list, told=_tell)
    began = monotonic()
    made = make_documents(world, folder, datetime.now(UTC))
    _tell(f"Scorecards and evaluation: {len(made)} files, {monotonic() - began:.1f} s")
    accounts = write_accounts(seeds.suppliers(), folder)
    began = monotonic()
    count, different = write_receipts(world, folder)
    _tell(f"Receipts: {count} written and recomputed, {different} with another figure, {monotonic() - began:.1f} s")
    _seal(world)
    _report(world, folder, [*made, accounts])
    if different:
        raise NotMade(f"{different} receipts do not give their own figures")


def _seal(world: World) -> None:
    """Chain every event and publish the head, so that the log can be verified."""
    began = monotonic()
    with world.database.unit_of_work(SYSTEM) as session:
        sealed = seal_all(session)
        publish_head(session, world.config.data_folder, datetime.now(UTC))
    _tell(f"Event log: {sealed} events sealed, {monotonic() - began:.1f} s")


def _report(world: World, folder: Path, made: list[Path]) -> None:
    with world.database.reading(SYSTEM) as session:
        lines = list(summary(session))
    click.echo(f"The demo of {TODAY} is in {folder}")
    for line in lines:
        click.echo(f"  {line}")
    for path in made:
        click.echo(f"  {path.relative_to(folder)}  {path.stat().st_size:,} bytes")
    click.echo(
        f"  {RECEIPTS}/  {len(list((folder / RECEIPTS).iterdir()))} files; check them: supplier-portal recompute FILE…"
    )
    click.echo(f"Sign in at http://{world.config.host}:{world.config.port} as anyone in {folder / ACCOUNTS}")


def _tell(line: str) -> None:
    click.echo(line, err=True)


COMMANDS = [demo]
