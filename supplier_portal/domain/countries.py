"""Which codes are countries: ISO 3166 alpha-2, as Unicode's tables hold them."""

from functools import cache

from babel import Locale

CODE_LENGTH = 2
NOT_IN_ISO = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())  # noqa: SIM905 a list of codes
"""Codes that Unicode's tables hold beside those of ISO 3166."""


@cache
def country_codes() -> frozenset[str]:
    """Every code of a country."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == CODE_LENGTH) - NOT_IN_ISO
