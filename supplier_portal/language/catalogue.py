"""The catalogue of a language, read from one .po file per room; nothing is compiled beforehand."""

from functools import cache
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from supplier_portal.shipped import PACKAGE

LANGUAGES = ("en", "zh")
FOLDER = PACKAGE / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Translations of English sentences into `language`; English itself needs none."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged(language))
    compiled.seek(0)
    return Translations(compiled)


def merged(language: str) -> Catalog:
    """All rooms' files in one. Raises ValueError where two rooms translate one sentence differently."""
    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=language)
        for message in part:
            if not message.id:
                continue
            known = whole.get(message.id)
            if known and known.string != message.string:
                raise ValueError(f"{path.name}: {message.id!r} is translated differently in another room")
            whole.add(message.id, message.string)
    return whole
