"""How like two names are, and why one would think so."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from supplier_portal.domain.company_names.overlap import Overlap
from supplier_portal.domain.company_names.weights import WordWeights
from supplier_portal.domain.company_names.words import CHINESE, is_own, joined, words_of

SAME, INITIALS, PART, SIMILAR = "same_name", "initials", "part_of_name", "similar_name"
"""Equal after normalising; one is the other's initials; all own words of one stand in the other; alike otherwise."""

WHOLE, OF_ANOTHER_FORM = 1000, 995
"""Equal to the letter; equal but for the legal form."""
FEWEST_INITIALS = 3
OF_FEW_INITIALS, OF_INITIALS = 540, 700
OF_MISTYPED = 620
SHORTEST_CORE = 2
OF_ONE_CORE = 900
LEAST_ALIKE = 500
WEAK = 590
"""What little evidence may score: enough within one country, too little across borders."""
MOST_FORM_LETTERS = 2
MOST_WORDS = 40
"""What follows in a longer name is left out of the comparison."""
FORM_LETTERS = frozenset("cghil")
"""Company, group, holding, incorporated, limited."""


@dataclass(frozen=True)
class Likeness:
    """kind: SAME, INITIALS, PART or SIMILAR; score: 500 to 1000."""

    kind: str
    score: int


@dataclass(frozen=True)
class Written:
    """A name taken apart: all its letters, its words and its Chinese part without legal forms, what tells that one.

    words: of all scripts but Chinese; core: the Chinese part without places and common words besides.
    """

    letters: str
    words: tuple[str, ...]
    chinese: str
    core: str

    @cached_property
    def together(self) -> str:
        """The words as one: Flex Port is Flexport."""
        return joined(self.words)

    @cached_property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words)

    def pairs(self) -> set[str]:
        """Neighbouring words written together."""
        return {joined(pair) for pair in pairwise(self.words)}

    def characters(self) -> set[str]:
        """Return pairs of neighbouring Chinese characters."""
        return {self.core[at : at + 2] for at in range(len(self.core) - 1)}


def written(name: str) -> Written:
    """Take a name apart for comparing it."""
    found = words_of(name)
    words = tuple(word for script, words in found.all.items() if script != CHINESE for word in words)
    nothing = ("",)
    core = found.telling.get(CHINESE, nothing)[0]
    return Written(found.letters, words[:MOST_WORDS], found.all.get(CHINESE, nothing)[0], core)


def likeness_of(sought: Written, listed: Written, weights: WordWeights) -> Likeness | None:
    """Compare two names; None where they are not alike."""
    if sought.letters and sought.letters == listed.letters:
        return Likeness(SAME, WHOLE)
    found = [_in_chinese(sought, listed)]
    if sought.words and listed.words:
        found.append(_in_words(sought, listed, weights))
    return max((likeness for likeness in found if likeness), key=lambda likeness: likeness.score, default=None)


def _in_chinese(sought: Written, listed: Written) -> Likeness | None:
    if sought.chinese and sought.chinese == listed.chinese:
        return Likeness(SAME, OF_ANOTHER_FORM)
    if min(len(sought.core), len(listed.core)) < SHORTEST_CORE:
        return None
    if sought.core == listed.core:
        return Likeness(PART, OF_ONE_CORE)
    one, other = sought.characters(), listed.characters()
    score = 2 * WHOLE * len(one & other) // (len(one) + len(other))
    if sought.core in listed.core or listed.core in sought.core:
        return Likeness(PART, max(score, LEAST_ALIKE))
    return Likeness(SIMILAR, score) if score > LEAST_ALIKE else None


def _in_words(sought: Written, listed: Written, weights: WordWeights) -> Likeness | None:
    if sought.together == listed.together:
        return Likeness(SAME, OF_ANOTHER_FORM)
    overlap = Overlap(sought.words, listed.words, weights)
    if overlap.enough():
        score = min(overlap.share(WHOLE), WEAK if overlap.weak() else OF_ANOTHER_FORM - 1)
        score = max(score, OF_MISTYPED) if overlap.mistyped_only() else score
        if score >= LEAST_ALIKE:
            return Likeness(PART if overlap.one_holds_all() and not overlap.mistyped else SIMILAR, score)
    if letters := _initials(sought, listed) or _initials(listed, sought):
        return Likeness(INITIALS, OF_FEW_INITIALS if letters == FEWEST_INITIALS else OF_INITIALS)
    return None


def _initials(short: Written, long: Written) -> int:
    """Count the letters of a name that is the other's initials, its legal form's perhaps behind; 0 if it is not."""
    letters, name = long.initials, short.words[0]
    if len(short.words) > 1 or len(letters) < FEWEST_INITIALS or not (name.startswith(letters) and is_own(name)):
        return 0
    form = name[len(letters) :]
    return len(name) if set(form) <= FORM_LETTERS and len(form) <= MOST_FORM_LETTERS else 0
