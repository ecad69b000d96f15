"""What commands about files share: reading one that is named, the database brought up to date, and telling faults."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Fault
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import ReadLimits

MOST_TOLD = 20  # faults that are named one by one
ENGLISH = Speech("en", ZoneInfo("UTC"))
LIMITS = ReadLimits()


@contextmanager
def opened(config: Config) -> Iterator[Database]:
    """Bring the database up to this release and open it."""
    config.data_folder.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config.database_address)
    database = Database(config.database_address, config.country)
    try:
        yield database
    finally:
        database.engine.dispose()


def content_of(file: Path) -> bytes:
    """Read a file, a little more than may be, so that a too large one is found. Raises OSError."""
    with file.open("rb") as read:
        return read.read(LIMITS.file_bytes + 1)


def unreadable(file: Path, error: OSError) -> str:
    """Return the sentence for a file that cannot be opened."""
    return f"{click.format_filename(file)}: {error.strerror}."


def fault_lines(faults: Sequence[Fault], most: int = MOST_TOLD) -> Iterator[str]:
    """Write each fault with its place, and how many more there are."""
    for fault in faults[:most]:
        place = fault.place or (f"line {fault.line}" if fault.line else "")
        yield ": ".join(part for part in (place, ENGLISH.fault(fault)) if part)
    if (more := len(faults) - most) > 0:
        yield f"and {more:,} more"
