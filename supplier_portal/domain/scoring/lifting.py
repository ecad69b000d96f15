"""What would raise a supplier's rating (scoring.md 6): the same rules on a changed input."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from supplier_portal.domain.scoring.answers import LIFTED_TO
from supplier_portal.domain.scoring.policy import Policy
from supplier_portal.domain.scoring.rating import rate
from supplier_portal.domain.scoring.rating_input import LEVELS, Audit, RatingInput


@dataclass(frozen=True, slots=True)
class CheckpointLift:
    """A checkpoint below its maximum: its level today and the gain in the published rating at each higher level."""

    site: str
    code: str
    level: int
    gains: Mapping[int, Decimal]

    @property
    def next_gain(self) -> Decimal:
        """The gain at the next level."""
        return self.gains[self.level + 1]


@dataclass(frozen=True, slots=True)
class GateLift:
    """A gate that holds the rating down: the gain in the published rating and the grade without it."""

    code: str
    gain: Decimal
    grade: str


@dataclass(frozen=True, slots=True)
class Lifts:
    """Checkpoints from the lowest level on, the greatest gain first; gates in the policy's order."""

    checkpoints: tuple[CheckpointLift, ...]
    gates: tuple[GateLift, ...]


def what_lifts(rating_input: RatingInput, policy: Policy) -> Lifts:
    """Work out the gain of every checkpoint below level 4 and of every acting gate, each on its own.

    A gain of 0.00 is told as well: a gate, a cap or an expired audit may hold the figure. Raises what `rate` raises.
    """
    today = rate(rating_input, policy)

    def gain(changed: RatingInput) -> Decimal:
        return rate(changed, policy).rating - today.rating

    checkpoints = [
        CheckpointLift(audit.site, code, level, {higher: gain(changed) for higher, changed in changes.items()})
        for audit, code, level, changes in _changes(rating_input)
    ]
    gates = []
    for code in today.gates:
        without = rate(replace(rating_input, waived=rating_input.waived | {code}), policy)
        gates.append(GateLift(code, without.rating - today.rating, without.grade))
    checkpoints.sort(key=lambda lift: (lift.level, -lift.next_gain, lift.site, lift.code))
    return Lifts(tuple(checkpoints), tuple(gates))


def higher_levels(rating_input: RatingInput) -> Iterator[tuple[int, Audit, str, int, list[int]]]:
    """Go through the rated checkpoints below the top level.

    Gives the audit's place among the inputs, the audit, the checkpoint, today's level and the higher ones.
    """
    for place, audit in enumerate(rating_input.audits):
        for checkpoint in audit.checkpoints:
            if isinstance(checkpoint.rating, str):
                continue
            level = max(checkpoint.rating or 0, min(LIFTED_TO, audit.re_rated.get(checkpoint.code, 0)))
            if higher := [target for target in LEVELS if target > level]:
                yield place, audit, checkpoint.code, level, higher


def with_level(rating_input: RatingInput, place: int, code: str, level: int) -> RatingInput:
    """The input with one checkpoint of one audit rated otherwise."""
    audits = list(rating_input.audits)
    checkpoints = tuple(
        replace(checkpoint, rating=level) if checkpoint.code == code else checkpoint
        for checkpoint in audits[place].checkpoints
    )
    audits[place] = replace(audits[place], checkpoints=checkpoints)
    return replace(rating_input, audits=tuple(audits))


def _changes(rating_input: RatingInput) -> Iterator[tuple[Audit, str, int, dict[int, RatingInput]]]:
    """The same with the input changed to each higher level."""
    for place, audit, code, level, higher in higher_levels(rating_input):
        yield audit, code, level, {target: with_level(rating_input, place, code, target) for target in higher}
