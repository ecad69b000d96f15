"""`supplier-portal sbti match`: a file of suppliers looked up in the list, without a database."""

import csv
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import TypeVar

import click

from supplier_portal.carbon.cli.suppliers_file import SuppliersFile, read_suppliers
from supplier_portal.carbon.matching import SURE, Match, Matcher
from supplier_portal.carbon.sbti_list.columns import REQUIRED
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.carbon.sbti_list.file import read_sbti_list
from supplier_portal.domain.errors import Invalid
from supplier_portal.intake.telling import content_of, fault_lines, unreadable
from supplier_portal.output.sheets.columns import clean, runs_as_formula

ANSWERS = ("verdict", "sbti_id", "candidates")
BETWEEN = "|"

Found = TypeVar("Found")


class RefusedFileError(click.ClickException):
    """A file that cannot be used: each reason with its place, and the way out."""

    exit_code = 2


@click.command("match")
@click.argument("suppliers", type=click.Path(path_type=Path))
@click.option(
    "--list", "listed", type=click.Path(path_type=Path), required=True, help="The public list (.xlsx or .csv)."
)
def match_suppliers(suppliers: Path, listed: Path) -> None:
    """Look the suppliers of the file SUPPLIERS up in the list and print its rows as CSV, with three answers behind.

    Columns: name, country, lei, isin; all but the name may be missing. Answers: verdict (sure, conflict, candidate,
    none), sbti_id (where sure) and candidates (ids joined by "|", best first, at most ten). Needs no database.
    Exits 2 where a file cannot be read.
    """
    asked = _read(suppliers, read_suppliers)
    companies = _read(listed, _list_with_ids).companies
    matcher = Matcher(companies)
    matches = [matcher.match(sought) for sought in asked.sought]
    click.echo(_written(asked, matches, companies), nl=False)


def _read(file: Path, read: Callable[[bytes], Found]) -> Found:
    try:
        return read(content_of(file))
    except OSError as error:
        raise RefusedFileError(unreadable(file, error)) from error
    except Invalid as error:
        name = click.format_filename(file)
        raise RefusedFileError("\n".join(f"{name}: {line}" for line in fault_lines(error.faults))) from error


def _list_with_ids(data: bytes) -> SbtiList:
    """The answers are ids: a list without them has none to give."""
    return read_sbti_list(data, required=("sbti_id", *REQUIRED))


def _written(asked: SuppliersFile, matches: Iterable[Match], companies: Sequence[ListedCompany]) -> str:
    """Write CSV; a text that would run as a formula gets a leading apostrophe, as everywhere."""
    target = StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_guarded((*asked.head, *ANSWERS)))
    for row, match in zip(asked.rows, matches, strict=True):
        sure = companies[match.identified[0].place].sbti_id if match.verdict == SURE else ""
        candidates = BETWEEN.join(companies[ranked.place].sbti_id for ranked in match.ranked)
        writer.writerow(_guarded((*row, match.verdict, sure, candidates)))
    return target.getvalue()


def _guarded(cells: Iterable[str]) -> list[str]:
    return [f"'{text}" if runs_as_formula(text) else text for text in map(clean, cells)]
