"""The public code of a report's seal."""

from secrets import token_hex

CODE_BYTES = 16


def seal_code() -> str:
    """Draw one: 128 random bits."""
    return token_hex(CODE_BYTES)
