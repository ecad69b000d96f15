"""Findings of a release before this one: what it did not keep of their clocks is filled in."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import checklists_with, finding_checkpoint
from supplier_portal.audits.models import Audit
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.findings.milestones import next_before
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.findings.operations.clocks import RUNNING, held, keep_clocks, write_columns

_UNFILLED = (Finding.notified_at.is_not(None), Finding.clock_from.is_(None))


def fill_clocks(session: Session, moment: Moment) -> int:
    """Fill in the next of those that were notified without it. Returns how many, at most as many as go in one go."""
    batch = held(session, _UNFILLED)
    if not batch:
        return 0
    of_batch = (*_UNFILLED, Finding.id <= batch[-1])
    rows = _placed(session, of_batch)
    write_columns(session, ["close_days", "stage_before"], list(_of_checkpoints(session, rows).items()))
    keep_clocks(session, [*of_batch, Finding.state.in_(RUNNING), Finding.severity != "none"], moment)
    reopened = select(FindingMove.finding_id, func.max(FindingMove.at)).join(Finding).group_by(FindingMove.finding_id)
    reopened = reopened.where(FindingMove.target == "reopened", FindingMove.origin != "waived")
    anew = dict(session.execute(reopened.where(*of_batch)).all())
    begun = [(row.id, {"clock_from": anew.get(row.id, row.notified_at)}) for row in rows]
    write_columns(session, ["clock_from"], begun)
    return len(batch)


def _placed(session: Session, asked: Sequence[Any]) -> Sequence[Any]:
    rows: Sequence[Any] = session.execute(
        select(Finding.id, Finding.checkpoint, Finding.notified_at, Finding.audit_id, ChecklistVersion.sha256)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(ChecklistVersion, ChecklistVersion.id == Audit.checklist_version_id)
        .where(*asked)
    ).all()
    return rows


def _of_checkpoints(session: Session, rows: Sequence[Any]) -> Mapping[int, Mapping[str, int | None]]:
    """The checkpoints' own days to close, and how long before the end their first milestone lies, by finding."""
    lists = checklists_with(session, sorted({(row.audit_id, row.sha256) for row in rows}))
    found: dict[int, Mapping[str, int | None]] = {}
    for row in rows:
        known = lists[row.audit_id].by_code.get(row.checkpoint)
        try:
            known = known or finding_checkpoint(session, row.audit_id, lists[row.audit_id].main, row.checkpoint)
        except Missing:  # a checkpoint no version of the audit has: the severity's own time holds
            known = None
        days, stages = (known.close_days, known.milestones) if known else (None, ())
        found[row.id] = {"close_days": days, "stage_before": next_before(stages, ())}
    return found
