"""The supplier's answer: a corrective action plan, and evidence that it was done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.rules import Action, Plan, plan_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding, FindingEvidence
from supplier_portal.findings.operations.stepping import step, zone_of
from supplier_portal.findings.queries import found, local_day, possible_moves
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class ProposePlan:
    """actions: what, owner and due day of each, one to five; containment is asked of critical findings."""

    finding_id: int
    containment: str
    root_cause: str
    actions: tuple[tuple[str, str, date | None], ...]


def propose_plan(session: Session, actor: Actor, command: ProposePlan, moment: Moment) -> CorrectiveActionPlan:
    """Propose the plan of the next cycle. Raises Conflict where none is awaited, Invalid with every fault."""
    reach_of(actor, Permission.FINDINGS_PLAN_WRITE)
    finding = found(session, actor, command.finding_id)
    refuse_strength(finding, actor, "cap_proposed")
    FINDING.find(finding.state, "cap_proposed", actor.role)
    _check_plan(session, finding, command)
    cycle = finding.cycle + 1
    step(session, actor, finding, "cap_proposed", moment, cycle=cycle)
    plan = CorrectiveActionPlan(
        finding_id=finding.id,
        cycle=cycle,
        containment=command.containment.strip(),
        root_cause=command.root_cause.strip(),
        proposed_by=actor.account_id,
        proposed_at=moment.at,
    )
    session.add(plan)
    session.flush()
    for position, (action, owner, due_on) in enumerate(command.actions, 1):
        session.add(
            CorrectiveAction(
                plan_id=plan.id, position=position, action=action.strip(), owner=owner.strip(), due_on=due_on
            )
        )
    session.flush()
    return plan


def refuse_strength(finding: Finding, actor: Actor, target: str) -> None:
    """Raises Conflict where nobody is to act on the finding at all."""
    if finding.state != "draft" and finding.severity == "none" and not possible_moves(finding, actor):
        raise Conflict("workflow.not_now", state=FINDING.word(finding.state), target=FINDING.word(target), possible=[])


def _check_plan(session: Session, finding: Finding, command: ProposePlan) -> None:
    if finding.notified_at is None:
        raise ValueError("a plan answers a finding that was notified")
    notified_on = local_day(finding.notified_at, zone_of(session, finding))
    actions = tuple(Action(*action) for action in command.actions)
    plan = Plan(command.containment, command.root_cause, actions)
    if faults := plan_faults(plan, finding.severity, notified_on):
        raise Invalid(faults)


@dataclass(frozen=True)
class AddFindingEvidence:
    """name: the file's, as uploaded; about_on: the day it is about, None where none was given."""

    finding_id: int
    upload: Upload
    name: str
    about_on: date | None


def awaits_evidence(session: Session, actor: Actor, finding_id: int) -> Finding:
    """The finding where it takes evidence now: asked before a file is stored.

    Raises Missing, Conflict for a finding that nobody deals with any more.
    """
    reach_of(actor, Permission.FINDINGS_EVIDENCE_ADD)
    finding = found(session, actor, finding_id)
    if finding.state not in COUNTS_AS_OPEN:
        raise Conflict("findings.evidence_not_now", state=FINDING.word(finding.state))
    return finding


def faults_of_day(session: Session, finding: Finding, about_on: date | None, moment: Moment) -> list[Fault]:
    """Find what is wrong with the day a file is said to be about."""
    if about_on is None:
        return [Fault("form.date", "about_on")]
    future = about_on > local_day(moment.at, zone_of(session, finding))
    return [Fault("findings.day_in_future", "about_on")] if future else []


def add_finding_evidence(
    session: Session, actor: Actor, command: AddFindingEvidence, moment: Moment
) -> FindingEvidence:
    """Add a file. Raises Missing, Conflict for a finding that nobody deals with any more, Invalid for a day to come."""
    finding = awaits_evidence(session, actor, command.finding_id)
    if faults := faults_of_day(session, finding, command.about_on, moment):
        raise Invalid(faults)
    upload = command.upload
    evidence = FindingEvidence(
        finding_id=finding.id,
        digest=remember_file(session, upload, moment.at),
        shown_digest=upload.shown.digest if upload.shown else None,
        media_type=upload.media_type,
        size=upload.size,
        name=command.name[-200:],
        about_on=command.about_on,
        added_by=actor.account_id,
        added_at=moment.at,
    )
    session.add(evidence)
    session.flush()
    record_event(session, actor, moment, "add_finding_evidence", finding=finding.id, evidence=evidence.id)
    return evidence
