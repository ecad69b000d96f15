"""Identifiers with right check digits, of an issuer and a country that do not exist."""

LEI_LENGTH, ISIN_LENGTH = 12, 9  # characters of the middle, filled up with 0
LEI_MODULUS = 97


def lei_of(middle: str) -> str:
    """The LEI of an issuer that does not exist."""
    body = f"ZZZZ00{middle.upper():0<{LEI_LENGTH}.{LEI_LENGTH}}"
    return f"{body}{LEI_MODULUS + 1 - int(_digits(f'{body}00')) % LEI_MODULUS:02}"


def isin_of(middle: str) -> str:
    """The ISIN of a country that does not exist."""
    body = f"ZZ{middle.upper():0<{ISIN_LENGTH}.{ISIN_LENGTH}}"
    digits = _digits(body)
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[::-2])
    return f"{body}{-(doubled + sum(map(int, digits[-2::-2]))) % 10}"


def _digits(code: str) -> str:
    """Each letter as two digits: A is 10, Z is 35."""
    return "".join(str(int(character, 36)) for character in code)
