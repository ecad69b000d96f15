"""The international securities identification number, ISO 6166."""

import re

FORM = re.compile("[A-Z]{2}[0-9A-Z]{9}[0-9]")
TEN = 10


def is_isin(code: str) -> bool:
    """Whether the code, as registered, has 12 characters and the right check digit (ISO 6166, Luhn)."""
    return FORM.fullmatch(code) is not None and _luhn_sum(code) % TEN == 0


def _luhn_sum(code: str) -> int:
    """Letters as two digits, A is 10; every second digit from the right is doubled and its digits added."""
    digits = [int(digit) for character in code for digit in str(int(character, 36))]
    doubled = [sum(divmod(2 * digit, TEN)) for digit in digits[-2::-2]]
    return sum(digits[-1::-2]) + sum(doubled)
