"""What the sentences about a finding name: nothing but what both sides read on its page."""

from collections.abc import Mapping
from datetime import date

from supplier_portal.domain.workflow.finding import turn
from supplier_portal.findings.models import Finding
from supplier_portal.suppliers.models import Supplier

NO_DAY = {"word": "notice_until.open"}


def path_of(finding_id: int) -> str:
    return f"/findings/{finding_id}"


def until(day: date | None) -> object:
    """A day as a sentence says it, or that there is none."""
    return day or NO_DAY


def side(holder: str) -> Mapping[str, str]:
    """`supplier`, `buyer` or `nobody`, as a sentence names it."""
    return {"word": f"notice_side.{holder}"}


def facts_of(finding: Finding, supplier: Supplier) -> dict[str, object]:
    """number, title, severity, supplier, turn: whose it is, until: its due day."""
    return {
        "number": finding.number,
        "title": finding.title,
        "severity": {"word": f"severity.{finding.severity}"},
        "supplier": {"en": supplier.name_en, "zh": supplier.name_zh},
        "turn": side(turn(finding.state)),
        "until": until(finding.turn_due_on),
    }
