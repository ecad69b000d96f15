"""`supplier-portal sbti import`: the public list taken into the database."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.finding import find_suppliers
from supplier_portal.carbon.models import SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.operations import ImportedSbtiList, ImportSbtiList, import_sbti_list
from supplier_portal.carbon.queries import CONFLICT, snapshot_of_file, visible_matches
from supplier_portal.carbon.sbti_list.companies import SbtiList
from supplier_portal.carbon.sbti_list.file import digest_of, read_sbti_list
from supplier_portal.config import Config, read
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import DomainError, Invalid
from supplier_portal.domain.moment import moment_of
from supplier_portal.intake.telling import ENGLISH, content_of, fault_lines, opened, unreadable
from supplier_portal.suppliers.models import Supplier


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Day from which the list counts; default: today."
)
def import_list(file: Path, as_of: datetime | None) -> None:
    """Import FILE (.xlsx or .csv), look the suppliers up in it, and name the conflicts.

    The same file again changes nothing. Exits 1 where the file is refused; nothing is written then.
    """
    data = _content(file)
    config = read()
    with opened(config) as database:
        with database.reading(SYSTEM) as session:
            known = snapshot_of_file(session, digest_of(data))
        if known is not None:
            _tell_known(known)
            return
        imported = _import(database, data, config, as_of.date() if as_of else None)
        if not imported.fresh:
            _tell_known(imported.snapshot)
            return
        with database.reading(SYSTEM) as session:
            _tell_conflicts(session, imported.snapshot)


def _content(file: Path) -> bytes:
    click.echo(f"Reading {click.format_filename(file)} …", err=True)
    try:
        return content_of(file)
    except OSError as error:
        raise click.ClickException(unreadable(file, error)) from error


def _import(database: Database, data: bytes, config: Config, as_of: date | None) -> ImportedSbtiList:
    listed = _read_list(data)
    moment = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    with database.reading(SYSTEM) as session:
        found = find_suppliers(session, listed.companies)
    command = ImportSbtiList(listed, digest_of(data), as_of or moment.day, found)

    def told(stored: int) -> None:
        click.echo(f"{stored:,} of {len(listed.companies):,} companies stored", err=True)

    try:
        with database.unit_of_work(SYSTEM) as session:
            imported = import_sbti_list(session, SYSTEM, command, moment, told)
    except DomainError as error:
        raise click.ClickException(ENGLISH.error(error)) from error
    if imported.fresh:
        _tell_counts(imported.snapshot, listed)
    return imported


def _read_list(data: bytes) -> SbtiList:
    try:
        return read_sbti_list(data)
    except Invalid as error:
        for line in fault_lines(error.faults):
            click.echo(line, err=True)
        click.echo("The file was refused, nothing was written.", err=True)
        sys.exit(1)


def _tell_known(snapshot: SbtiSnapshot) -> None:
    click.echo(
        f"This file was imported before, as the list of {snapshot.as_of} with {snapshot.companies:,} companies. "
        "Nothing was changed."
    )


def _tell_counts(snapshot: SbtiSnapshot, listed: SbtiList) -> None:
    counts = ", ".join(f"{status} {listed.count(status):,}" for status in ("validated", "committed", "none"))
    click.echo(f"List of {snapshot.as_of}: {snapshot.companies:,} companies ({counts}).")
    click.echo(f"Wrong check digit, taken as none: {listed.wrong_leis:,} LEI, {listed.wrong_isins:,} ISIN.")
    if listed.unknown_statuses:
        click.echo(f"Unknown status, counted as none: {', '.join(listed.unknown_statuses)}.")
    if listed.unread_years:
        click.echo(f"Target year not understood, taken as none: {listed.unread_years:,}.")
    if listed.left_out:
        click.echo(f"Rows left out: {len(listed.left_out):,}.")
        for line in fault_lines(listed.left_out):
            click.echo(f"  {line}")
    report = snapshot.report
    click.echo(
        f"Suppliers: {report['sure']} sure by LEI or ISIN, {report['decided']} decided before, "
        f"{report['conflicts']} in conflict, {report['candidates']} with candidates by name."
    )


def _tell_conflicts(session: Session, snapshot: SbtiSnapshot) -> None:
    of_list = (SupplierTarget.snapshot_id == snapshot.id, SupplierTarget.verdict == CONFLICT)
    conflicts = session.execute(visible_matches(SYSTEM).where(*of_list).order_by(Supplier.number)).all()
    if conflicts:
        click.echo("Not applied, because the name is plainly another company's:")
    for target, supplier, company in conflicts:
        click.echo(
            f"  {supplier.number} {_names(supplier)} | in the list: {company.name} | {_identifier(target, company)}"
        )


def _names(supplier: Supplier) -> str:
    return " ".join(name for name in (supplier.name_en, supplier.name_zh) if name)


def _identifier(target: SupplierTarget, company: SbtiCompany) -> str:
    return f"{target.matched_by.upper()} {getattr(company, target.matched_by)}"
