"""`supplier-portal figures`: what published sources tell of a programme, counted in a database."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import PREFIX, Config, read
from supplier_portal.dashboard.queries.source_figures import source_figures
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.cli import PORTAL
from supplier_portal.domain.moment import moment_of
from supplier_portal.intake.telling import opened

DATABASE = f"{PREFIX}DATABASE"


@click.command()
@click.option("--demo", is_flag=True, help="Count in the demo's database instead of the configured one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where the demo was made.",
)
def figures(*, demo: bool, as_json: bool, folder: Path) -> None:
    """Count audited suppliers, CDP scores and training as the published sources tell them."""
    config = _of_demo(folder.resolve()) if demo else read()
    day = moment_of(datetime.now(UTC), config.zone, config.pinned_day).day
    with opened(config) as database, database.reading(SYSTEM) as session:
        counted = source_figures(session, day)
    if as_json:
        click.echo(json.dumps(counted, indent=2))
        return
    for name, count in counted.items():
        click.echo(f"{name}: {count:,}")


def _of_demo(folder: Path) -> Config:
    """The demo's settings, as the demo itself has them. Raises ClickException where no demo was made in the folder."""
    data = folder / PORTAL
    if not os.environ.get(DATABASE) and not (data / "portal.sqlite").exists():
        raise click.ClickException(
            f"there is no demo in {folder}. Make it first: supplier-portal demo --no-serve --folder {folder}"
        )
    own = {"DATA_FOLDER": str(data), "PINNED_DAY": TODAY.isoformat()}
    return read({**os.environ, **{f"{PREFIX}{name}": value for name, value in own.items()}})


COMMANDS = [figures]
