"""The D-U-N-S number of Dun & Bradstreet."""

import re

from supplier_portal.domain.identifiers.luhn import TEN, luhn_sum

FORM = re.compile("[0-9]{9}")
NOBODY = "000000000"


def is_duns(code: str) -> bool:
    """Whether the code, without hyphens, has nine digits of which the last is the check digit (modulus 10, Luhn).

    Numbers given since 2006 may go without a right check digit; docs/decisions/0007-duns-check-digit.md.
    """
    formed = FORM.fullmatch(code) is not None and code != NOBODY
    return formed and luhn_sum([int(digit) for digit in code]) % TEN == 0
