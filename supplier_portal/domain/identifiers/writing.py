"""How an identifier is written down in the register."""

import unicodedata


def as_registered(typed: str) -> str:
    """Return what was typed in narrow upper-case characters, without space around it."""
    return unicodedata.normalize("NFKC", typed).strip().upper()
