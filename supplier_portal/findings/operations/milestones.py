"""Stages of a finding that closes by milestones: told as met by the supplier, accepted or sent back by the buyer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.milestones import code_of, next_before
from supplier_portal.domain.findings.texts import day_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING
from supplier_portal.files.operations import Upload
from supplier_portal.findings.models import Finding, MilestoneMet
from supplier_portal.findings.operations.answering import AddFindingEvidence, evidence_row
from supplier_portal.findings.operations.deciding_evidence import decide_files_of_stage, decision_faults, held_open
from supplier_portal.findings.operations.stepping import work_out, zone_of
from supplier_portal.findings.queries import found, local_day
from supplier_portal.findings.queries.milestones import checkpoint_of, met_codes, told_stages
from supplier_portal.findings.telling import tell_stage_decided, tell_stage_met
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class TellMilestone:
    """code: `code_of` the stage; met_on: None where no day was given; name: the file's, as uploaded."""

    finding_id: int
    code: str
    met_on: date | None
    upload: Upload
    name: str


@dataclass(frozen=True)
class DecideMilestone:
    """decision: accepted or sent_back; reason: read by the supplier, asked where it is sent back."""

    finding_id: int
    code: str
    decision: str
    reason: str = ""


def awaits_milestone(session: Session, actor: Actor, finding_id: int, *, held: bool = False) -> Finding:
    """The finding where stages are told of now. Raises Missing, Conflict where nobody deals with it."""
    reach_of(actor, Permission.FINDINGS_PLAN_WRITE)
    finding = found(session, actor, finding_id, held=held)
    if finding.state not in COUNTS_AS_OPEN:
        raise Conflict("findings.evidence_not_now", state=FINDING.word(finding.state))
    return finding


def faults_of_milestone(
    session: Session, finding: Finding, code: str, met_on: date | None, moment: Moment
) -> list[Fault]:
    """Find what is wrong with what is told of a stage: which one, and its day."""
    known = code in {code_of(stage) for stage in checkpoint_of(session, finding).milestones}
    zone = zone_of(session, finding)
    earliest = local_day(finding.notified_at or moment.at, zone)
    faults = [] if known else [Fault("form.unknown_choice", "code")]
    return [*faults, *day_faults("met_on", met_on, earliest, local_day(moment.at, zone))]


def tell_milestone(session: Session, actor: Actor, command: TellMilestone, moment: Moment) -> MilestoneMet:
    """Tell a stage as met, with the file that shows it.

    Raises Missing, Invalid with every fault, Conflict where nobody deals with the finding and where it was told before.
    """
    finding = awaits_milestone(session, actor, command.finding_id, held=True)
    if faults := faults_of_milestone(session, finding, command.code, command.met_on, moment):
        raise Invalid(faults)
    if command.code in met_codes(told_stages(session, finding)):
        raise Conflict("findings.milestone_told")
    told = MilestoneMet(
        finding_id=finding.id, code=command.code, met_on=command.met_on, told_by=actor.account_id, told_at=moment.at
    )
    session.add(told)
    file = AddFindingEvidence(finding.id, command.upload, command.name, command.met_on)
    evidence = evidence_row(session, actor, finding, file, moment, milestone=command.code)
    keep_next_stage(session, finding, moment)
    record_event(session, actor, moment, "tell_milestone", finding=finding.id, milestone=told.id, evidence=evidence.id)
    tell_stage_met(session, actor, finding, told, moment)
    return told


def decide_milestone(session: Session, actor: Actor, command: DecideMilestone, moment: Moment) -> MilestoneMet:
    """Accept a stage or send it back, with its files. Raises Missing, Invalid, Conflict where none waits."""
    reach_of(actor, Permission.FINDINGS_EVIDENCE_DECIDE)
    finding = held_open(session, actor, command.finding_id)
    if faults := decision_faults(command.decision, command.reason):
        raise Invalid(faults)
    latest = {one.code: one for one in told_stages(session, finding)}.get(command.code)
    if latest is None or latest.decision is not None:
        raise Conflict("findings.milestone_not_waiting")
    latest.decision, latest.reason = command.decision, command.reason.strip()
    latest.decided_by, latest.decided_at = actor.account_id, moment.at
    session.flush()
    said = {"decision": command.decision, "reason": latest.reason}
    decide_files_of_stage(session, actor, finding.id, command.code, said, moment)
    keep_next_stage(session, finding, moment)
    record_event(
        session, actor, moment, "decide_milestone",
        finding=finding.id, milestone=latest.id, decision=command.decision,
    )  # fmt: skip
    tell_stage_decided(session, actor, finding, latest, moment)
    return latest


def keep_next_stage(session: Session, finding: Finding, moment: Moment) -> None:
    """Keep with the finding how long before its closing day the next stage is due."""
    met = met_codes(told_stages(session, finding))
    finding.stage_before = next_before(checkpoint_of(session, finding).milestones, met)
    session.flush()
    work_out(session, finding, moment)
