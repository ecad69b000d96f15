"""What a supplier could change, and what one change or several together would bring (scoring.md 6)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring.lifting import higher_levels, with_level
from supplier_portal.domain.scoring.policy import Policy
from supplier_portal.domain.scoring.rating import Rating, rate
from supplier_portal.domain.scoring.rating_input import RatingInput
from supplier_portal.domain.scoring.rounding import Number, text_of

LEVEL, CDP, SBT, PRIMARY_SHARE, VERIFIED, GATE = "level", "cdp", "sbt", "primary_share", "verified", "gate"
SHARES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
"""Shares of primary data that are told as steps."""


@dataclass(frozen=True, slots=True)
class Change:
    """One input changed. kind: level, cdp, sbt, primary_share, verified or gate; now, to: as texts.

    site, code: of a level, with the audit's place among the inputs; code: of a gate, which is ended.
    """

    kind: str
    now: str
    to: str
    place: int = 0
    site: str = ""
    code: str = ""

    @property
    def about(self) -> str:
        """What is changed, whatever it is changed to; no two of one combination are about the same."""
        return ":".join((self.kind, str(self.place), self.code))

    @property
    def key(self) -> str:
        """The change as an address writes it."""
        return f"{self.about}:{self.to}"


@dataclass(frozen=True, slots=True)
class Effect:
    """Gains in the published figures, 0.00 where something holds them; grade: the one it would be."""

    rating: Decimal
    sustainability: Decimal
    grade: str


def possible_changes(rating_input: RatingInput, policy: Policy) -> Iterator[Change]:
    """Go through all that would raise an input: levels, what is told of carbon, and the gates that act."""
    for place, audit, code, level, targets in higher_levels(rating_input):
        for target in targets:
            yield Change(LEVEL, str(level), str(target), place, audit.site, code)
    rule = policy.sustainability
    yield from _better(CDP, rating_input.cdp, rule.cdp)
    yield from _better(SBT, rating_input.sbt, rule.sbt)
    share = Fraction(rating_input.primary_share)
    for higher in SHARES:
        if higher > share:
            yield Change(PRIMARY_SHARE, text_of(share), text_of(higher))
    if not rating_input.verified:
        yield Change(VERIFIED, "no", "yes")
    for gate in rate(rating_input, policy).gates:
        yield Change(GATE, "acts", "ended", code=gate)


def changed(rating_input: RatingInput, changes: Iterable[Change]) -> RatingInput:
    """The input with the changes made, the later one of two about the same."""
    for change in changes:
        rating_input = _with(rating_input, change)
    return rating_input


def effect_of(changes: Iterable[Change], rating_input: RatingInput, policy: Policy, today: Rating) -> Effect:
    """What the changes would bring together. today: the input's own rating. Raises what `rate` raises."""
    then = rate(changed(rating_input, changes), policy)
    return Effect(then.rating - today.rating, then.sustainability - today.sustainability, then.grade)


def chosen(keys: Collection[str], possible: Iterable[Change]) -> list[Change]:
    """Those of the possible changes that the keys name, one about each thing: the greatest."""
    wanted = set(keys)
    return list({change.about: change for change in possible if change.key in wanted}.values())


def _better(kind: str, now: str, worth: Mapping[str, Number]) -> Iterator[Change]:
    """Values that are worth more points than today's, the nearest first."""
    for value in sorted((value for value in worth if worth[value] > worth[now]), key=worth.__getitem__):
        yield Change(kind, now, value)


def _with(rating_input: RatingInput, change: Change) -> RatingInput:
    if change.kind == LEVEL:
        return with_level(rating_input, change.place, change.code, int(change.to))
    if change.kind == CDP:
        return replace(rating_input, cdp=change.to)
    if change.kind == SBT:
        return replace(rating_input, sbt=change.to)
    if change.kind == PRIMARY_SHARE:
        return replace(rating_input, primary_share=Fraction(change.to))
    if change.kind == VERIFIED:
        return replace(rating_input, verified=True)
    return replace(rating_input, waived=rating_input.waived | {change.code})
