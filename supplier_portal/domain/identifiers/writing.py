"""How an identifier is written down in the register."""

import re
import unicodedata

_MARKS = re.compile("[\\s\\-\u2010\u2011\u2013]")


def as_registered(typed: str) -> str:
    """Return what was typed in narrow upper-case characters, without space around it."""
    return unicodedata.normalize("NFKC", typed).strip().upper()


def without_marks(typed: str) -> str:
    """Return what was typed as registered, without the spaces and hyphens people set into long codes: 15-048-3782."""
    return _MARKS.sub("", as_registered(typed))
