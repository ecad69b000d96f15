"""The calendars that ship with the portal: years that are missing, or are announced by now, are taken in from them."""

import csv
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.years import Day, Year, known_years
from supplier_portal.domain.moment import Moment
from supplier_portal.shipped import SEED

FOLDER = SEED / "calendars"
HEAD = ("calendar", "day", "kind", "name_en", "name_zh", "announced", "source")


def load_shipped(session: Session, actor: Actor, moment: Moment, folder: Path = FOLDER) -> list[Year]:
    """Take in what ships and is not there, in four statements where all of it is; returns the years that changed.

    What somebody took in stays as it is, except a year worked out ahead that ships announced. Raises Missing for who
    may not.
    """
    shipped = [year for path in sorted(folder.glob("*.csv")) for year in read_years(path)]
    known = known_years(session, [(year.calendar, year.year) for year in shipped])
    wanted = [year for year in shipped if _is_news(year, known.get((year.calendar, year.year)))]
    return take_in_years(session, actor, wanted, moment) if wanted else []


def _is_news(year: Year, known: Year | None) -> bool:
    return known is None or (year.announced and not known.announced)


def read_years(path: Path) -> list[Year]:
    """The years of a file as `write_years` writes them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_year(name, list(own)) for name, own in groupby(rows, key=lambda row: (row["calendar"], row["day"][:4]))]


def _year(name: tuple[str, str], rows: Sequence[dict[str, str]]) -> Year:
    return Year.of(
        {
            "calendar": name[0],
            "year": int(name[1]),
            "announced": rows[0]["announced"] == "yes",
            "source": rows[0]["source"],
            "days": [[row["day"], row["kind"], row["name_en"], row["name_zh"]] for row in rows],
        }
    )


def write_years(path: Path, years: Iterable[Year]) -> None:
    """Write years as a file that can ship or be imported."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for year in years:
            for day in year.days:
                writer.writerow(_row(year, day))


def _row(year: Year, day: Day) -> tuple[str, ...]:
    told = "yes" if year.announced else "no"
    return year.calendar, day.day.isoformat(), day.kind, day.name_en, day.name_zh, told, year.source
