"""Which gates hold for a supplier and why, and how each site's audit counts: what stands beside the figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring import Audit, Gate, RatingInput, SiteRating
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring import Rating as Figures
from supplier_portal.domain.scoring.ageing import expires_after
from supplier_portal.domain.scoring.gates import Standing, counted, standing_of
from supplier_portal.domain.scoring.policy import COUNTED, SUSTAINABILITY
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.scores.validity import Validity

FACTOR_PLACES = 4


@dataclass(frozen=True)
class GateStanding:
    """One gate of the policy. count: findings its condition counts at the supplier; missing: modules without value."""

    gate: Gate
    holds: bool
    waived: bool
    count: int
    missing: tuple[str, ...]

    @property
    def acts(self) -> bool:
        """Tell whether it holds and is not waived."""
        return self.holds and not self.waived

    @property
    def cap_audit(self) -> Decimal | None:
        return None if self.gate.cap_audit is None else figure(self.gate.cap_audit)


@dataclass(frozen=True)
class Ageing:
    """How the age of an audit changes its figure, with the numbers of the rule (scoring.md 1).

    factor: the share above the pivot that is left, 1 while it counts in full; None once it is expired.
    """

    full_days: int
    expires_after: int
    pivot: Decimal
    factor_at_expiry: Decimal
    no_audit: Decimal
    factor: Decimal | None


@dataclass(frozen=True)
class SiteStanding:
    """How one site's audit counts on the day. mode_cap: None where it caps nothing; capped_by: acting gates.

    gate_caps: what each of them caps the audit at.
    """

    site: str
    figures: SiteRating
    mode: str
    mode_cap: Decimal | None
    validity: Validity
    age: int
    full_until: date
    expires_on: date
    gate_caps: tuple[tuple[str, Decimal], ...]
    ageing: Ageing

    @property
    def capped_by(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.gate_caps)


def gate_standings(inputs: RatingInput, rules: PolicyRules, figures: Figures) -> list[GateStanding]:
    """Go through the policy's gates, in its order."""
    standing = _standing(inputs, rules, figures)
    counts = Counter(condition for finding in inputs.nonconformities for condition in counted(finding))
    lacking = [name for name in rules.module_weights if name != SUSTAINABILITY and inputs.modules.get(name) is None]
    return [
        GateStanding(
            gate=gate,
            holds=standing.holds(gate),
            waived=gate.code in inputs.waived,
            count=counts[gate.when] if gate.when in COUNTED else 0,
            missing=tuple(lacking) if gate.when == "missing_module" else (),
        )
        for gate in rules.gates
    ]


def site_standings(inputs: RatingInput, rules: PolicyRules, figures: Figures) -> list[SiteStanding]:
    """Go through the audited sites, in the receipt's order."""
    standing = _standing(inputs, rules, figures)
    capping = [gate for gate in rules.gates if gate.cap_audit is not None and gate.code in figures.gates]
    return [
        _site(
            audit,
            site,
            rules,
            inputs.as_of,
            tuple((gate.code, figure(gate.cap_audit or 0)) for gate in capping if standing.holds_at(gate, audit.site)),
        )
        for audit, site in zip(inputs.audits, figures.sites, strict=True)
    ]


def _site(
    audit: Audit, site: SiteRating, rules: PolicyRules, day: date, gate_caps: tuple[tuple[str, Decimal], ...]
) -> SiteStanding:
    expires_on = audit.issued_on + timedelta(days=expires_after(audit, rules.validity))
    cap = rules.mode_caps[audit.mode]
    return SiteStanding(
        site=audit.site,
        figures=site,
        mode=audit.mode,
        mode_cap=figure(cap) if cap < 100 else None,  # noqa: PLR2004 the whole of the scale caps nothing
        validity=Validity(audit.issued_on, expires_on, day, rules.validity.full_days),
        age=(day - audit.issued_on).days,
        full_until=audit.issued_on + timedelta(days=rules.validity.full_days),
        expires_on=expires_on,
        gate_caps=gate_caps,
        ageing=_ageing(audit, (day - audit.issued_on).days, rules),
    )


def _ageing(audit: Audit, age: int, rules: PolicyRules) -> Ageing:
    rule, expires = rules.validity, expires_after(audit, rules.validity)
    factor: Fraction | None = Fraction(1)
    if age > expires:
        factor = None
    elif age > rule.full_days:
        factor = 1 - (1 - rule.factor_at_expiry) * Fraction(age - rule.full_days, expires - rule.full_days)
    return Ageing(
        full_days=rule.full_days,
        expires_after=expires,
        pivot=figure(rule.pivot),
        factor_at_expiry=figure(rule.factor_at_expiry),
        no_audit=figure(rule.no_audit),
        factor=None if factor is None else figure(factor, FACTOR_PLACES),
    )


def _standing(inputs: RatingInput, rules: PolicyRules, figures: Figures) -> Standing:
    return standing_of(inputs, rules, valid_audit=any(not site.expired for site in figures.sites))
