"""How much a word tells of a company, by how many names of a list hold it. Whole numbers: tenths of a bit."""

from collections import Counter
from collections.abc import Iterable
from math import log2

from supplier_portal.domain.company_names.ordinary import ORDINARY_WORDS
from supplier_portal.domain.company_names.words import is_own

SHARED, ORDINARY, LEAST_OWN, MOST = 20, 60, 45, 140
"""Weight of a common word, the most of an ordinary one, the least and the most of a company's own."""
FEWEST_NAMES = 16_384
"""A short list says little of how rare a word is: it counts as one of this length."""


class WordWeights:
    """Weights of the words of a list; a word that it does not hold is as telling as can be."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        known: Counter[str] = Counter()
        count = 0
        for words in names:
            count += 1
            known.update(set(words))
        self._names = max(count, FEWEST_NAMES)
        self._weights = {word: _weight(word, self._names, among) for word, among in known.items()}

    def of(self, word: str) -> int:
        """Return the weight of a word: 20 for what others share, to 60 for ordinary ones, 45 to 140 for others."""
        known = self._weights.get(word)
        return known if known is not None else _weight(word, self._names, 1)


def _weight(word: str, names: int, among: int) -> int:
    if not is_own(word):
        return SHARED
    most = ORDINARY if word in ORDINARY_WORDS else MOST
    return min(max(round(10 * log2(names / among)), LEAST_OWN), most)
