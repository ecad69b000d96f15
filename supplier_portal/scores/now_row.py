"""What the one row a supplier tables are read from says, taken from a receipt just worked out."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring import Rating as Figures
from supplier_portal.domain.scoring import RatingInput
from supplier_portal.domain.scoring.ageing import expires_after
from supplier_portal.domain.scoring.rounding import figure, mean

Key = TypeVar("Key", bound=Hashable)


def now_row(inputs: RatingInput, figures: Figures, rules: PolicyRules) -> dict[str, Any]:
    """Values of a `RatingNow` by column, but for the ids."""
    counts = {severity: _open(inputs, severity) for severity in ("critical", "major", "minor")}
    issued_on, expires_on = _validity(inputs, rules)
    return {
        "as_of": inputs.as_of,
        "rating": figures.rating,
        "grade": figures.grade,
        "sustainability": figures.sustainability,
        "effective_audit": figures.effective_audit,
        "dimensions": dimensions_of(inputs, figures, rules),
        "issued_on": issued_on,
        "expires_on": expires_on,
        "cdp": inputs.cdp,
        "sbt": inputs.sbt,
        "open_critical": counts["critical"],
        "open_major": counts["major"],
        "open_minor": counts["minor"],
        "gates": list(figures.gates),
        "provisional": figures.provisional,
        "bid_blocked": figures.bid_blocked,
    }


def last_move(shown: Any, grade: str, day: date) -> dict[str, Any]:
    """When a grade moved last and from where, after a rating of `day`. shown: the row as it stands.

    What moves there and back within one day has not moved.
    """
    of_today = shown.moved_on == day
    before = shown.grade_before if of_today else shown.grade
    if grade != before:
        return {"grade_before": before, "moved_on": day}
    kept = (None, None) if of_today else (shown.grade_before, shown.moved_on)
    return dict(zip(("grade_before", "moved_on"), kept, strict=True))


def dimensions_of(inputs: RatingInput, figures: Figures, rules: PolicyRules) -> dict[str, str]:
    """Put the sites' dimensions in one figure each, weighted as the sites are, for tables and pictures alone."""
    sites = [site.dimensions for site in figures.sites]
    return {dimension: str(value) for dimension, value in _together(rules.dimensions, inputs, sites)}


def dimension_order(rules: PolicyRules) -> list[str]:
    """Give the dimensions' codes in the order of their steps; a stored document keeps none."""
    return sorted(rules.dimensions, key=lambda code: min(rules.dimensions[code], default=0))


def steps_of(inputs: RatingInput, figures: Figures, rules: PolicyRules) -> dict[int, Decimal]:
    """As `dimensions_of`, by step."""
    return dict(_together(rules.steps, inputs, [site.steps for site in figures.sites]))


def _together(
    keys: Iterable[Key], inputs: RatingInput, sites: Sequence[Mapping[Key, Decimal]]
) -> Iterator[tuple[Key, Decimal]]:
    weighted = list(zip((audit.weight for audit in inputs.audits), sites, strict=True))
    for key in keys:
        value = mean((weight, Fraction(site[key])) for weight, site in weighted if key in site)
        if value is not None:
            yield key, figure(value)


def _open(inputs: RatingInput, severity: str) -> int:
    return sum(finding.open and finding.severity == severity for finding in inputs.nonconformities)


def _validity(inputs: RatingInput, rules: PolicyRules) -> tuple[date | None, date | None]:
    """Issue and last valid day of the audit that stays valid longest."""
    spans = [
        (audit.issued_on + timedelta(days=expires_after(audit, rules.validity)), audit.issued_on)
        for audit in inputs.audits
    ]
    expires_on, issued_on = max(spans, default=(None, None))
    return issued_on, expires_on
