"""The rules a score is worked out by, as data (scoring.md 1 to 3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from supplier_portal.domain.scoring.rounding import Number

MODES = ("on_site", "remote", "desktop")
COUNTED = ("open_critical", "open_major", "overdue_major")  # conditions that count the findings of one site
CONDITIONS = (*COUNTED, "no_valid_audit", "missing_module", "audit_refused")
PARTS = ("audit", "cdp", "sbt", "data")  # what the sustainability figure is a mean of
SUSTAINABILITY = "sustainability"  # the one module that is worked out here, not entered


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: it holds when what `when` counts reaches `at_least`, and then has the effects that are given."""

    code: str
    when: str
    at_least: int = 1
    cap_audit: Number | None = None
    cap_grade: str | None = None
    block_bid: bool = False
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """How an audit ages: days, and figures out of 100."""

    full_days: int
    expires_after_days: int
    pivot: Number
    factor_at_expiry: Number
    no_audit: Number


@dataclass(frozen=True, slots=True)
class SustainabilityRule:
    """Weights by part, points (0 to 100) by CDP score and target status, shares (0 to 1) of data quality."""

    weights: Mapping[str, Number]
    cdp: Mapping[str, Number]
    sbt: Mapping[str, Number]
    primary_share: Number
    verified: Number


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the rules; `grades` from best to worst, each with the least figure that earns it."""

    name: str
    version: str
    dimensions: Mapping[str, tuple[int, ...]]
    step_weights: Mapping[int, Number]
    dimension_weights: Mapping[str, Number]
    grades: tuple[tuple[str, Number], ...]
    validity: Validity
    mode_caps: Mapping[str, Number]
    sustainability: SustainabilityRule
    module_weights: Mapping[str, Number]
    gates: tuple[Gate, ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """All steps, in the order of the dimensions."""
        return tuple(step for steps in self.dimensions.values() for step in steps)

    def grade_of(self, figure: Number) -> str:
        """Give the best grade whose limit the figure reaches."""
        return next(grade for grade, least in self.grades if figure >= least)

    def worse_of(self, one: str, other: str) -> str:
        """Give the worse of two grades."""
        order = [grade for grade, _ in self.grades]
        return max(one, other, key=order.index)
