"""The level a verified finding lifts its checkpoints to, as the person who verifies it judges (scoring.md 1)."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.findings.texts import reason_faults

LIFT_LEVELS = (0, 1, 2, 3)
"""A verified action shows that something is mended: level 4 is for the next audit to see."""


class Lifted(NamedTuple):
    """level: of LIFT_LEVELS; reason: both sides read it."""

    checkpoint: str
    level: int
    reason: str


def lift_faults(lifts: Sequence[Lifted], rated: Collection[str]) -> Iterator[Fault]:
    """Faults of the levels. rated: the checkpoints the finding covers and its audit rated for the score."""
    for lift in lifts:
        if lift.checkpoint not in rated:
            yield Fault("findings.lift_not_rated", f"lift-{lift.checkpoint}-level")
            continue
        if lift.level not in LIFT_LEVELS:
            yield Fault("findings.lift_level", f"lift-{lift.checkpoint}-level", facts={"most": LIFT_LEVELS[-1]})
        yield from reason_faults(lift.reason, f"lift-{lift.checkpoint}-reason")
