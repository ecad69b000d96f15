"""A supplier's performance rating on one day (scoring.md 1 to 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring.ageing import age_of, effective_audit, expires_after
from supplier_portal.domain.scoring.answers import break_down, lifted
from supplier_portal.domain.scoring.gates import acting, lowest_cap, standing_of
from supplier_portal.domain.scoring.policy import SUSTAINABILITY, Gate, Policy
from supplier_portal.domain.scoring.rating_input import Audit, RatingInput
from supplier_portal.domain.scoring.rounding import Number, figure, mean, rounded

PROVISIONAL = frozenset({"no_valid_audit", "missing_module"})


@dataclass(frozen=True, slots=True)
class SiteRating:
    """One site's published figures, 0 to 100 at 0.01; steps and dimensions are before any re-rating."""

    site: str
    steps: Mapping[int, Decimal]
    dimensions: Mapping[str, Decimal]
    audit_raw: Decimal
    audit_current: Decimal
    audit_gated: Decimal
    audit_grade: str
    effective_audit: Decimal
    expired: bool

    def published(self) -> dict[str, object]:
        """Give the site's block of scoring.md 5."""
        return {
            "site": self.site,
            "steps": {str(step): str(value) for step, value in self.steps.items()},
            "dimensions": {dimension: str(value) for dimension, value in self.dimensions.items()},
            "audit_raw": str(self.audit_raw),
            "audit_current": str(self.audit_current),
            "audit_gated": str(self.audit_gated),
            "audit_grade": self.audit_grade,
            "effective_audit": str(self.effective_audit),
        }


@dataclass(frozen=True, slots=True)
class Rating:
    """A supplier's published figures, 0 to 100 at 0.01; `gates` are the codes that hold and are not waived."""

    sites: tuple[SiteRating, ...]
    effective_audit: Decimal
    sustainability: Decimal
    rating: Decimal
    grade: str
    provisional: bool
    bid_blocked: bool
    gates: tuple[str, ...]

    def published(self) -> dict[str, object]:
        """Give the `published` block of scoring.md 5."""
        return {
            "sites": [site.published() for site in self.sites],
            "effective_audit": str(self.effective_audit),
            "sustainability": str(self.sustainability),
            "rating": str(self.rating),
            "grade": self.grade,
            "provisional": self.provisional,
            "bid_blocked": self.bid_blocked,
            "gates": list(self.gates),
        }


def rate(rating_input: RatingInput, policy: Policy) -> Rating:
    """Work out a supplier's rating on the day asked.

    `provisional` follows the conditions "no valid audit" and "missing module" themselves: it is true where they hold,
    whether or not the policy has gates for them and whether or not those are waived.
    Raises Invalid where an audit lies after the day asked, has nothing left to rate or re-rates what is not rated,
    and where no site or no module has weight.
    """
    ages = [age_of(audit, rating_input.as_of, f"audits[{place}]") for place, audit in enumerate(rating_input.audits)]
    valid = any(
        age <= expires_after(audit, policy.validity) for age, audit in zip(ages, rating_input.audits, strict=True)
    )
    standing = standing_of(rating_input, policy, valid_audit=valid)
    gates = acting(standing, policy, rating_input.waived)
    sites = tuple(
        _site(audit, age, policy, [gate for gate in gates if standing.holds_at(gate, audit.site)], f"audits[{place}]")
        for place, (audit, age) in enumerate(zip(rating_input.audits, ages, strict=True))
    )
    effective = _effective(rating_input, sites, gates, policy)
    sustainability = _sustainability(rating_input, effective, policy)
    rating = _rating(rating_input, sustainability, policy)
    return Rating(
        sites=sites,
        effective_audit=figure(effective),
        sustainability=figure(sustainability),
        rating=figure(rating),
        grade=_grade(rating, gates, policy),
        provisional=not standing.conditions.isdisjoint(PROVISIONAL),
        bid_blocked=any(gate.block_bid for gate in gates),
        gates=tuple(gate.code for gate in gates),
    )


def _site(audit: Audit, age: int, policy: Policy, gates: list[Gate], place: str) -> SiteRating:
    raw = break_down(audit.checkpoints, policy, place)
    current = break_down(lifted(audit, place), policy, place).audit if audit.re_rated else raw.audit
    gated = lowest_cap(min(rounded(current), policy.mode_caps[audit.mode]), gates)
    expires = expires_after(audit, policy.validity)
    return SiteRating(
        site=audit.site,
        steps={step: figure(value) for step, value in raw.steps.items()},
        dimensions={dimension: figure(value) for dimension, value in raw.dimensions.items()},
        audit_raw=figure(raw.audit),
        audit_current=figure(current),
        audit_gated=figure(gated),
        audit_grade=policy.grade_of(gated),
        effective_audit=figure(effective_audit(gated, age, expires, policy.validity)),
        expired=age > expires,
    )


def _effective(
    rating_input: RatingInput, sites: tuple[SiteRating, ...], gates: tuple[Gate, ...], policy: Policy
) -> Fraction:
    if not sites:
        return Fraction(lowest_cap(policy.validity.no_audit, gates))
    weights = [audit.weight for audit in rating_input.audits]
    value = mean((weight, Fraction(site.effective_audit)) for weight, site in zip(weights, sites, strict=True))
    if value is None:
        raise Invalid([Fault("scoring.no_weight", "audits")])
    return rounded(value)


def _sustainability(rating_input: RatingInput, effective: Fraction, policy: Policy) -> Fraction:
    rule = policy.sustainability
    quality = rule.primary_share * rating_input.primary_share + (rule.verified if rating_input.verified else 0)
    parts: dict[str, Number] = {
        "audit": effective,
        "cdp": rule.cdp[rating_input.cdp],
        "sbt": rule.sbt[rating_input.sbt],
        "data": 100 * quality,
    }
    value = mean((weight, parts[part]) for part, weight in rule.weights.items())
    if value is None:
        raise Invalid([Fault("scoring.no_weight", "policy.sustainability.weights")])
    return rounded(value)


def _rating(rating_input: RatingInput, sustainability: Fraction, policy: Policy) -> Fraction:
    """Give the weighted mean of the modules that have a value."""
    values = {**rating_input.modules, SUSTAINABILITY: sustainability}
    having = [
        (weight, value) for name, weight in policy.module_weights.items() if (value := values.get(name)) is not None
    ]
    rating = mean(having)
    if rating is None:
        raise Invalid([Fault("scoring.no_weight", "modules")])
    return rounded(rating)


def _grade(rating: Fraction, gates: tuple[Gate, ...], policy: Policy) -> str:
    grade = policy.grade_of(rating)
    for gate in gates:
        if gate.cap_grade is not None:
            grade = policy.worse_of(grade, gate.cap_grade)
    return grade
