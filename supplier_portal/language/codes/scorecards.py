"""Sentences and words about policies, published ratings and scorecards."""

ERRORS = {
    "scores.policy_taken": "Version {version} of policy “{name}” was published with another content. "
    "Give the change a new version.",
    "scores.no_policy": "No policy holds on {day} yet. Load one first: supplier-portal policy load FILE.",
}

WORDS = {
    "module.quality": "Quality",
    "module.cost": "Cost",
    "module.delivery": "Delivery",
    "module.technology": "Technology",
    "module.sustainability": "Sustainability",
    "target.validated": "validated",
    "target.committed": "committed",
    "target.none": "none",
    "validity.full": "full",
    "validity.ageing": "ageing",
    "validity.soon": "expires within 90 days",
    "validity.expired": "expired",
    "validity.none": "no audit",
    "gate_filter.any": "any acts",
    "gate_filter.blocked": "bids blocked",
    "gate_filter.no": "none acts",
    "gate_when.open_critical": "open critical findings",
    "gate_when.open_major": "open major findings",
    "gate_when.overdue_major": "overdue major findings",
    "gate_when.no_valid_audit": "no valid audit",
    "gate_when.missing_module": "part of the rating missing",
    "gate_when.audit_refused": "audit refused or broken off",
    "gate_mark.open_critical": "critical",
    "gate_mark.open_major": "majors",
    "gate_mark.overdue_major": "overdue",
    "gate_mark.no_valid_audit": "no audit",
    "gate_mark.missing_module": "part missing",
    "gate_mark.audit_refused": "audit refused",
    "rating_cause.input": "an input changed",
    "rating_cause.month_end": "month’s end",
    "rating_cause.lock": "a tender was locked",
    "rating_cause.opening": "a tender was opened",
}
