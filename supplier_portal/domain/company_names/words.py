"""A company's name, taken apart into the words that tell it from others."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from supplier_portal.domain.company_names.chinese import CHINESE_COMMON_WORDS, CHINESE_PLACES
from supplier_portal.domain.company_names.places import PLACE_WORDS
from supplier_portal.domain.company_names.trades import TRADE_WORDS
from supplier_portal.domain.company_names.vocabulary import (
    CHINESE_LEGAL_FORMS,
    COMMON_WORDS,
    LEGAL_FORMS,
    WRITTEN_SHORT,
)

LATIN, CHINESE = "LATIN", "CJK"
IDEOGRAPHS = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
UNMARKED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
SHARED_WORDS = COMMON_WORDS | PLACE_WORDS
NOT_OWN = SHARED_WORDS | TRADE_WORDS | LEGAL_FORMS

_GLUED = re.compile(
    "(?<=[a-z)])(?=(?:Co|Corp|Corporation|Inc|Incorporated|Ltd|Ltda|Limited|LLC|LP|PLC|Group|Holdings?|Gmbh|GmbH|AG|KG|SE"
    "|AB|AS|ApS|Oyj?|NV|BV|SA|SAS|SRL|SPA)(?![a-z]))"
)
_GLUED_LOW = re.compile(r"(?<=[^\W\d_]{3})(?=co\.,?\s?ltd)")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){1,}[^\W\d_]\b\.?")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")
_JOINING = re.compile("['`\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}]")
_WORD = re.compile(r"[^\W_]+")
_UMLAUT = re.compile("(?<=[aou])e")
_PLACES = re.compile("^(?:[^省市]{2,3}[省市])+")


@dataclass(frozen=True)
class NameWords:
    """Words by script ("LATIN", "CJK", "CYRILLIC" …): `all` but legal forms, and `telling`, those few others share.

    Chinese has one "word" a name. Where only shared words stand in a name, they are the telling ones. letters: all of
    the name, legal forms too.
    """

    all: dict[str, tuple[str, ...]]
    telling: dict[str, tuple[str, ...]]
    letters: str


def words_of(name: str) -> NameWords:
    """Take a name apart, whatever its case, width, accents, punctuation and legal form."""
    folded = _folded(name)
    found: dict[str, list[str]] = {}
    runs = _WORD.findall(folded)
    for run in runs:
        for script, word in _by_script(run):
            found.setdefault(script, []).append(word)
    kept = {script: _without_forms(script, words) for script, words in found.items()}
    telling = {script: _telling(script, words) for script, words in kept.items()}
    return NameWords(kept, telling, "".join(runs))


def _folded(name: str) -> str:
    """Narrow, lower case, no accents; S.p.A. is spa, A/S is as, and Müller and Mueller both are muller."""
    narrow = _GLUED.sub(" ", unicodedata.normalize("NFKC", name)).casefold()
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", narrow) if not unicodedata.combining(mark))
    plain = unicodedata.normalize("NFC", plain).translate(UNMARKED)
    plain = _GLUED_LOW.sub(" ", _UMLAUT.sub("", plain))
    plain = _JOINING.sub("", plain).replace("&", " and ")
    plain = _SLASHED.sub(r"\1\2", plain)
    return _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]), plain)


def joined(words: Iterable[str]) -> str:
    """Return the words as one word, folded as a name is that was written so."""
    return _UMLAUT.sub("", "".join(words))


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
    kept = [word for word in words if word not in LEGAL_FORMS] or words[:1]
    return tuple(WRITTEN_SHORT.get(word, word) for word in kept)


def _telling(script: str, words: tuple[str, ...]) -> tuple[str, ...]:
    if script == CHINESE:
        core = _PLACES.sub("", words[0])
        for common in (*CHINESE_COMMON_WORDS, *CHINESE_PLACES):
            core = core.replace(common, "")
        return (core,) if core else words
    return tuple(dict.fromkeys(word for word in words if word not in SHARED_WORDS)) or words


def name_key(name: str) -> str:
    """Return what names that are equal after normalising have in common, and no others."""
    return " ".join(f"{script}:{joined(words)}" for script, words in sorted(words_of(name).all.items()))


def is_own(word: str) -> bool:
    """Whether the word is a company's own: no common word, no place, no trade, no legal form and no single letter."""
    return len(word) > 1 and word not in NOT_OWN
