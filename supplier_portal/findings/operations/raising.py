"""Raising a finding during an audit, and notifying the supplier of it."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checkpoint_of, finding_checkpoint
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import MOST_ID, profile_of
from supplier_portal.audits.queries import visible as visible_audits
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.findings.rules import finding_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations.stepping import clocks_from, step, zone_of
from supplier_portal.findings.queries import local_day
from supplier_portal.trail.operations import record_event

RAISED_WHILE = ("in_progress", "closing_held", "in_review")
_NUMBERS_LOCK = 733


@dataclass(frozen=True)
class RaiseFinding:
    """kind, severity, integrity: see `Finding`; requirement: what is asked; seen: what was found instead."""

    audit_id: int
    checkpoint: str
    kind: str
    severity: str
    title: str
    requirement: str
    seen: str
    integrity: bool = False


def raise_finding(session: Session, actor: Actor, command: RaiseFinding, moment: Moment) -> Finding:
    """Write a draft finding on a checkpoint of a running audit.

    Raises Missing for an audit or checkpoint that is not the actor's, Conflict before the visit and after the review,
    Invalid with every fault.
    """
    reach_of(actor, Permission.FINDINGS_FINDING_RAISE)
    audit = session.scalar(
        visible_audits(actor)
        .where(Audit.id == min(command.audit_id, MOST_ID))
        .with_for_update(read=True, of=Audit)
        .execution_options(populate_existing=True)
    )
    if audit is None or not applies(_checkpoint(session, audit, command.checkpoint), profile_of(audit)):
        raise Missing
    if audit.state not in RAISED_WHILE:
        raise Conflict("findings.audit_not_open", state=AUDIT.word(audit.state))
    texts = {"title": command.title, "requirement": command.requirement, "seen": command.seen}
    if faults := finding_faults(command.kind, command.severity, texts, integrity=command.integrity):
        raise Invalid(faults)
    finding = Finding(
        number=_next_number(session, moment.day.year),
        audit_id=audit.id,
        supplier_id=audit.supplier_id,
        site_id=audit.site_id,
        checkpoint=command.checkpoint,
        kind=command.kind,
        severity=command.severity,
        integrity=command.integrity,
        raised_by=actor.account_id,
        raised_at=moment.at,
        **{name: written.strip() for name, written in texts.items()},
    )
    session.add(finding)
    session.flush()
    record_event(session, actor, moment, "raise_finding", finding=finding.id, audit=audit.id, severity=command.severity)
    return finding


def notify_findings(session: Session, actor: Actor, audit_id: int, moment: Moment) -> list[Finding]:
    """Open the drafts of an audit, in its act of issue: the supplier sees them from now on, and clocks start."""
    audit = session.get_one(Audit, audit_id)
    drafts = session.scalars(
        select(Finding).where(Finding.audit_id == audit_id, Finding.state == "draft").order_by(Finding.id)
    ).all()
    for finding in drafts:
        notify(session, actor, finding, audit, moment)
    return list(drafts)


def notify(session: Session, actor: Actor, finding: Finding, audit: Audit, moment: Moment) -> None:
    """Give the supplier notice of one draft: due days by severity, or the checkpoint's own time to close."""
    FINDING.find(finding.state, "open", actor.role)
    day = local_day(moment.at, zone_of(session, finding))
    clocks = clocks_from(finding, day, close_days_of(session, finding, audit))
    step(session, actor, finding, "open", moment, notified_at=moment.at, **clocks)


def close_days_of(session: Session, finding: Finding, audit: Audit) -> int | None:
    """Days to close that the finding's checkpoint has of its own."""
    version = session.get_one(ChecklistVersion, audit.checklist_version_id)
    return finding_checkpoint(session, audit.id, checklist_of(version), finding.checkpoint).close_days


def _checkpoint(session: Session, audit: Audit, code: str) -> Checkpoint:
    version = session.get_one(ChecklistVersion, audit.checklist_version_id)
    return checkpoint_of(session, audit.id, checklist_of(version), code)


def _next_number(session: Session, year: int) -> str:
    """NC-<year>-<4 digits>; who raises at the same time waits here."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERS_LOCK})
    start = f"NC-{year}-"
    newest = (
        select(Finding.number)
        .where(Finding.number.startswith(start, autoescape=True))
        .order_by(func.length(Finding.number).desc(), Finding.number.desc())
        .limit(1)
    )
    number = session.scalar(newest)
    return f"{start}{int(number.removeprefix(start)) + 1 if number else 1:04}"
