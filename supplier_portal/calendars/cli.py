"""`supplier-portal calendars load`: public holidays of a country, or the calendars that ship."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.loading import load_shipped, write_years
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.operations.taking_in import FIRST_YEAR, LAST_YEAR
from supplier_portal.calendars.years import Year
from supplier_portal.config import Config, read
from supplier_portal.domain.errors import DomainError
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.intake.telling import ENGLISH, opened


@click.group()
def calendars() -> None:
    """Public holidays, on which clocks stand still."""


@calendars.command("load")
@click.argument("country", required=False)
@click.argument("years", nargs=-1, type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.option(
    "--file",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the days to a CSV file instead, to be looked through and imported.",
)
def load(country: str | None, years: tuple[int, ...], target: Path | None) -> None:
    """Load the holidays of COUNTRY (its code of two letters) in YEARS; each year replaces what stands there.

    Without a country: the calendars that ship with this release, where they are missing. The same again changes
    nothing. Exits 1 where a country is not known; nothing is written then.
    """
    if country is None:
        _tell(ship_calendars(read()))
        return
    if not years:
        raise click.UsageError("Name the years, for example: supplier-portal calendars load CN 2027")
    from supplier_portal.calendars.published import published_years  # noqa: PLC0415 slow to load, needed here alone

    try:
        found = published_years(country.upper(), years)
        if target is not None:
            write_years(target, found)
            click.echo(f"{click.format_filename(target)}: {sum(len(year.days) for year in found)} days.")
            return
        _take_in(found)
    except DomainError as error:
        raise click.ClickException(ENGLISH.error(error)) from error


def ship_calendars(config: Config) -> list[Year]:
    """Bring the database up to this release with the calendars that ship; returns the years that changed."""
    with opened(config) as database, database.unit_of_work(SYSTEM) as session:
        return load_shipped(session, SYSTEM, _now(config))


def _take_in(years: list[Year]) -> None:
    config = read()
    with opened(config) as database, database.unit_of_work(SYSTEM) as session:
        _tell(take_in_years(session, SYSTEM, years, _now(config)))


def _now(config: Config) -> Moment:
    return moment_of(datetime.now(UTC), config.zone, config.pinned_day)


def _tell(changed: Iterable[Year]) -> None:
    lines = [
        f"{year.calendar} {year.year}: {len(year.days)} days, "
        f"{'announced' if year.announced else 'not announced yet: worked out ahead'}."
        for year in changed
    ]
    click.echo("\n".join(lines) or "Nothing to change: all of it stands like this already.")


COMMANDS = [calendars]
