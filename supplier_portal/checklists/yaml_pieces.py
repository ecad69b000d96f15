"""A YAML file cut into pieces that stand on their own, so that one piece that is no YAML hides no fault of another.

A piece is a key of the document with its value, or one entry of such a key's list. Cutting looks at the beginnings of
lines only: what it cuts wrongly is at worst a second piece that is no YAML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_PIECES = 700  # 500 checkpoints, 99 steps, 20 dimensions and the head
A_KEY = re.compile(r"([a-z_]{1,40}):(?=\s|$)")
AN_ENTRY = re.compile(r"( *)- ")


@dataclass(frozen=True)
class Piece:
    """key: of the document; entry: place in its list, None for a key without one; first_line: counted from 1.

    text: a document of its own; skipped: lines it has more than the piece, ahead of it.
    """

    key: str
    entry: int | None
    first_line: int
    text: str
    skipped: int = 0

    @property
    def place(self) -> str:
        return self.key if self.entry is None else f"{self.key}[{self.entry}]"


def pieces_of(text: str) -> list[Piece]:
    """Cut a text; no pieces where it has none of the form, or too many."""
    lines = text.split("\n")
    starts = [(at, found[1]) for at, line in enumerate(lines) if (found := A_KEY.match(line))]
    ends = [*starts, (len(lines), "")]
    pieces: list[Piece] = []
    for (start, key), (end, _) in pairwise(ends):
        pieces += _of_key(key, start, lines[start:end])
        if len(pieces) > MOST_PIECES:
            return []
    return pieces


def _of_key(key: str, start: int, lines: Sequence[str]) -> Iterator[Piece]:
    entries = [(at, len(found[1])) for at, line in enumerate(lines) if (found := AN_ENTRY.match(line))]
    outermost = min((indent for _, indent in entries), default=0)
    begins = [at for at, indent in entries if indent == outermost]
    if not begins:
        yield Piece(key, None, start + 1, "\n".join(lines))
        return
    for number, (begin, end) in enumerate(pairwise([*begins, len(lines)])):
        yield Piece(key, number, start + begin + 1, "\n".join([f"{key}:", *lines[begin:end]]), skipped=1)
