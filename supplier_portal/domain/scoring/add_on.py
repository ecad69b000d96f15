"""The score of an add-on checklist, which stands beside an audit's figure and enters no other."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring.answers import step_means
from supplier_portal.domain.scoring.rating_input import Checkpoint
from supplier_portal.domain.scoring.rounding import figure, mean


def add_on_score(checkpoints: tuple[Checkpoint, ...], step_weights: Mapping[int, Fraction]) -> Decimal | None:
    """Give the mean of the steps' means by the steps' weights, 0 to 100 at 0.01; None where no weight is left.

    Checkpoint to step as in an audit (scoring.md 1); a step weighs what its checkpoints weigh in the checklist, so
    that one that is not applicable moves no weight to another step.
    """
    means = step_means(checkpoints)
    value = mean((step_weights[step], points) for step, points in means.items())
    return None if value is None else figure(value)
