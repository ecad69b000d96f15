"""Whether two names are plainly those of different companies: said only where the names themselves leave no doubt."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from supplier_portal.domain.company_names.spelling import near
from supplier_portal.domain.company_names.words import CHINESE, NameWords, is_own, words_of

LEAST_SHARE = Fraction(1, 2)
"""Of the own words of the shorter name, as many stand in the other one where both may be the same company.

Where a name has words of trade and place alone, the other one holds them all.
"""
FEWEST_INITIALS, MOST_FORM_LETTERS = 3, 2


def plainly_another(name: str, known: Iterable[str]) -> bool:
    """Whether `name` is plainly that of another company than the one of the `known` names, in whatever language.

    "Flex Ltd." is not "Flexport"; "Huiling Co., Ltd." may be "HUILING Precision Electronics". Names that share no
    script cannot be compared: then nothing is plain, and the answer is no.
    """
    given = words_of(name)
    verdicts = [verdict for other in known for verdict in _verdicts(given, words_of(other))]
    return bool(verdicts) and not any(verdicts)


def _verdicts(one: NameWords, other: NameWords) -> list[bool]:
    """For each script that both names are written in, whether they may be one company's."""
    return [_alike(script, one, other) for script in one.all if script in other.all]


def _alike(script: str, one: NameWords, other: NameWords) -> bool:
    if script == CHINESE:
        return _alike_in_chinese(one.telling[script][0], other.telling[script][0])
    words = one.all[script], other.all[script]
    own = [{word for word in part if is_own(word)} for part in words]
    by_own_words = own[0] and own[1]
    share = _shared(own[0], own[1]) if by_own_words else _shared(set(words[0]), set(words[1]))
    alike = share >= (LEAST_SHARE if by_own_words else 1)
    return alike or _written_together(*words) or initials_of(*words)


def _shared(one: Collection[str], other: Collection[str]) -> Fraction:
    """How much of the shorter name stands in the other one, typing errors forgiven."""
    shares = (
        Fraction(sum(any(near(word, against) for against in longer) for word in shorter), len(shorter))
        for shorter, longer in ((one, other), (other, one))
        if len(shorter) <= len(longer)
    )
    return max(shares)


def _alike_in_chinese(one: str, other: str) -> bool:
    """One stands in the other, or half of the shorter one's pairs of characters do."""
    shorter, longer = sorted((one, other), key=len)
    pairs = [_pairs(shorter), _pairs(longer)]
    return shorter in longer or (bool(pairs[0]) and Fraction(len(pairs[0] & pairs[1]), len(pairs[0])) >= LEAST_SHARE)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _written_together(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """LG Display and LGDisplay."""
    return "".join(one) == "".join(other)


def initials_of(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one is the other's initials: TSMC and the words it stands for; letters of the legal form may follow."""
    short, long = sorted((one, other), key=len)
    letters = "".join(word[0] for word in long)
    telling = len(short) == 1 and len(letters) >= FEWEST_INITIALS
    return telling and short[0].startswith(letters) and len(short[0]) <= len(letters) + MOST_FORM_LETTERS
