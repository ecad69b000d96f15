"""Names of a long list, found again by names that are written otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from supplier_portal.domain.company_names.likeness import (
    FEWEST_INITIALS,
    FORM_LETTERS,
    Likeness,
    Written,
    likeness_of,
    written,
)
from supplier_portal.domain.company_names.spelling import SHORTEST, near
from supplier_portal.domain.company_names.weights import WordWeights
from supplier_portal.domain.company_names.words import is_own

LONGEST_WORD = 40
"""Longer ones are looked up as they are."""
MOST_ENTRIES = 400
"""Entries of one word that are looked at: what more names hold tells nothing."""


@dataclass(frozen=True)
class Found:
    """entry: place of the name in the list, from 0."""

    entry: int
    likeness: Likeness


class NameIndex:
    """An inverted index: from words, words written together, initials and pairs of Chinese characters to entries."""

    def __init__(self, names: Sequence[str]) -> None:
        self._written = [written(name) for name in names]
        self._weights = WordWeights(name.words for name in self._written)
        self._by_whole: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_letters: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        self._by_initials: dict[str, list[int]] = defaultdict(list)
        self._by_characters: dict[str, list[int]] = defaultdict(list)
        for entry, name in enumerate(self._written):
            self._add(entry, name)
        self._spellings = Spellings(self._by_word)

    def _add(self, entry: int, name: Written) -> None:
        self._by_whole[name.together, name.chinese].append(entry)
        self._by_letters[name.letters].append(entry)
        for word in dict.fromkeys(name.words):
            self._by_word[word].append(entry)
        for pair in name.pairs():
            self._by_pair[pair].append(entry)
        if len(name.words) >= FEWEST_INITIALS:
            self._by_initials[name.initials].append(entry)
        for characters in name.characters():
            self._by_characters[characters].append(entry)

    def like(self, name: str) -> list[Found]:
        """Return the entries whose names are alike, in the list's order."""
        sought = written(name)
        entries = set(self._by_letters.get(sought.letters, ()) if sought.letters else ())
        entries.update(self._by_whole.get((sought.together, sought.chinese), ()))
        for found in self._looked_up(sought):
            if len(found) <= MOST_ENTRIES:
                entries.update(found)
        likenesses = ((entry, likeness_of(sought, self._written[entry], self._weights)) for entry in sorted(entries))
        return [Found(entry, likeness) for entry, likeness in likenesses if likeness is not None]

    def _looked_up(self, sought: Written) -> Iterator[list[int]]:
        own = [word for word in sought.words if is_own(word)]
        for word in own or sought.words:
            yield self._by_word.get(word, [])
            yield self._by_pair.get(word, [])
        spellings = (spelled for word in own for spelled in self._spellings.near(word))
        for word in (*spellings, *sought.pairs()):
            yield self._by_word.get(word, [])
        for characters in sought.characters():
            yield self._by_characters.get(characters, [])
        yield from self._by_first_letters(sought)

    def _by_first_letters(self, sought: Written) -> Iterator[list[int]]:
        """Entries whose initials the name is, and those that are its initials."""
        if len(sought.words) == 1:
            for letters in range(FEWEST_INITIALS, min(len(sought.words[0]), LONGEST_WORD) + 1):
                yield self._by_initials.get(sought.words[0][:letters], [])
        elif len(sought.words) >= FEWEST_INITIALS:
            for form in ("", *FORM_LETTERS):
                yield self._by_word.get(sought.initials + form, [])


class Spellings:
    """The words of a list, found by words that are a typing error away: both lose a letter and are the same then."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for rest in _rests(word):
                self._by_rest[rest].append(word)

    def near(self, word: str) -> list[str]:
        """Return the other words that may be this one, mistyped, in the order of the alphabet."""
        seen = {other for rest in _rests(word) for other in self._by_rest.get(rest, ())}
        return sorted(other for other in seen if other != word and near(word, other))


def _rests(word: str) -> set[str]:
    """Return the word and what is left of it without any one of its letters."""
    if not SHORTEST - 1 <= len(word) <= LONGEST_WORD:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
