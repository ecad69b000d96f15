"""The legal entity identifier, ISO 17442."""

import re

FORM = re.compile("[0-9A-Z]{18}[0-9]{2}")
MODULUS = 97


def is_lei(code: str) -> bool:
    """Whether the code, as registered, has 20 characters and the right two check digits (ISO 7064, MOD 97-10)."""
    return FORM.fullmatch(code) is not None and int(_digits(code)) % MODULUS == 1


def _digits(code: str) -> str:
    """Each letter as two digits: A is 10, Z is 35."""
    return "".join(str(int(character, 36)) for character in code)
