"""Countries of lists and suppliers' files by their code, whoever wrote them."""

import re
from collections.abc import Iterator
from functools import cache

from supplier_portal.intake.cells.countries import read_country
from supplier_portal.intake.cells.writing import Unreadable, key_of

WRITTEN_OTHERWISE = {
    "Macau, China": "MO",
    "Myanmar": "MM",
    "Burma": "MM",
    "Korea": "KR",
    "S. Korea": "KR",
    "R.O.K.": "KR",
    "Scotland": "GB",
    "Wales": "GB",
    "Northern Ireland": "GB",
    "Taiwan R.O.C.": "TW",
    "Slovak Republic": "SK",
    "Brasil": "BR",
    "España": "ES",
    "Italia": "IT",
    "Nippon": "JP",
    "台湾地区": "TW",
    "香港地区": "HK",
    "南朝鲜": "KR",
}
_KNOWN = {key_of(name): code for name, code in WRITTEN_OTHERWISE.items()}
_BRACKETS = re.compile(r"[(（\[](.*?)[)）\]]")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


@cache
def country_code(written: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of what people write, in either language; None where it is no country."""
    for text in _readings(written.strip()):
        if code := _KNOWN.get(key_of(text)):
            return code
        try:
            return read_country(text)
        except Unreadable:
            continue
    return None


def _readings(written: str) -> Iterator[str]:
    """The text whole, without article, with a sign for "and", without its brackets, what they hold, and its parts."""
    yield written
    plain = _ARTICLE.sub("", written)
    yield plain
    yield re.sub(r"\band\b", "&", plain)
    yield _BRACKETS.sub("", plain)
    yield from _BRACKETS.findall(plain)
    yield from re.split(r"[,，/]", plain)
