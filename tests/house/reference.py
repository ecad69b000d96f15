"""The pages of `docs/reference`, written from the running program: `python -m tests.house.reference` writes them."""

from dataclasses import MISSING, fields
from pathlib import Path

import click

from supplier_portal.cli import assemble
from supplier_portal.config import PREFIX, Config
from supplier_portal.language.codes import errors
from tests.house.proofs import safety

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def settings() -> str:
    rows = [
        f"| `{PREFIX}{item.name.upper()}` | {kind(item.type)} | {_default(item.default)} | {item.metadata['meaning']} |"
        for item in fields(Config)
    ]
    head = "# Settings\n\nRead once from the environment; what is not understood is refused, with the reason.\n\n"
    return head + "| name | type | default | meaning |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def kind(annotation: object) -> str:
    return str(getattr(annotation, "__name__", annotation))


def _default(value: object) -> str:
    return "–" if value in (MISSING, None, "") else f"`{value}`"


def commands() -> str:
    parts = ["# Commands\n\nWhat `supplier-portal` can do, in its own words.\n"]
    for name, command in sorted(assemble().commands.items()):
        group = isinstance(command, click.Group)
        several = (
            [(f"{name} {part}", command.commands[part]) for part in sorted(command.commands)]
            if group
            else [(name, command)]
        )
        for called, one in several:
            context = click.Context(one, info_name=f"supplier-portal {called}", terminal_width=100)
            parts.append(f"## {called}\n\n```\n{one.get_help(context)}\n```\n")
    return "\n".join(parts)


def error_codes() -> str:
    rows = [f"| `{code}` | {sentence} |" for code, sentence in sorted(errors().items())]
    head = "# Error codes\n\nThe API names them in `error.code` and `error.faults[].code`; pages show the sentence.\n\n"
    return head + "| code | sentence |\n| --- | --- |\n" + "\n".join(rows) + "\n"


PAGES = {
    "settings.md": settings,
    "commands.md": commands,
    "errors.md": error_codes,
    "../safety.md": safety,
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())


if __name__ == "__main__":
    main()
