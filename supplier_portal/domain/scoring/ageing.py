"""How an audit's figure ages with the day it is asked for (scoring.md 1)."""

from datetime import date
from fractions import Fraction

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring.policy import Validity
from supplier_portal.domain.scoring.rating_input import Audit
from supplier_portal.domain.scoring.rounding import Number, rounded


def age_of(audit: Audit, as_of: date, place: str) -> int:
    """Count the whole days since the issue. Raises Invalid when the day asked lies before it."""
    days = (as_of - audit.issued_on).days
    if days < 0:
        raise Invalid([Fault("scoring.after_day_asked", f"{place}.issued_on")])
    return days


def expires_after(audit: Audit, validity: Validity) -> int:
    """Give the age in days up to which the audit counts; days by which the buyer was late are added."""
    return validity.expires_after_days + audit.extension_days


def effective_audit(audit_gated: Number, age: int, expires: int, validity: Validity) -> Fraction:
    """Give the site's published figure at that age: full, drawn towards the pivot, or expired."""
    if age > expires:
        return rounded(min(audit_gated, validity.no_audit))
    if age <= validity.full_days:
        return rounded(audit_gated)
    lost = (1 - validity.factor_at_expiry) * Fraction(age - validity.full_days, expires - validity.full_days)
    return rounded(min(audit_gated, validity.pivot + (1 - lost) * (audit_gated - validity.pivot)))
