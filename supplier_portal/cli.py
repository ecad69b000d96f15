"""The console script `supplier-portal`: every room's commands under one name."""

import sys
from importlib import import_module

import click

ROOMS_WITH_COMMANDS = ("db", "trail", "accounts", "checklists", "carbon", "scores", "demo", "serve")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="supplier-portal")
def portal() -> None:
    """Supplier dual-carbon audits: checklist, audit, findings, rating, tender."""


def assemble() -> click.Group:
    """Collect the rooms' `COMMANDS`. A room is imported only for its own commands to be listed."""
    for room in ("checklists", "carbon", "scores", "trail", "demo"):
        for command in import_module(f"supplier_portal.{room}.cli").COMMANDS:
            portal.add_command(command)
    return portal


def main() -> None:
    from supplier_portal.config import SettingRefused  # noqa: PLC0415

    try:
        assemble()()
    except SettingRefused as error:
        click.echo(f"supplier-portal: {error}", err=True)
        sys.exit(2)
