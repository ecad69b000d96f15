"""Several things in one cell: aliases and categories, separated by semicolons."""

import re
from collections.abc import Iterable
from functools import lru_cache

from supplier_portal.intake.cells.words import read_choice
from supplier_portal.suppliers.importing.columns import CATEGORY_WORDS

SEPARATORS = ";|\N{FULLWIDTH SEMICOLON}\N{FULLWIDTH VERTICAL LINE}"
_PART = re.compile(rf'\s*(?:"((?:[^"]|"")+)"|([^{SEPARATORS}]*))\s*(?:[{SEPARATORS}]|$)')


def parts_of(text: str) -> list[str]:
    """Take a cell apart; a part in quotation marks may hold separators, and a quotation mark written twice."""
    parts = (quoted.replace('""', '"') or plain for quoted, plain in _PART.findall(text))
    return list(dict.fromkeys(stripped for part in parts if (stripped := part.strip())))


def joined(parts: Iterable[str]) -> str:
    """Write parts into one cell, so that `parts_of` gives them back."""
    return "; ".join(_quoted(part) for part in parts)


def _quoted(part: str) -> str:
    if not part.startswith('"') and not any(mark in part for mark in SEPARATORS):
        return part
    return '"' + part.replace('"', '""') + '"'


def categories_of(text: str) -> list[str]:
    """Read a cell of categories, by code or word, in order. Raises Unreadable for a part that is none."""
    return list(_categories_of(text))


@lru_cache(maxsize=1000)  # a file says the same few thousands of times
def _categories_of(text: str) -> tuple[str, ...]:
    return tuple(sorted({read_choice(part, CATEGORY_WORDS) for part in parts_of(text)}))
