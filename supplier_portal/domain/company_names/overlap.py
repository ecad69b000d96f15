"""What of two names stands in both, by the weight of its words."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from supplier_portal.domain.company_names.spelling import near
from supplier_portal.domain.company_names.vocabulary import COMMON_WORDS, ONE_SENSE
from supplier_portal.domain.company_names.weights import WordWeights
from supplier_portal.domain.company_names.words import is_own, joined

LEAST_ON_BOTH_SIDES = 115
"""What must be shared where words are left over on both sides: tenths of a bit, a rare word or several."""
STRONG = 80
FEWEST_WORDS_OF_TRADE = 2
SHORT, MIDDLE = 5, 7
MISTYPED = {SHORT: 50, MIDDLE: 65}
MISTYPED_LONG = 80
"""Per cent of a word's weight that count where it is mistyped: a letter less is much of a short word."""


class Overlap:
    """Words of two names set against each other: equal ones, those written together, mistyped ones.

    mistyped: the lengths of the latter.
    """

    def __init__(self, sought: Sequence[str], listed: Sequence[str], weights: WordWeights) -> None:
        self._left = [dict.fromkeys(ONE_SENSE.get(word, word) for word in words) for words in (sought, listed)]
        self._weigh: Callable[[str], int] = weights.of
        self._matched = self._whole = 0
        self._own = self._words = 0
        self.mistyped: list[int] = []
        self._take_equal()
        self._take_together(0, sought)
        self._take_together(1, listed)
        self._take_mistyped()
        self._whole += sum(self._weigh(word) for side in self._left for word in side)

    def _take_equal(self) -> None:
        for word in [word for word in self._left[0] if word in self._left[1]]:
            self._take([word], [word], self._weigh(word), 100)

    def _take_together(self, side: int, words: Sequence[str]) -> None:
        """Take two words of one name that are one word of the other."""
        left, against = self._left[side], self._left[1 - side]
        for one, other in pairwise(words):
            whole = joined((one, other))
            if one in left and other in left and one != other and whole in against:
                parts = ([one, other], [whole]) if side == 0 else ([whole], [one, other])
                self._take(*parts, self._weigh(whole), 100)

    def _take_mistyped(self) -> None:
        for word in list(self._left[0]):
            other = next((other for other in self._left[1] if near(word, other)), None)
            if other is not None:
                weight = min(self._weigh(word), self._weigh(other))
                length = min(len(word), len(other))
                self._take(
                    [word], [other], weight, next((MISTYPED[to] for to in MISTYPED if length <= to), MISTYPED_LONG)
                )
                self.mistyped.append(length)

    def _take(self, sought: Sequence[str], listed: Sequence[str], weight: int, per_cent: int) -> None:
        for words, side in ((sought, self._left[0]), (listed, self._left[1])):
            for word in words:
                del side[word]
        telling = listed[0] if len(listed) == 1 else sought[0]
        self._own += is_own(telling)
        self._words += telling not in COMMON_WORDS
        self._matched += weight * per_cent // 100
        self._whole += 2 * weight

    def share(self, whole: int) -> int:
        """Return twice what is shared by all there is, of `whole`."""
        return whole * 2 * self._matched // self._whole

    def mistyped_only(self) -> bool:
        """Whether the names are one but for a letter in words that are long enough to be known in spite of it."""
        return bool(self.mistyped) and not any(self._left) and min(self.mistyped) >= SHORT

    def one_holds_all(self) -> bool:
        """Whether no own word of one of the names is left over."""
        return any(not any(is_own(word) for word in side) for side in self._left)

    def enough(self) -> bool:
        """Words of trade alone are enough where no other ones are left over; own words alone where they are rare."""
        if not any(self._left):
            return True
        if not self._own:
            only_common_left = all(word in COMMON_WORDS for side in self._left for word in side)
            return self._words >= FEWEST_WORDS_OF_TRADE and only_common_left
        return not all(self._left) or self._matched >= LEAST_ON_BOTH_SIDES

    def weak(self) -> bool:
        """Whether words are left over and little of their own is shared."""
        return bool(self._own) and any(self._left) and self._matched < STRONG
