"""The unified social credit identifier of organisations in China, 统一社会信用代码, GB 32100-2015."""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters but I, O, S, V and Z, which are easily taken for others; the place is the value."""
FORM = re.compile(f"[{ALPHABET[1:]}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
"""Registering office, kind of organisation, six digits of the place, the organisation, the check character."""
MODULUS = len(ALPHABET)
BASE = 3


def is_uscc(code: str) -> bool:
    """Whether the code, as registered, has 18 characters and the right check character (GB 32100, modulus 31)."""
    return FORM.fullmatch(code) is not None and code[-1] == check_character(code[:-1])


def check_character(body: str) -> str:
    """The 18th character for the first 17: place i weighs 3 to the power of i, counted from 0."""
    weighed = sum(ALPHABET.index(character) * pow(BASE, at, MODULUS) for at, character in enumerate(body))
    return ALPHABET[-weighed % MODULUS]
