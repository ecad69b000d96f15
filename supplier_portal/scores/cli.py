"""`supplier-portal recompute`: work receipts out again, anywhere, without a database (scoring.md 5)."""

import json
import sys
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring.strict_json import MOST_BYTES, document_in
from supplier_portal.language.speech import Speech
from supplier_portal.scores.receipts import Recomputed, recompute

DIFFERENT, WRONG = 1, 2  # exit codes
MOST_FAULTS = 20  # faults that one error tells
MOST_PLACE = 200  # characters of a field's path that one error tells


@click.command("recompute")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
def recompute_command(files: tuple[str, ...]) -> None:
    """Recompute receipts and print one JSON object per FILE and line.

    Exits 0; 1 where a figure differs from the receipt's own (each is named on standard error); 2 where a file is no
    valid receipt.
    """
    code = 0
    for path in files:
        try:
            recomputed = recompute(document_in(_content(path)))
        except Invalid as error:
            code = WRONG
            _print({"file": path, "error": _told(error)})
        else:
            code = max(code, DIFFERENT if recomputed.differences else 0)
            _print({"file": path, "published": recomputed.published})
            _name_differences(path, recomputed)
    sys.exit(code)


def _content(path: str) -> bytes:
    """Read a file, a little more than may be, so that a too large one is found. Raises Invalid."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise Invalid([Fault("scoring.unreadable", facts={"problem": problem})]) from None


def _told(error: Invalid) -> str:
    speech = Speech("en", ZoneInfo("UTC"))
    told = [_sentence(speech, fault) for fault in error.faults[:MOST_FAULTS]]
    if more := len(error.faults) - MOST_FAULTS:
        told += [speech.sentence("scoring.more_faults", {"count": more})] if more > 0 else []
    return " ".join(told)


def _sentence(speech: Speech, fault: Fault) -> str:
    return ": ".join(part for part in (fault.place[:MOST_PLACE], speech.fault(fault)) if part)


def _name_differences(path: str, recomputed: Recomputed) -> None:
    for difference in recomputed.differences:
        values = (difference.place, difference.stated, difference.computed)
        place, stated, computed = (json.dumps(value, ensure_ascii=False) for value in values)
        _write(
            sys.stderr.buffer,
            f"{path}: {place[1:-1]}: the receipt says {stated}, recomputed: {computed}",
        )


def _print(result: dict[str, object]) -> None:
    _write(sys.stdout.buffer, json.dumps(result, ensure_ascii=False))


def _write(output: BinaryIO, line: str) -> None:
    """Write UTF-8 whatever the terminal's locale; a file name that is no text is written with JSON's escapes."""
    output.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    output.flush()


COMMANDS = [recompute_command]
