"""Countries as people write them, to their ISO 3166 alpha-2 code."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from babel import Locale
from babel.core import get_global

from supplier_portal.intake.cells.writing import Unreadable, key_of

_LETTERS, _LONG_LETTERS = 2, 3
_NOT_IN_ISO = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
_AS_WRITTEN = {
    "CN": (
        "PRC", "P.R. China", "People’s Republic of China", "China (mainland)", "Mainland China", "China Mainland",
        "中华人民共和国", "中国大陆", "大陆", "中国内地",
    ),
    "HK": (
        "Hong Kong", "Hong Kong, China", "Hong Kong SAR", "China, Hong Kong SAR",
        "香港", "中国香港", "香港特别行政区",
    ),
    "MO": ("Macao", "Macau", "Macao, China", "Macau SAR", "China, Macao SAR", "澳门", "中国澳门", "澳门特别行政区"),
    "TW": (
        "Taiwan", "Taiwan, Province of China", "Taiwan, China", "Chinese Taipei", "Taiwan (China)",
        "台湾", "中国台湾", "中国台湾省", "台湾省",
    ),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "England", "United Kingdom of Great Britain and Northern Ireland"),
    "US": ("USA", "U.S.", "U.S.A.", "United States of America", "America", "美国", "美利坚合众国"),
    "KR": (
        "Korea, Republic of", "Republic of Korea", "South Korea", "Korea (South)", "Korea, South", "大韩民国", "南韩",
    ),
    "KP": ("Korea, Democratic People’s Republic of", "North Korea"),
    "VN": ("Viet Nam", "Vietnam"),
    "RU": ("Russian Federation", "Russia", "俄国"),
    "CZ": ("Czech Republic", "Czechia"),
    "NL": ("The Netherlands", "Holland", "荷兰王国"),
    "AE": ("UAE", "U.A.E.", "阿联酋"),
    "TR": ("Turkey", "Türkiye", "Turkiye"),
    "LA": ("Lao PDR", "Lao People’s Democratic Republic", "Laos"),
    "IR": ("Iran, Islamic Republic of", "Iran"),
    "MD": ("Moldova, Republic of",),
    "TZ": ("Tanzania, United Republic of",),
    "VE": ("Venezuela, Bolivarian Republic of",),
    "BO": ("Bolivia, Plurinational State of",),
    "SY": ("Syrian Arab Republic",),
    "BN": ("Brunei Darussalam",),
    "CI": ("Côte d’Ivoire", "Ivory Coast"),
    "MK": ("North Macedonia", "Macedonia"),
    "PS": ("Palestine", "Palestine, State of"),
    "DE": ("Federal Republic of Germany", "Deutschland"),
}  # fmt: skip
"""Names that Unicode's tables do not hold; which territory belongs to whom is not this table's to say."""


def read_country(text: str) -> str:
    """The code of a country's name or code, in English or Chinese. Raises Unreadable intake.country_unknown."""
    code = _known().get(key_of(text))
    if code is None:
        raise Unreadable("intake.country_unknown", found=text)
    return code


def _aliases() -> Mapping[str, list[str]]:
    found: Any = get_global("territory_aliases")
    return cast("Mapping[str, list[str]]", found)


@cache
def _known() -> dict[str, str]:
    """Key of a name → code. A code or a written form goes before what Unicode calls another place."""
    known: dict[str, str] = {}
    codes: set[str] = set()
    for language in ("en", "zh"):
        territories: Mapping[str, str] = Locale(language).territories
        codes |= {code for code in territories if len(code) == _LETTERS and code.isalpha()} - _NOT_IN_ISO
        known |= {key_of(name): code for code, name in territories.items() if code in codes}
    for code, names in _AS_WRITTEN.items():
        known |= dict.fromkeys(map(key_of, names), code)
    for long, short in _aliases().items():
        if len(long) == _LONG_LETTERS and long.isalpha() and len(short) == 1 and short[0] in codes:
            known[long.casefold()] = short[0]
    return known | {code.casefold(): code for code in codes}
