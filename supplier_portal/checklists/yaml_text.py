"""Bytes into text that a YAML parser can be given: UTF-8, no control characters, no endless lines."""

import re

from supplier_portal.domain.errors import Fault

MOST_LINES = 40_000
MOST_CHARACTERS_A_LINE = 100_000  # the parser's time grows with the square of some lines
SHOWN = 60  # characters of a wrong value that a sentence repeats
STAND_IN = "\N{REPLACEMENT CHARACTER}"
# Controls, line breaks editors do not count, marks that turn the reading direction, halves of characters, no characters
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def text_of(data: bytes, most_bytes: int, faults: list[Fault]) -> str | None:
    """Decode a file; adds to the faults and puts a stand-in where something was wrong, so that reading can go on.

    None where there is nothing to read on: empty, or too large, too many lines or one too long.
    """
    if len(data) > most_bytes:
        faults.append(Fault("checklist.too_large", facts={"most": most_bytes}))
        return None
    if not data.strip():
        faults.append(Fault("checklist.empty", line=1))
        return None
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if len(lines) > MOST_LINES:
        faults.append(Fault("checklist.too_many_lines", line=MOST_LINES + 1, facts={"most": MOST_LINES}))
        return None
    before = len(faults)
    decoded = [_line(line, number, faults) for number, line in enumerate(lines, start=1)]
    return None if any(fault.code == "checklist.line_too_long" for fault in faults[before:]) else "\n".join(decoded)


def _line(line: bytes, number: int, faults: list[Fault]) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        faults.append(Fault("checklist.not_utf8", line=number))
        text = line.decode("utf-8", errors="replace")
    if len(text) > MOST_CHARACTERS_A_LINE:
        faults.append(Fault("checklist.line_too_long", line=number, facts={"most": MOST_CHARACTERS_A_LINE}))
    if found := CONTROL.search(text):
        character = f"U+{ord(found.group()):04X}"
        faults.append(Fault("checklist.control_character", line=number, facts={"character": character}))
    return CONTROL.sub(STAND_IN, text)


def shortened(text: str) -> str:
    """Cut a text to what a sentence may repeat: one line, not too long, nothing that steers a terminal."""
    line = " ".join(CONTROL.sub(STAND_IN, text).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
