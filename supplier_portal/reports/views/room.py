"""The blueprint of the room, and what several of its pages know."""

from secrets import token_hex

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
CODE_BYTES = 16


def seal_code() -> str:
    """The public code of a report's seal: 128 random bits."""
    return token_hex(CODE_BYTES)
