"""Commands about the public list of science-based targets and reference data: `sbti …`, `factors …`."""

import click

from supplier_portal.carbon.cli.factors import factors
from supplier_portal.carbon.cli.importing import import_list
from supplier_portal.carbon.cli.matching import match_suppliers


@click.group()
def sbti() -> None:
    """Import the public list of companies with science-based targets, and look suppliers up in it."""


sbti.add_command(import_list)
sbti.add_command(match_suppliers)

COMMANDS = [sbti, factors]
