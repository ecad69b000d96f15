"""What holds a supplier's gates: its open findings by number, and the audits it refused.

Whoever reads the rating reads this of it: numbers, checkpoints and days, never what an auditor wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.domain.findings.deadlines import Standing
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import standing_of
from supplier_portal.scores.inputs import refusals
from supplier_portal.suppliers.models import Site, Supplier

WORST_FIRST = ("critical", "major", "minor")


@dataclass(frozen=True)
class OpenFinding:
    """A non-conformity that counts on the day. overdue: as gates count it; days_left: to what is due next."""

    id: int
    number: str
    audit_id: int
    checkpoint: str
    severity: str
    state: str
    site: str
    turn: str
    overdue: bool
    days_left: int | None


@dataclass(frozen=True)
class RefusedAudit:
    """An audit that was refused or broken off, and not made good. state: which of both."""

    id: int
    number: str
    state: str
    starts_on: date


@dataclass(frozen=True)
class Holding:
    """findings: the worst and most urgent first; refused: in the order of their days."""

    findings: Sequence[OpenFinding]
    refused: Sequence[RefusedAudit]

    def counted(self, condition: str) -> list[OpenFinding]:
        """Give the findings that a gate's condition counts (scoring.md 3)."""
        severity = condition.rpartition("_")[2]
        late = condition.startswith("overdue_")
        return [one for one in self.findings if one.severity == severity and (one.overdue or not late)]

    @cached_property
    def overdue(self) -> int:
        """Count the findings that are overdue."""
        return sum(one.overdue for one in self.findings)


def holding_of(session: Session, supplier_id: int, day: date) -> Holding:
    """Read what holds the gates of a supplier on a day, in two statements."""
    found = [one for row in session.execute(_findings(supplier_id)) if (one := _finding(row, day))]
    found.sort(key=lambda one: (WORST_FIRST.index(one.severity), not one.overdue, one.days_left or 0, one.id))
    refused = refusals([supplier_id], day).order_by(Audit.starts_on, Audit.id)
    return Holding(
        found, [RefusedAudit(one.id, one.number, one.state, one.starts_on) for one in session.scalars(refused)]
    )


def _findings(supplier_id: int) -> Any:
    columns = select(
        Finding.id, Finding.number, Finding.audit_id, Finding.checkpoint, Finding.severity, Finding.state,
        Finding.plan_due_on, Finding.close_due_on, Finding.stage_due_on, Finding.turn_since, Finding.turn_due_on,
        Site.name_en, Supplier.time_zone,
    )  # fmt: skip
    placed = columns.join(Site, Site.id == Finding.site_id).join(Supplier, Supplier.id == Finding.supplier_id)
    return placed.where(
        Finding.supplier_id == supplier_id, Finding.kind == NONCONFORMITY, Finding.state.in_(COUNTS_AS_OPEN)
    )


def _finding(row: Row[Any], day: date) -> OpenFinding | None:
    standing = standing_of(row, row.time_zone)
    if not standing.counts(day):
        return None
    return OpenFinding(
        id=row.id,
        number=row.number,
        audit_id=row.audit_id,
        checkpoint=row.checkpoint,
        severity=row.severity,
        state=row.state,
        site=row.name_en,
        turn=standing.turn,
        overdue=standing.overdue(day),
        days_left=_days_left(standing, day),
    )


def _days_left(standing: Standing, day: date) -> int | None:
    due_on = standing.due_on
    return (due_on - day).days if due_on and standing.turn == "supplier" else None
