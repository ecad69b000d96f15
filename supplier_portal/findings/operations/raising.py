"""Raising findings during an audit: one, or those its answers propose at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select, text, union_all
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import MOST_ID, profile_of
from supplier_portal.audits.queries import visible as visible_audits
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.findings.rules import RAISED_WHILE, finding_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.findings.models import DroppedFinding, Finding, FindingCheckpoint
from supplier_portal.findings.queries.covering import findings_covering
from supplier_portal.trail.operations import record_event

_NUMBERS_LOCK = 733


@dataclass(frozen=True)
class RaiseFinding:
    """kind, severity, integrity: see `Finding`; requirement: what is asked; seen: what was found instead.

    further: codes of checkpoints it covers besides its own.
    """

    audit_id: int
    checkpoint: str
    kind: str
    severity: str
    title: str
    requirement: str
    seen: str
    integrity: bool = False
    further: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        return {"title": self.title, "requirement": self.requirement, "seen": self.seen}

    def faults(self) -> list[Fault]:
        return finding_faults(self.kind, self.severity, self.texts, integrity=self.integrity)


def raise_finding(session: Session, actor: Actor, command: RaiseFinding, moment: Moment) -> Finding:
    """Write a draft finding on a checkpoint of a running audit.

    Raises Missing for an audit or checkpoint that is not the actor's, Conflict before the visit and after the review,
    Invalid with every fault.
    """
    audit = running_audit(session, actor, command.audit_id)
    refuse_strange(session, audit, (command.checkpoint, *command.further))
    refuse_late(audit)
    if faults := command.faults():
        raise Invalid(faults)
    return _written(session, actor, audit, command, moment)


def raise_proposed(
    session: Session, actor: Actor, audit_id: int, commands: Sequence[RaiseFinding], moment: Moment
) -> list[Finding]:
    """Write several drafts in one act, all or none; the place of a fault begins with the checkpoint's code.

    Raises as `raise_finding`, and Conflict where another finding covers one of their checkpoints by now.
    """
    audit = running_audit(session, actor, audit_id)
    refuse_strange(session, audit, [code for one in commands for code in (one.checkpoint, *one.further)])
    refuse_late(audit)
    faults = [
        replace(fault, place=f"{command.checkpoint}-{fault.place}")
        for command in commands
        for fault in command.faults()
    ]
    if faults:
        raise Invalid(faults)
    hold_numbers(session)
    covered = findings_covering(session, audit.id)
    if met := sorted({code for one in commands for code in (one.checkpoint, *one.further)} & covered.keys()):
        raise Conflict("findings.raised_meanwhile", checkpoints=met)
    return [_written(session, actor, audit, command, moment) for command in commands]


def running_audit(session: Session, actor: Actor, audit_id: int) -> Audit:
    """The audit under a shared lock, so that it is not issued meanwhile. Raises Missing for others than its team."""
    reach_of(actor, Permission.FINDINGS_FINDING_RAISE)
    audit = session.scalar(
        visible_audits(actor)
        .where(Audit.id == min(audit_id, MOST_ID))
        .with_for_update(read=True, of=Audit)
        .execution_options(populate_existing=True)
    )
    if audit is None:
        raise Missing
    return audit


def refuse_strange(session: Session, audit: Audit, codes: Sequence[str]) -> None:
    """Raises Missing for a checkpoint that the audit does not ask about."""
    known = checklists_of(session, audit).by_code
    if any(code not in known or not applies(known[code], profile_of(audit)) for code in codes):
        raise Missing


def refuse_late(audit: Audit) -> None:
    """Raises Conflict before the visit and once the review has ended."""
    if audit.state not in RAISED_WHILE:
        raise Conflict("findings.audit_not_open", state=AUDIT.word(audit.state))


def _written(session: Session, actor: Actor, audit: Audit, command: RaiseFinding, moment: Moment) -> Finding:
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
        found_critical_at=moment.at if command.severity == "critical" else None,
        further=further_of(command.checkpoint, command.further),
        **{name: written.strip() for name, written in command.texts.items()},
    )
    session.add(finding)
    session.flush()
    record_event(session, actor, moment, "raise_finding", finding=finding.id, audit=audit.id, severity=command.severity)
    return finding


def further_of(checkpoint: str, codes: Sequence[str]) -> list[FindingCheckpoint]:
    return [FindingCheckpoint(checkpoint=code) for code in sorted(set(codes) - {checkpoint})]


def hold_numbers(session: Session) -> None:
    """Who raises at the same time waits here until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERS_LOCK})


def _next_number(session: Session, year: int) -> str:
    """NC-<year>-<4 digits>, one that no dropped draft had."""
    hold_numbers(session)
    start = f"NC-{year}-"
    given = union_all(
        *(
            select(table.number).where(table.number.startswith(start, autoescape=True))
            for table in (Finding, DroppedFinding)
        )
    ).subquery()
    newest = select(given.c.number).order_by(func.length(given.c.number).desc(), given.c.number.desc()).limit(1)
    number = session.scalar(newest)
    return f"{start}{int(number.removeprefix(start)) + 1 if number else 1:04}"
