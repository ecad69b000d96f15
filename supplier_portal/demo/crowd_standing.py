"""What others publish of the further suppliers: scores of the CDP questionnaires and science-based targets.

Who is further with its carbon stands better, though not always.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from supplier_portal.carbon.sbti_list.companies import COMMITMENT, REMOVED, TARGETS_SET
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.invented_codes import isin_of, lei_of
from supplier_portal.demo.seed_rows import SeedSupplier, SeedTarget

LAST, BEFORE = 2023, 2022
SCORES = ("A", "A-", "B", "B-", "C", "C-", "D", "D-")
NO_ANSWER = "F"
LUCK = 34  # by so much of 99 an answer may look better than the supplier is
ANSWERED_BEFORE_IN_TEN = 7
WORSE_BEFORE = (0, 1, 1, 2)  # places among the scores
TARGET_YEARS = (2028, 2030, 2030, 2032, 2033)
LISTED_BY_ISIN_ONCE_IN = 4


def with_answers(drawn: Sequence[SeedSupplier], told: Mapping[str, Any]) -> list[SeedSupplier]:
    """Give the suppliers that were asked their scores. told: how many of each, see `seed/demo/crowd.toml`."""
    order = _by_luck(drawn, "cdp")
    published = [score for score, many in told["published"] for _ in range(many)]
    asked: dict[str, SeedSupplier] = {}
    for supplier, score in zip(order, published, strict=False):
        asked[supplier.number] = replace(supplier, cdp=_answers(supplier, score))
    rest = order[len(published) :]
    for supplier, score in zip(rest[::2], told["not_public"], strict=False):
        asked[supplier.number] = replace(supplier, cdp={LAST: score}, cdp_public=False)
    silent = [supplier for supplier in rest if supplier.number not in asked][::4]
    for supplier in silent[: told["asked_without_answer"]]:
        asked[supplier.number] = replace(supplier, cdp={BEFORE: NO_ANSWER, LAST: NO_ANSWER})
    return [asked.get(supplier.number, supplier) for supplier in drawn]


def with_targets(drawn: Sequence[SeedSupplier], told: Mapping[str, Any]) -> list[SeedSupplier]:
    """Give the suppliers on the public list what it says of them. told: how many of each."""
    statuses = [TARGETS_SET] * told["set"] + [COMMITMENT] * told["committed"] + [REMOVED] * told["removed"]
    listed = {}
    for place, (supplier, status) in enumerate(zip(_by_luck(drawn, "target"), statuses, strict=False)):
        chance = chance_for(f"listed:{supplier.number}")
        year = chance.choice(TARGET_YEARS) if status == TARGETS_SET else None
        by_name = place % (len(statuses) // told["listed_by_name_only"]) == 1
        by = "name" if by_name else "isin" if chance.randrange(LISTED_BY_ISIN_ONCE_IN) == 0 else "lei"
        listed[supplier.number] = _identified(supplier, SeedTarget(status, year, by))
    return [listed.get(supplier.number, supplier) for supplier in drawn]


def _identified(supplier: SeedSupplier, target: SeedTarget) -> SeedSupplier:
    """What the list identifies a supplier by, the supplier has."""
    if target.by == "lei":
        return replace(supplier, target=target, lei=lei_of(supplier.own_name))
    if target.by == "isin":
        return replace(supplier, target=target, isin=isin_of(supplier.own_name))
    return replace(supplier, target=target)


def _answers(supplier: SeedSupplier, score: str) -> dict[int, str]:
    """The score of the last questionnaire; most answered the one before, as well or a little worse."""
    chance = chance_for(f"cdp:{supplier.number}")
    if chance.randrange(10) >= ANSWERED_BEFORE_IN_TEN:
        return {LAST: score}
    before = min(SCORES.index(score) + chance.choice(WORSE_BEFORE), len(SCORES) - 1)
    return {BEFORE: SCORES[before], LAST: score}


def _by_luck(drawn: Iterable[SeedSupplier], about: str) -> list[SeedSupplier]:
    """The suppliers by what they are, with some luck: the best first."""
    return sorted(
        drawn, key=lambda one: (-one.maturity - chance_for(f"{about}:luck:{one.number}").randint(0, LUCK), one.number)
    )
