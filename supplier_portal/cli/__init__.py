"""The console script `supplier-portal`: the rooms' commands and those of the house under one name."""

import os
import sys
from importlib import import_module

import click

ROOMS_WITH_COMMANDS = {
    "suppliers.cli": ("suppliers",),
    "calendars.cli": ("calendars",),
    "checklists.cli": ("checklist",),
    "carbon.cli": ("sbti", "factors"),
    "findings.cli": ("clocks",),
    "scores.cli": ("recompute",),
    "scores.commands": ("ratings", "policy"),
    "dashboard.cli": ("roadmap",),
    "demo.cli": ("demo",),
    "cli.figures": ("figures",),
    "cli.house": ("database", "account", "work", "serve"),
    "cli.trail": ("trail",),
}
"""Module → its commands."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="supplier-portal")
def portal() -> None:
    """Supplier dual-carbon audits: checklist, audit, findings, rating, tender."""


def assemble(asked: str = "") -> click.Group:
    """The group with every command; where one is asked for by its name, with those of its module alone.

    What a command does not use is not loaded: a checklist is checked without what draws PDFs.
    """
    rooms = [room for room, names in ROOMS_WITH_COMMANDS.items() if asked in names]
    for room in rooms or ROOMS_WITH_COMMANDS:
        for command in import_module(f"supplier_portal.{room}").COMMANDS:
            portal.add_command(command)
    return portal


def main() -> None:
    """Run the command line; a refused setting is one sentence and exit code 2."""
    from supplier_portal.config import SettingRefused  # noqa: PLC0415 `--help` needs no settings

    try:
        assemble(*sys.argv[1:2])()
    except SettingRefused as error:
        click.echo(f"supplier-portal: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read our output has gone; say nothing into the closed pipe at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
