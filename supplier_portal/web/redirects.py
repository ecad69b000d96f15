"""Where to go next: only within this portal."""

from urllib.parse import urlsplit

from flask import request


def safe_next(fallback: str) -> str:
    """The `next` of form or address where it is a path of this portal, else the fallback."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    plain = all(character.isprintable() and character != "\\" for character in wanted)
    return wanted if inside and plain else fallback
