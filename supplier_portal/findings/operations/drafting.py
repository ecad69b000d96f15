"""A draft in the team's hands: edited, put onto further checkpoints, dropped."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.findings.rules import drop_faults, finding_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.canonical import sha256_of
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import DroppedFinding, Finding
from supplier_portal.findings.operations.raising import (
    further_of,
    hold_numbers,
    refuse_late,
    refuse_strange,
    running_audit,
)
from supplier_portal.findings.queries import found, visible
from supplier_portal.findings.queries.covering import findings_covering
from supplier_portal.trail.operations import record_event

EDITED = ("kind", "severity", "integrity", "title", "requirement", "seen")


@dataclass(frozen=True)
class EditFinding:
    """The draft as it shall be. base: `draft_digest` of what the change was made on; further: see `RaiseFinding`."""

    finding_id: int
    base: str
    kind: str
    severity: str
    title: str
    requirement: str
    seen: str
    integrity: bool = False
    further: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoverCheckpoints:
    """further: codes to put onto a draft besides those it covers."""

    finding_id: int
    further: tuple[str, ...]


def draft_digest(finding: Finding) -> str:
    """SHA-256 of all that can be edited, by which a change on a stale base is known."""
    return sha256_of({name: getattr(finding, name) for name in EDITED} | {"further": list(finding.checkpoints[1:])})


def edit_finding(session: Session, actor: Actor, command: EditFinding, moment: Moment) -> Finding:
    """Change a draft. Raises Missing, Invalid with every fault, Conflict for one notified, late or edited meanwhile."""
    finding, audit = _draft(session, actor, command.finding_id)
    if draft_digest(finding) != command.base:
        raise Conflict("findings.edited_meanwhile", number=finding.number)
    added = set(command.further) - set(finding.checkpoints)
    refuse_strange(session, audit, sorted(added))
    texts = {name: getattr(command, name).strip() for name in ("title", "requirement", "seen")}
    if faults := finding_faults(command.kind, command.severity, texts, integrity=command.integrity):
        raise Invalid(faults)
    new: dict[str, Any] = {name: getattr(command, name) for name in ("kind", "severity", "integrity")} | texts
    changed = [name for name, value in new.items() if getattr(finding, name) != value]
    if set(finding.checkpoints[1:]) != set(command.further) - {finding.checkpoint}:
        changed.append("further")
        finding.further = _kept(finding, command.further)
    for name, value in new.items():
        setattr(finding, name, value)
    if "severity" in changed:
        finding.found_critical_at = moment.at if command.severity == "critical" else None
    session.flush()
    record_event(session, actor, moment, "edit_finding", finding=finding.id, audit=audit.id, fields=changed)
    return finding


def cover_checkpoints(session: Session, actor: Actor, command: CoverCheckpoints, moment: Moment) -> Finding:
    """Let a draft cover further checkpoints of its audit.

    Raises Missing, Conflict for a finding that is no draft, and where a finding covers one of them by now.
    """
    finding, audit = _draft(session, actor, command.finding_id)
    refuse_strange(session, audit, command.further)
    hold_numbers(session)
    covered = findings_covering(session, audit.id)
    if met := sorted(set(command.further) & covered.keys()):
        raise Conflict("findings.raised_meanwhile", checkpoints=met)
    finding.further = _kept(finding, (*finding.checkpoints[1:], *command.further))
    session.flush()
    record_event(
        session, actor, moment, "cover_checkpoints", finding=finding.id, audit=audit.id, further=list(command.further)
    )
    return finding


def drop_finding(session: Session, actor: Actor, finding_id: int, reason: str, moment: Moment) -> DroppedFinding:
    """Take a draft back; what it was, who dropped it and why stay on record.

    Raises Missing, Invalid without a reason, Conflict for one notified or named in another record already.
    """
    finding, audit = _draft(session, actor, finding_id)
    if faults := drop_faults(reason):
        raise Invalid(faults)
    kept = {name: getattr(finding, name) for name in ("number", "audit_id", "checkpoint", "severity", "title")}
    dropped = DroppedFinding(**kept, reason=reason.strip(), dropped_by=actor.account_id, dropped_at=moment.at)
    session.add(dropped)
    session.delete(finding)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("findings.named_elsewhere", number=dropped.number) from error
    record_event(session, actor, moment, "drop_finding", finding=finding_id, number=dropped.number, audit=audit.id)
    return dropped


def _kept(finding: Finding, codes: tuple[str, ...]) -> list[Any]:
    """The rows of these codes, those that stand already left as they are."""
    standing = {one.checkpoint: one for one in finding.further}
    wanted = further_of(finding.checkpoint, codes)
    return [standing.get(one.checkpoint, one) for one in wanted]


def _draft(session: Session, actor: Actor, finding_id: int) -> tuple[Finding, Audit]:
    """The draft under a lock, and its audit. Raises Missing, Conflict where it is notified or the review is over."""
    audit = running_audit(session, actor, found(session, actor, finding_id).audit_id)
    asked = visible(actor).where(Finding.id == finding_id).with_for_update(of=Finding)
    finding = session.scalars(asked.execution_options(populate_existing=True)).one()
    if finding.state != "draft":
        raise Conflict("findings.no_draft", number=finding.number, state=FINDING.word(finding.state))
    refuse_late(audit)
    return finding, audit
