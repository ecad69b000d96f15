"""Where a supplier's audits were answered under checklists whose results do not compare, and both scores there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import SCORED, Audit
from supplier_portal.checklists.models import ChecklistVersion as StoredVersion
from supplier_portal.checklists.queries import checklist_with
from supplier_portal.domain.checklist.difference import MAJOR, differences
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.scoring import Checkpoint, Policy
from supplier_portal.domain.scoring.answers import break_down
from supplier_portal.domain.scoring.rounding import Number, figure, number_from
from supplier_portal.scores.models import AddOnResult, AuditResult
from supplier_portal.suppliers.models import Site

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class ChecklistBreak:
    """The later audit of a site, whose version is not comparable with the one before.

    under_before: its answers scored by the older version's weights, over the `shared` of `asked` checkpoints that
    both have; under_after: as issued. None where nothing of it can be scored.
    """

    day: date
    site: Site
    before: str
    after: str
    under_before: Decimal | None
    under_after: Decimal | None
    shared: int
    asked: int


def breaks_of(session: Session, supplier_id: int, rules: Policy) -> list[ChecklistBreak]:
    """Find the breaks in a supplier's audits, oldest first: one statement, a second where there is one."""
    rows = session.execute(
        select(AuditResult.id, AuditResult.issued_on, Site, StoredVersion.sha256)
        .join(Site, Site.id == AuditResult.site_id)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .join(StoredVersion, StoredVersion.id == Audit.checklist_version_id)
        .where(AuditResult.supplier_id == supplier_id, Audit.type.in_(SCORED))
        .order_by(AuditResult.site_id, AuditResult.issued_on, AuditResult.id)
    ).all()
    versions = _versions(session, {sha256 for *_, sha256 in rows})
    found = [
        (later, versions[earlier[3]], versions[later[3]])
        for _, of_site in groupby(rows, key=lambda row: row[2].id)
        for earlier, later in pairwise(of_site)
        if earlier[3] != later[3] and _apart(versions[earlier[3]], versions[later[3]])
    ]
    entries = _entries(session, [row[0] for row, *_ in found])
    breaks = [_break(row, before, after, entries[row[0]], rules) for row, before, after in found]
    return sorted(breaks, key=lambda one: (one.day, one.site.id))


def add_ons_of(session: Session, supplier_id: int) -> list[AddOnResult]:
    """Give what the supplier's add-on checklists scored, the newest of each first."""
    asked = select(AddOnResult).where(AddOnResult.supplier_id == supplier_id)
    return list(session.scalars(asked.order_by(AddOnResult.issued_on.desc(), AddOnResult.id.desc())))


def _versions(session: Session, hashes: Collection[str]) -> dict[str, ChecklistVersion]:
    if len(hashes) < 2:  # noqa: PLR2004 one version alone breaks nothing
        return {}
    return {sha256: checklist_with(session, sha256) for sha256 in hashes}


def _apart(before: ChecklistVersion, after: ChecklistVersion) -> bool:
    return differences(before, after).comparability == MAJOR


def _entries(session: Session, result_ids: Sequence[int]) -> dict[int, list[Entry]]:
    if not result_ids:
        return {}
    asked = select(AuditResult.id, AuditResult.checkpoints).where(AuditResult.id.in_(result_ids))
    return {result_id: list(checkpoints) for result_id, checkpoints in session.execute(asked)}


def _break(
    row: Any, before: ChecklistVersion, after: ChecklistVersion, entries: Sequence[Entry], rules: Policy
) -> ChecklistBreak:
    _, day, site, _ = row
    older = before.by_code
    shared = [entry for entry in entries if entry["code"] in older]
    under_older = [_scored(entry, older[entry["code"]].step, older[entry["code"]].weight) for entry in shared]
    as_issued = [_scored(entry, entry["step"], number_from(str(entry["weight"]))) for entry in entries]
    return ChecklistBreak(
        day,
        site,
        before.version,
        after.version,
        under_before=_audit_figure(under_older, rules),
        under_after=_audit_figure(as_issued, rules),
        shared=len(shared),
        asked=len(before.checkpoints),
    )


def _scored(entry: Entry, step: int, weight: Number | Decimal) -> Checkpoint:
    exact = number_from(format(weight, "f")) if isinstance(weight, Decimal) else weight
    return Checkpoint(str(entry["code"]), step, exact, entry["rating"])


def _audit_figure(checkpoints: Sequence[Checkpoint], rules: Policy) -> Decimal | None:
    try:
        return figure(break_down(tuple(checkpoints), rules, "").audit)
    except Invalid:
        return None
