"""The console script `supplier-portal`: the rooms' commands and those of the house under one name."""

import os
import sys
from importlib import import_module

import click

ROOMS_WITH_COMMANDS = (
    "checklists.cli",
    "carbon.cli",
    "scores.cli",
    "scores.commands",
    "demo.cli",
    "cli.house",
    "cli.trail",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="supplier-portal")
def portal() -> None:
    """Supplier dual-carbon audits: checklist, audit, findings, rating, tender."""


def assemble() -> click.Group:
    """The group with every command of every room."""
    for room in ROOMS_WITH_COMMANDS:
        for command in import_module(f"supplier_portal.{room}").COMMANDS:
            portal.add_command(command)
    return portal


def main() -> None:
    """Run the command line; a refused setting is one sentence and exit code 2."""
    from supplier_portal.config import SettingRefused  # noqa: PLC0415 `--help` needs no settings

    try:
        assemble()()
    except SettingRefused as error:
        click.echo(f"supplier-portal: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read our output has gone; say nothing into the closed pipe at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
