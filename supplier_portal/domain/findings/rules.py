"""What a finding must say; every fault in one go."""

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.findings.texts import LONGEST_TEXT, reason_faults, text_faults

NONCONFORMITY, OBSERVATION, STRENGTH = "nonconformity", "observation", "strength"
SEVERITIES_OF = {
    NONCONFORMITY: ("critical", "major", "minor"),
    OBSERVATION: ("observation",),
    STRENGTH: ("none",),
}
LONGEST = {"title": 200}
RAISED_WHILE = ("in_progress", "closing_held", "in_review")
"""States of an audit in which its findings are raised, edited and dropped."""
REPEAT_MONTHS = 24
SETTLED = ("closed", "effective", "waived")
"""A non-conformity that comes again within so many months of an audit where it was settled is a repeat."""


def finding_faults(kind: str, severity: str, texts: dict[str, str], *, integrity: bool = False) -> list[Fault]:
    """Faults of a finding to raise; `texts` are its title, requirement and what was seen.

    Only a non-conformity must say which requirement it is about.
    integrity: figures made up, statements forged or records withheld: a critical non-conformity, nothing less.
    """
    faults = [] if kind in SEVERITIES_OF else [Fault("form.unknown_choice", "kind")]
    if severity not in SEVERITIES_OF.get(kind, (severity,)):
        faults.append(Fault("findings.severity_of_kind", "severity"))
    if integrity and (kind, severity) != (NONCONFORMITY, "critical"):
        faults.append(Fault("findings.integrity_is_critical", "integrity"))
    for name, text in texts.items():
        if name != "requirement" or kind == NONCONFORMITY or text.strip():
            faults += text_faults(name, text, LONGEST.get(name, LONGEST_TEXT))
    return faults


def drop_faults(reason: str) -> list[Fault]:
    """Faults of the reason for which a draft is dropped."""
    return reason_faults(reason)
