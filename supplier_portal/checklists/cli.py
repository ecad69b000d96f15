"""Commands about checklists: `supplier-portal checklist …`."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from supplier_portal.checklists.published import published_here
from supplier_portal.checklists.yaml_file import MOST_BYTES, read_checklist
from supplier_portal.domain.checklist.document import hash_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.language.speech import Speech


@click.group()
def checklist() -> None:
    """Checklist versions."""


@checklist.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> None:
    """Check checklist files: every fault with line, place and reason. Nothing is written.

    Exits 1 when any file has a fault.
    """
    wrong = [not _check(path) for path in files]
    sys.exit(any(wrong))


def _check(path: Path) -> bool:
    name, speech = click.format_filename(path), Speech("en", ZoneInfo("UTC"))
    try:
        with path.open("rb") as file:
            version, _ = read_checklist(file.read(MOST_BYTES + 1), published_here())
    except OSError as error:
        click.echo(f"{name}: {speech.sentence('checklist.unreadable', {'problem': error.strerror})}", err=True)
    except Invalid as invalid:
        for fault in invalid.faults:
            click.echo(f"{name}{_where(fault)}: {speech.fault(fault)}", err=True)
    else:
        told = f"{version.name} {version.version}, {len(version.checkpoints)} checkpoints, sha256 {hash_of(version)}"
        click.echo(f"{name}: {told}")
        return True
    return False


def _where(fault: Fault) -> str:
    line = "" if fault.line is None else f":{fault.line}"
    return f"{line}: {fault.place}" if fault.place else line


COMMANDS = [checklist]
