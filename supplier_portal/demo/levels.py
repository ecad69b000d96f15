"""How mature an invented supplier is at each checkpoint, and figures that say the same as the level does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from random import Random

from supplier_portal.domain.checklist.profile import Profile, applies
from supplier_portal.domain.checklist.version import Band, ChecklistVersion, Checkpoint, Metric

HIGHEST, MIDDLING = 4, 2
TENTHS = 10
SPREAD = 9  # two dice of so many tenths of a level: how far single checkpoints lie around their dimension
YES_FROM = 13  # tenths of a level from which on a yes is given
NOT_APPLICABLE_ONCE_IN = 6  # where the texts have a reason for it
PER_CENT = Decimal(100)
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
FEW_TONNES = 100  # below it a tenth of a tonne would count
SHARES = {"S4.2": (15, 38), "S4.3": (62, 85)}  # scope 1, scope 2
OTHER_SHARE = (20, 60)
PERMILLE_A_PER_CENT = 10
WIDEST_GAP = 2  # times the lowest band's
WIDEST_ABOVE = Decimal("1.3")  # how far above the highest band a figure goes


@dataclass(frozen=True)
class Figures:
    """What an answer counts and measures; the fields are those of an answer."""

    population: int | None = None
    sampled: int | None = None
    conforming: int | None = None
    number: Decimal | None = None
    claimed: Decimal | None = None
    reperformed: Decimal | None = None
    on_track: bool | None = None


def levels_of(
    checklist: ChecklistVersion, profile: Profile, means: Mapping[str, int], chance: Random, reasons: Mapping[str, str]
) -> dict[str, str]:
    """Give each checkpoint in profile its rating: "0" to "4", or "NA" for one of `reasons`, by code.

    means: tenths of a level, by dimension.
    """
    dimension_of = {step.number: step.dimension for step in checklist.steps}
    ratings = {}
    for checkpoint in checklist.checkpoints:
        about = means[dimension_of[checkpoint.step]] + chance.randint(-SPREAD, SPREAD) + chance.randint(-SPREAD, SPREAD)
        left_out = chance.randrange(NOT_APPLICABLE_ONCE_IN) == 0
        if not applies(checkpoint, profile):
            continue
        level = max(0, min(HIGHEST, (about + TENTHS // 2) // TENTHS))
        if checkpoint.type == "yes_no":
            level = HIGHEST if about >= YES_FROM else 0
        ratings[checkpoint.code] = "NA" if left_out and checkpoint.code in reasons else str(level)
    return ratings


def figures_of(checkpoint: Checkpoint, rating: str, tonnes: Decimal, chance: Random) -> Figures:
    """Counts and figures that agree with the rating. tonnes: scope 1 and 2 of the supplier."""
    if rating == "NA":
        return Figures()
    level = int(rating)
    sampled = chance.randint(4, 9)
    conforming = sampled if level > MIDDLING else chance.randint(1, sampled - 2) if level == MIDDLING else 0
    counted = Figures(population=sampled * chance.randint(2, 9), sampled=sampled, conforming=conforming)
    if checkpoint.type == "yes_no" or checkpoint.methods == ("certificate",):
        return Figures()
    if checkpoint.metric is None:
        return counted
    if checkpoint.metric.basis == "gap":
        of_all = SHARES.get(checkpoint.code, OTHER_SHARE)
        claimed, found = _apart(_gap_of(checkpoint.metric, level, chance), tonnes, of_all, chance)
        return replace(counted, claimed=claimed, reperformed=found)
    if checkpoint.metric.basis:
        claimed = Decimal(chance.randint(400, 9000)) / 10
        share = _within(checkpoint.metric, level, chance)
        return replace(
            counted, claimed=claimed, reperformed=(claimed * share / PER_CENT).quantize(HUNDREDTH, ROUND_CEILING)
        )
    on_track = level == HIGHEST if any(band.on_track for band in checkpoint.metric.bands) else None
    return replace(counted, number=_within(checkpoint.metric, level, chance), on_track=on_track)


def _gap_of(metric: Metric, level: int, chance: Random) -> int:
    """A gap of the level's band in permille, off both its ends so that rounding leaves it there."""
    widest = {band.level: int(band.threshold * PERMILLE_A_PER_CENT) for band in metric.bands}
    least = widest.get(level + 1, -1)
    most = widest.get(level, WIDEST_GAP * widest[1])
    return chance.randint(least + 1 + (least > 0), most - 1)


def _apart(gap: int, tonnes: Decimal, share: tuple[int, int], chance: Random) -> tuple[Decimal, Decimal]:
    """Claimed and re-performed tonnes of a scope, a gap of permille apart; share: of all tonnes, per cent."""
    found = tonnes * chance.randint(*share) / PER_CENT
    places = TENTH if found >= FEW_TONNES else HUNDREDTH
    found = found.quantize(places)
    permille = gap * chance.choice((-1, -1, 1))
    return (found * (1000 + permille) / 1000).quantize(places), found


def _at_most(bands: Sequence[Band], level: int, chance: Random) -> Decimal:
    """As `_within`, where less is better."""
    widest = {band.level: int(band.threshold * TENTHS) for band in bands}
    low, high = widest.get(level + 1, 0), widest.get(level, int(widest[1] * WIDEST_ABOVE))
    return Decimal(chance.randint(low + 1, max(low + 1, high))) / TENTHS


def _within(metric: Metric, level: int, chance: Random) -> Decimal:
    """A figure of the level's band, in whole tenths."""
    bands: Sequence[Band] = sorted(metric.bands, key=lambda band: band.level)
    if metric.direction == "at_most":
        return _at_most(bands, level, chance)
    bounds = [Decimal(0), *(band.threshold for band in bands)]
    low = bounds[level]
    above = [bound for bound in bounds[level + 1 :] if bound > low]
    most = above[0] if above else min(PER_CENT, low * WIDEST_ABOVE) if "%" in metric.unit.en else low * WIDEST_ABOVE
    if level == 0:
        most = max(most, low)
        return low if bounds[1] == 0 else (most * chance.randint(50, 90) / PER_CENT).quantize(TENTH)
    first, last = int(low * TENTHS), int(most * TENTHS) - (1 if above else 0)
    return Decimal(chance.randint(max(first, 1), max(first, last))) / TENTHS
