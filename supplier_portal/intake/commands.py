"""Importing a file from the command line, for the rooms' commands: `supplier-portal suppliers import FILE`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.config import Config, read
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import DomainError, Fault, Invalid
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.operations import Upload
from supplier_portal.files.store import FileStore
from supplier_portal.intake import registry
from supplier_portal.intake.heads import Choice
from supplier_portal.intake.importing import Importer
from supplier_portal.intake.models import Batch
from supplier_portal.intake.operations import ConfirmBatch, TakeFile, confirm_batch, take_file
from supplier_portal.intake.planned import REFUSED_ROW, fault_of
from supplier_portal.intake.queries import earlier, found, known_layouts, rows_of
from supplier_portal.intake.reading import FileRead, plan_rows, read_file
from supplier_portal.intake.rows import RefusedRow
from supplier_portal.intake.steps import Step, read_batch, write_batch
from supplier_portal.intake.telling import ENGLISH, content_of, fault_lines, opened, unreadable

OPERATOR = Actor(Role.ADMINISTRATOR, name="command line")
MOST_TOLD = 200


def run_import(path: Path, importer: Importer, *, dry_run: bool) -> int:
    """Import a file and print what came of it; a dry run writes nothing. Returns how many rows were refused.

    A row that is refused is named and stops no other. Raises ClickException where the file is refused as a whole.
    """
    registry.declare(importer)
    data = _content(path)
    config = read()
    moment = moment_of(datetime.now(UTC), config.zone, config.pinned_day)
    with opened(config) as database:
        try:
            file = _read(database, importer, data)
            if dry_run:
                return _try(database, importer, file, moment)
            return _write(database, config, importer, (path.name, data), moment)
        except Invalid as error:
            raise click.ClickException("\n".join(fault_lines(error.faults, MOST_TOLD))) from error
        except DomainError as error:
            raise click.ClickException(ENGLISH.error(error)) from error


def _content(path: Path) -> bytes:
    try:
        return content_of(path)
    except OSError as error:
        raise click.ClickException(unreadable(path, error)) from error


def _read(database: Database, importer: Importer, data: bytes) -> FileRead:
    """Raises ClickException where required columns are not there or not readable."""
    with database.reading(OPERATOR) as session:
        file = read_file(data, importer, Choice(), known_layouts(session, importer.code))
    for line in fault_lines(tuple(file.faults.values()), MOST_TOLD):
        click.echo(line, err=True)
    if file.missing:
        titles = ", ".join(f"{column.title_en} / {column.title_zh}" for column in map(importer.column, file.missing))
        raise click.ClickException(
            f"Columns that are needed are missing or not readable: {titles}. Nothing was written."
        )
    used = set(file.head.columns.values())
    unused = [heading for place, heading in enumerate(file.head.headings) if heading and place not in used]
    if unused:
        click.echo(f"Columns not used: {', '.join(unused)}.", err=True)
    return file


def _try(database: Database, importer: Importer, file: FileRead, moment: Moment) -> int:
    rows = file.rows(importer)
    with database.reading(OPERATOR) as session:
        planned = plan_rows(session, OPERATOR, importer, rows, moment)
    verdicts = [REFUSED_ROW if isinstance(row, RefusedRow) else row.verdict for row in planned]
    counts = {verdict: verdicts.count(verdict) for verdict in ("new", "changed", "same", REFUSED_ROW)}
    _tell({**counts, "left out": rows.left_out}, "Would be")
    _tell_faults([fault for row in planned for fault in row.faults])
    click.echo("A dry run: nothing was written.")
    return counts[REFUSED_ROW]


def _write(database: Database, config: Config, importer: Importer, file: tuple[str, bytes], moment: Moment) -> int:
    name, data = file
    store = FileStore.of(config)
    media_type = SHEET if data.startswith(b"PK") else "text/csv"
    upload = Upload(store.keep(data), len(data), media_type)
    with database.unit_of_work(OPERATOR) as session:
        batch = take_file(session, OPERATOR, TakeFile(importer.code, name, upload), moment)
        before = earlier(session, OPERATOR, batch)
    if before is not None:
        click.echo(f"The same file came before, in batch {before.id}: what stands as it says is left as it is.")
    step = Step(database, store, OPERATOR, batch.id, moment)
    settle = read_batch(step)
    with database.unit_of_work(OPERATOR) as session:
        settle(session)
        planned = found(session, OPERATOR, batch.id)
        if planned.to_write:
            confirm_batch(session, OPERATOR, ConfirmBatch(batch.id, planned.to_write), moment)
    if planned.to_write:
        write_batch(step, _told)
    with database.reading(OPERATOR) as session:
        ended = found(session, OPERATOR, batch.id)
        _tell_batch(session, ended)
        return ended.refused


def _told(_: Session, done: int, total: int) -> None:
    click.echo(f"{done:,} of {total:,} rows", err=True)


def _tell_batch(session: Session, batch: Batch) -> None:
    counts = {
        "new": batch.new,
        "changed": batch.changed,
        "same": batch.same,
        REFUSED_ROW: batch.refused,
        "left out": batch.left_out,
    }
    _tell(counts, f"Batch {batch.id}:")
    refused = session.scalars(rows_of(batch, REFUSED_ROW).limit(MOST_TOLD))
    _tell_faults([fault_of(fault) for row in refused for fault in row.faults])


def _tell(counts: dict[str, int], before: str) -> None:
    told = ", ".join(f"{verdict} {count:,}" for verdict, count in counts.items())
    click.echo(f"{before} {told}.")


def _tell_faults(faults: Sequence[Fault]) -> None:
    for line in fault_lines(faults, MOST_TOLD):
        click.echo(f"  {line}")
