"""The buyer's word on each file, and on each stage that was told as met."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.findings.texts import length_faults, reason_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING
from supplier_portal.findings.models import Finding, FindingEvidence
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.rounds import DECISIONS, SENT_BACK, files_of_round, not_replaced
from supplier_portal.findings.telling import tell_evidence_decided
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class DecideEvidence:
    """decision: accepted or sent_back; reason: read by the supplier, asked where a file is sent back."""

    finding_id: int
    evidence_id: int
    decision: str
    reason: str = ""


def decide_evidence(session: Session, actor: Actor, command: DecideEvidence, moment: Moment) -> FindingEvidence:
    """Accept a file or send it back. Raises Missing, Invalid.

    Raises Conflict once it was decided, of two at once for the later one, and where nobody deals with the finding.
    """
    reach_of(actor, Permission.FINDINGS_EVIDENCE_DECIDE)
    finding = held_open(session, actor, command.finding_id)
    asked = FindingEvidence.id == command.evidence_id, FindingEvidence.finding_id == finding.id
    evidence = session.scalar(select(FindingEvidence).where(*asked).execution_options(populate_existing=True))
    if evidence is None:
        raise Missing
    if faults := decision_faults(command.decision, command.reason):
        raise Invalid(faults)
    if evidence.decision is not None:
        raise Conflict("findings.file_decided", name=evidence.name, decision=f"file_decision.{evidence.decision}")
    evidence.decision, evidence.reason = command.decision, command.reason.strip()
    evidence.decided_by, evidence.decided_at = actor.account_id, moment.at
    session.flush()
    record_event(
        session, actor, moment, "decide_finding_evidence",
        finding=finding.id, evidence=evidence.id, decision=command.decision,
    )  # fmt: skip
    tell_evidence_decided(session, actor, finding, evidence, moment)
    return evidence


def held_open(session: Session, actor: Actor, finding_id: int) -> Finding:
    """The finding, kept from others until the transaction ends.

    Raises Missing, Conflict where nobody deals with it any more.
    """
    finding = found(session, actor, finding_id, held=True)
    if finding.state not in COUNTS_AS_OPEN:
        raise Conflict("findings.decided_not_now", state=FINDING.word(finding.state))
    return finding


def decision_faults(decision: str, reason: str) -> list[Fault]:
    """Faults of a decision: what is sent back needs its reason."""
    if decision not in DECISIONS:
        return [Fault("form.unknown_choice", "decision")]
    return reason_faults(reason) if decision == SENT_BACK else length_faults("reason", reason)


def decide_files_of_stage(
    session: Session, actor: Actor, finding_id: int, code: str, told: dict[str, str], moment: Moment
) -> None:
    """What is said of a stage is said of its files that still wait. told: decision and reason."""
    waiting = FindingEvidence.finding_id == finding_id, FindingEvidence.milestone == code
    session.execute(
        update(FindingEvidence)
        .where(*waiting, FindingEvidence.decision.is_(None))
        .values(decided_by=actor.account_id, decided_at=moment.at, **told)
    )


def refuse_undecided(session: Session, finding: Finding) -> None:
    """Raises Conflict while a file of the round waits, or was sent back and no later one came in its place."""
    files = files_of_round(session, finding)
    if waiting := [one.name for one in files if one.decision is None]:
        raise Conflict("findings.files_undecided", names=waiting)
    if back := [one.name for one in not_replaced(files)]:
        raise Conflict("findings.files_sent_back", names=back)
