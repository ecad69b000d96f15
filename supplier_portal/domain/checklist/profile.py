"""What a supplier is, and which checkpoints apply to it."""

from dataclasses import dataclass
from decimal import Decimal

from supplier_portal.domain.checklist.version import Checkpoint

LARGE_STAFF = 250
LARGE_TONNES = Decimal(10_000)


@dataclass(frozen=True)
class Profile:
    """manufacturer: makes goods; large: see `is_large`; core: a strategic core supplier."""

    manufacturer: bool
    large: bool
    core: bool


def is_large(*, staff: int | None, scope_1_and_2: Decimal | None, core: bool) -> bool:
    """Whether more is asked for: 250 staff, 10,000 t of scope 1 and 2 a year, or strategic core.

    staff: heads, None where unknown; scope_1_and_2: tonnes of CO2e of the latest year, None where unknown.
    """
    return core or (staff or 0) >= LARGE_STAFF or (scope_1_and_2 or Decimal(0)) >= LARGE_TONNES


def applies(checkpoint: Checkpoint, profile: Profile) -> bool:
    """Whether a checkpoint's condition holds for a supplier; where not, it is out of profile (scoring.md 1)."""
    holds = {None: True, "manufacturer": profile.manufacturer, "large": profile.large, "core": profile.core}
    return holds[checkpoint.condition]
