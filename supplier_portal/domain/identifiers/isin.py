"""The international securities identification number, ISO 6166."""

import re

from supplier_portal.domain.identifiers.luhn import TEN, luhn_sum

FORM = re.compile("[A-Z]{2}[0-9A-Z]{9}[0-9]")


def is_isin(code: str) -> bool:
    """Whether the code, as registered, has 12 characters and the right check digit (ISO 6166, Luhn)."""
    return FORM.fullmatch(code) is not None and luhn_sum(_digits(code)) % TEN == 0


def _digits(code: str) -> list[int]:
    """Letters as two digits: A is 10."""
    return [int(digit) for character in code for digit in str(int(character, 36))]
