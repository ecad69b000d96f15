"""Commands about suppliers: `supplier-portal suppliers …`."""

import sys
from pathlib import Path

import click

REFUSED_ROWS = 1


class Unreadable(click.ClickException):
    """The file is refused as a whole."""

    exit_code = 2


@click.group()
def suppliers() -> None:
    """Suppliers and their sites."""


@suppliers.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sites", is_flag=True, help="The file holds sites of suppliers.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; write nothing.")
def import_file(file: Path, *, sites: bool, dry_run: bool) -> None:
    """Import suppliers from FILE (.xlsx or .csv), found by number; what it does not say is left as it is.

    Exits 1 where rows were refused, each named by its cell; the others are written. Exits 2 where the file cannot be
    read; nothing is written then.
    """
    from supplier_portal.intake.commands import run_import  # noqa: PLC0415 other commands need no reading of sheets
    from supplier_portal.suppliers.importing import SITES, SUPPLIERS  # noqa: PLC0415 as above

    try:
        refused = run_import(file, SITES if sites else SUPPLIERS, dry_run=dry_run)
    except click.ClickException as error:
        raise Unreadable(error.message) from error
    if refused:
        sys.exit(REFUSED_ROWS)


COMMANDS = [suppliers]
