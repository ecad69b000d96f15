"""A company's name, taken apart into the words that tell it from others."""

import re
import unicodedata
from dataclasses import dataclass

from supplier_portal.domain.company_names.vocabulary import (
    CHINESE_COMMON_WORDS,
    CHINESE_LEGAL_FORMS,
    COMMON_WORDS,
    LEGAL_FORMS,
)

LATIN, CHINESE = "LATIN", "CJK"
IDEOGRAPHS = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
UNMARKED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){1,}[^\W\d_]\b\.?")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")
_JOINING = re.compile("['`\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}]")
_WORD = re.compile(r"[^\W_]+")
_UMLAUT = re.compile("(?<=[aou])e")
_PLACES = re.compile("^(?:[^省市]{2,3}[省市])+")


@dataclass(frozen=True)
class NameWords:
    """Words by script ("LATIN", "CJK", "CYRILLIC" …): `all` but legal forms, and `telling`, those few others share.

    Chinese has one "word" a name. Where only shared words stand in a name, they are the telling ones.
    """

    all: dict[str, tuple[str, ...]]
    telling: dict[str, tuple[str, ...]]


def words_of(name: str) -> NameWords:
    """Take a name apart, whatever its case, width, accents, punctuation and legal form."""
    folded = _folded(name)
    found: dict[str, list[str]] = {}
    for run in _WORD.findall(folded):
        for script, word in _by_script(run):
            found.setdefault(script, []).append(word)
    kept = {script: _without_forms(script, words) for script, words in found.items()}
    telling = {script: _telling(script, words) for script, words in kept.items()}
    return NameWords(kept, telling)


def _folded(name: str) -> str:
    """Narrow, lower case, no accents; S.p.A. is spa, A/S is as, and Müller and Mueller both are muller."""
    narrow = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", narrow) if not unicodedata.combining(mark))
    plain = unicodedata.normalize("NFC", plain).translate(UNMARKED)
    plain = _UMLAUT.sub("", plain)
    plain = _JOINING.sub("", plain).replace("&", " and ")
    plain = _SLASHED.sub(r"\1\2", plain)
    return _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]), plain)


def _by_script(run: str) -> list[tuple[str, str]]:
    """Split where ideographs meet letters: 惠岭huiling is two words."""
    parts: list[tuple[str, str]] = []
    for character in run:
        script = LATIN if character.isdecimal() else unicodedata.name(character, LATIN).split()[0].split("-")[0]
        script = CHINESE if script in IDEOGRAPHS else script
        if parts and (parts[-1][0] == script or (character.isdecimal() and parts[-1][0] != CHINESE)):
            parts[-1] = (parts[-1][0], parts[-1][1] + character)
        else:
            parts.append((script, character))
    return parts


def _without_forms(script: str, words: list[str]) -> tuple[str, ...]:
    if script == CHINESE:
        whole = "".join(words)
        for form in CHINESE_LEGAL_FORMS:
            whole = whole.replace(form, "")
        return (whole,) if whole else tuple(words)
    return tuple(word for word in words if word not in LEGAL_FORMS) or tuple(words)


def _telling(script: str, words: tuple[str, ...]) -> tuple[str, ...]:
    if script == CHINESE:
        core = _PLACES.sub("", words[0])
        for common in CHINESE_COMMON_WORDS:
            core = core.replace(common, "")
        return (core,) if core else words
    return tuple(dict.fromkeys(word for word in words if word not in COMMON_WORDS)) or words
