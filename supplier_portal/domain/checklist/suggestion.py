"""What a figure or a rating proposes: a level, a severity. An auditor confirms or changes either."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.checklist.profile import Profile
from supplier_portal.domain.checklist.version import SEVERITIES, Band, Checkpoint, Metric
from supplier_portal.domain.errors import DomainError

Figure = Decimal | Fraction | int
Rating = int | str | None  # 0 to 4, "yes", "no", "NA", "out_of_profile", None: not answered
LEVEL_OF_ANSWER = {"yes": 4, "no": 0}
PER_CENT = 100


def gap(claimed: Figure, reperformed: Figure) -> Fraction | None:
    """abs(claimed - re-performed) / re-performed, in per cent.

    0 where both figures are 0; None where only the re-performed one is, as nothing can be divided by it.
    Raises DomainError `checklist.figure_negative`.
    """
    claim, found = _not_negative(claimed), _not_negative(reperformed)
    if found == 0:
        return Fraction(0) if claim == 0 else None
    return abs(claim - found) / found * PER_CENT


def share_of_claimed(claimed: Figure, verified: Figure) -> Fraction | None:
    """Give verified / claimed in per cent; None where nothing was claimed.

    Raises DomainError `checklist.figure_negative`.
    """
    claim, found = _not_negative(claimed), _not_negative(verified)
    return None if claim == 0 else found / claim * PER_CENT


def suggested_level(checkpoint: Checkpoint, number: Figure | None, *, on_track: bool = False) -> int | None:
    """Highest level whose band the figure reaches, 0 where it reaches none.

    number: in the metric's unit. None for a checkpoint without a metric or where there is no figure.
    on_track: whether emissions are on the target's path; only bands that ask for it look at it.
    """
    if checkpoint.metric is None or number is None:
        return None
    exact, metric = Fraction(number), checkpoint.metric
    reached = [band.level for band in metric.bands if _reaches(exact, band, metric) and (on_track or not band.on_track)]
    return max(reached, default=0)


def suggested_level_of_pair(checkpoint: Checkpoint, claimed: Figure, reperformed: Figure) -> int | None:
    """Level proposed from a claimed figure and the auditor's own of it, in one unit.

    Gap: both 0 is a gap of 0, only one of them 0 is level 0. Share: None where nothing was claimed.
    Raises DomainError `checklist.figure_negative`, ValueError for a metric that is no matter of two figures.
    """
    basis = checkpoint.metric.basis if checkpoint.metric else None
    if basis == "share_of_claimed":
        return suggested_level(checkpoint, share_of_claimed(claimed, reperformed))
    if basis != "gap":
        raise ValueError(f"{checkpoint.code} is not rated from a claimed and a re-performed figure")
    apart = gap(claimed, reperformed)
    return 0 if apart is None or (claimed == 0) != (reperformed == 0) else suggested_level(checkpoint, apart)


def proposed_severity(checkpoint: Checkpoint, rating: Rating, profile: Profile) -> str | None:
    """Severity of the finding proposed for a rating; None where none is.

    Level 0 and "no": the checkpoint's; level 1: one lower, and nothing below an observation; else none.
    """
    lowered = level_of(rating)
    if lowered not in (0, 1):
        return None
    severity = checkpoint.severity_at_zero
    if profile.core and checkpoint.severity_at_zero_core:
        severity = checkpoint.severity_at_zero_core
    rank = SEVERITIES.index(severity) - lowered
    return SEVERITIES[rank] if rank >= 0 else None


def carried_by(checkpoint: Checkpoint, ratings: Mapping[str, Rating]) -> str | None:
    """Code of the checkpoint whose one finding a weak answer here refers to, None where it raises its own.

    That is the checkpoint it follows from, when that one stands at level 0. ratings: by checkpoint code.
    """
    origin = checkpoint.follows_from
    return origin if origin is not None and level_of(ratings.get(origin)) == 0 else None


def level_of(rating: Rating) -> int | None:
    """Level of a rating; yes is 4, no is 0; None where it has none (NA, out of profile, not answered)."""
    return rating if isinstance(rating, int) else LEVEL_OF_ANSWER.get(rating or "")


def _reaches(number: Fraction, band: Band, metric: Metric) -> bool:
    beyond = number - Fraction(band.threshold)
    if metric.direction == "at_most":
        beyond = -beyond
    return beyond > 0 or (beyond == 0 and not band.strict)


def _not_negative(figure: Figure) -> Fraction:
    exact = Fraction(figure)
    if exact < 0:
        raise DomainError("checklist.figure_negative")
    return exact
