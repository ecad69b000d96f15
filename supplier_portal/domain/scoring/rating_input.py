"""What a rating is worked out from (scoring.md 5): audits with their answers, findings and the modules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from supplier_portal.domain.scoring.rounding import Number

Answer = int | Literal["NA", "out_of_profile"] | None
"""A maturity level 0 to 4, not applicable, out of the supplier's profile, or not answered yet."""

LEFT_OUT = ("NA", "out_of_profile")  # answers that take their checkpoint out of its step
LEVELS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One answered checkpoint of an audit."""

    code: str
    step: int
    weight: Number
    rating: Answer


@dataclass(frozen=True, slots=True)
class Audit:
    """The latest scored audit of a site; `issued_on` is revision 1's issue, `re_rated` lifts by checkpoint code."""

    site: str
    weight: Number
    issued_on: date
    mode: str
    checkpoints: tuple[Checkpoint, ...]
    extension_days: int = 0
    re_rated: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """One finding as the gates count it; `site` is None where it concerns every site."""

    site: str | None
    severity: str
    open: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class RatingInput:
    """All inputs of one supplier's rating on one day; a module without a value is None or absent."""

    as_of: date
    supplier: str
    audits: tuple[Audit, ...]
    audit_refused: bool
    nonconformities: tuple[Nonconformity, ...]
    waived: frozenset[str]
    cdp: str
    sbt: str
    primary_share: Number
    verified: bool
    modules: Mapping[str, Number | None]
