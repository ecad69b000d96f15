"""From answers to an audit's figure (scoring.md 1): checkpoint → step → dimension → audit, exact all the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring.policy import Policy
from supplier_portal.domain.scoring.rating_input import LEFT_OUT, Audit, Checkpoint
from supplier_portal.domain.scoring.rounding import Number, mean

POINTS_A_LEVEL = 25
LIFTED_TO = 3  # a verified action lifts its checkpoint to this level at most


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An audit's figure with what it is made of; steps and dimensions that left are absent."""

    steps: Mapping[int, Fraction]
    dimensions: Mapping[str, Fraction]
    audit: Fraction


def break_down(checkpoints: tuple[Checkpoint, ...], policy: Policy, place: str) -> Breakdown:
    """Work out steps, dimensions and audit. Raises Invalid at `place` when no dimension with weight is left."""
    means = step_means(checkpoints)
    steps = {step: means[step] for step in policy.steps if step in means}
    weights = policy.step_weights
    dimensions = {}
    for dimension, members in policy.dimensions.items():
        value = mean((weights[step], steps[step]) for step in members if step in steps)
        if value is not None:
            dimensions[dimension] = value
    audit = mean((policy.dimension_weights[dimension], value) for dimension, value in dimensions.items())
    if audit is None:
        raise Invalid([Fault("scoring.nothing_rated", place)])
    return Breakdown(steps, dimensions, audit)


def step_means(checkpoints: tuple[Checkpoint, ...]) -> dict[int, Fraction]:
    """Give each step's mean points; an unanswered checkpoint counts 0, a step without weight is absent."""
    weights: dict[int, Number] = {}
    totals: dict[int, Number] = {}
    for checkpoint in checkpoints:
        rating = checkpoint.rating
        if isinstance(rating, str):
            continue
        step, weight = checkpoint.step, checkpoint.weight
        weights[step] = weights.get(step, 0) + weight
        totals[step] = totals.get(step, 0) + weight * (rating or 0)
    return {step: Fraction(POINTS_A_LEVEL * totals[step], weight) for step, weight in weights.items() if weight}


def lifted(audit: Audit, place: str) -> tuple[Checkpoint, ...]:
    """Give the checkpoints with the levels of verified actions: max(level, min(3, re-rated level)).

    Raises Invalid where a re-rated code is not applicable, out of profile or not in the audit.
    """
    rated = {checkpoint.code for checkpoint in audit.checkpoints if checkpoint.rating not in LEFT_OUT}
    unknown = [Fault("scoring.not_rated", f"{place}.re_rated.{code}") for code in audit.re_rated if code not in rated]
    if unknown:
        raise Invalid(unknown)
    return tuple(
        replace(checkpoint, rating=max(checkpoint.rating or 0, min(LIFTED_TO, audit.re_rated[checkpoint.code])))
        if checkpoint.code in audit.re_rated and not isinstance(checkpoint.rating, str)
        else checkpoint
        for checkpoint in audit.checkpoints
    )
