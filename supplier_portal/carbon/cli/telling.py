"""Reading a file named on the command line, and telling what is wrong with it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from supplier_portal.domain.errors import Fault
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import ReadLimits

MOST_TOLD = 20  # faults that are named one by one
ENGLISH = Speech("en", ZoneInfo("UTC"))
LIMITS = ReadLimits()


def content_of(file: Path) -> bytes:
    """Read a file, a little more than may be, so that a too large one is found. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(LIMITS.file_bytes + 1)


def unreadable(file: Path, error: OSError) -> str:
    """Return the sentence for a file that cannot be opened."""
    return f"{click.format_filename(file)}: {error.strerror}."


def fault_lines(faults: Sequence[Fault]) -> Iterator[str]:
    """Write each fault with its place, and how many more there are."""
    for fault in faults[:MOST_TOLD]:
        place = fault.place or (f"line {fault.line}" if fault.line else "")
        yield ": ".join(part for part in (place, ENGLISH.fault(fault)) if part)
    if (more := len(faults) - MOST_TOLD) > 0:
        yield f"and {more:,} more"
