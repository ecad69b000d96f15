"""Countries by ISO 3166 alpha-2 code, with their names in the reader's language."""

from functools import cache

from babel import Locale

from supplier_portal.domain.countries import country_codes

AS_WRITTEN = {
    "en": {"HK": "Hong Kong, China", "MO": "Macao, China", "TW": "Taiwan, Province of China"},
    "zh": {"HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾"},
}


@cache
def country_names(language: str) -> dict[str, str]:
    """Return code → name, sorted by name."""
    territories = Locale(language).territories
    names = {
        code: AS_WRITTEN[language].get(code, name) for code, name in territories.items() if code in country_codes()
    }
    return dict(sorted(names.items(), key=lambda item: item[1]))
