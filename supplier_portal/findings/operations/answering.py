"""What the supplier shows of its actions: files of evidence, and the days on which they were done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.texts import day_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.findings.models import CorrectiveAction, Finding, FindingEvidence
from supplier_portal.findings.operations.redacting import shown_of
from supplier_portal.findings.operations.stepping import zone_of
from supplier_portal.findings.queries import found, local_day
from supplier_portal.findings.queries.rounds import actions_of
from supplier_portal.trail.operations import record_event

DOES_ACTIONS = ("accepted", "insufficient")
"""States in which the supplier carries out its plan."""


@dataclass(frozen=True)
class AddFindingEvidence:
    """name: the file's, as uploaded; about_on: the day it is about, None where none was given.

    action_id: the action of the present plan it is for, None for the finding as a whole; stamped: the signed and
    stamped scan of the printed plan.
    """

    finding_id: int
    upload: Upload
    name: str
    about_on: date | None
    action_id: int | None = None
    stamped: bool = False


@dataclass(frozen=True)
class MarkActionDone:
    """done_on: the day on which it was done, None where none was given."""

    finding_id: int
    action_id: int
    done_on: date | None


def awaits_evidence(session: Session, actor: Actor, finding_id: int, *, held: bool = False) -> Finding:
    """The finding where it takes evidence now: asked before a file is stored. held: as `found` has it.

    Raises Missing, Conflict for a finding that nobody deals with any more.
    """
    reach_of(actor, Permission.FINDINGS_EVIDENCE_ADD)
    finding = found(session, actor, finding_id, held=held)
    if finding.state not in COUNTS_AS_OPEN:
        raise Conflict("findings.evidence_not_now", state=FINDING.word(finding.state))
    return finding


def faults_of_evidence(
    session: Session, finding: Finding, about_on: date | None, action_id: int | None, moment: Moment
) -> list[Fault]:
    """Find what is wrong with what is told of a file: its day, and the action it is for."""
    faults = []
    if about_on is None:
        faults.append(Fault("form.date", "about_on"))
    elif about_on > local_day(moment.at, zone_of(session, finding)):
        faults.append(Fault("findings.day_in_future", "about_on"))
    if action_id is not None and action_id not in {action.id for action in actions_of(session, finding)}:
        faults.append(Fault("findings.action_of_no_plan", "action"))
    return faults


def add_finding_evidence(
    session: Session, actor: Actor, command: AddFindingEvidence, moment: Moment
) -> FindingEvidence:
    """Add a file. Raises Missing, Conflict for a finding that nobody deals with any more, Invalid with every fault."""
    finding = awaits_evidence(session, actor, command.finding_id, held=True)
    if faults := faults_of_evidence(session, finding, command.about_on, command.action_id, moment):
        raise Invalid(faults)
    evidence = evidence_row(session, actor, finding, command, moment)
    record_event(session, actor, moment, "add_finding_evidence", finding=finding.id, evidence=evidence.id)
    return evidence


def evidence_row(
    session: Session,
    actor: Actor,
    finding: Finding,
    command: AddFindingEvidence,
    moment: Moment,
    milestone: str = "",
) -> FindingEvidence:
    """Write the row of a file whose day was checked. milestone: code of the stage it is for."""
    upload = command.upload
    evidence = FindingEvidence(
        finding_id=finding.id,
        digest=remember_file(session, upload, moment.at),
        shown_digest=shown_of(session, actor, finding.id, upload),
        media_type=upload.media_type,
        size=upload.size,
        name=command.name[-200:],
        about_on=command.about_on,
        added_by=actor.account_id,
        added_at=moment.at,
        action_id=command.action_id,
        milestone=milestone,
        stamped=command.stamped,
        cycle=finding.cycle if command.stamped else None,
    )
    session.add(evidence)
    session.flush()
    return evidence


def mark_action_done(session: Session, actor: Actor, command: MarkActionDone, moment: Moment) -> CorrectiveAction:
    """Say on which day an action was done; said again, the later word stands.

    Raises Missing, Conflict while no accepted plan is being carried out, Invalid for an action of another plan and for
    a day before the notice or to come.
    """
    reach_of(actor, Permission.FINDINGS_PLAN_WRITE)
    finding = found(session, actor, command.finding_id, held=True)
    if finding.state not in DOES_ACTIONS:
        raise Conflict("findings.actions_not_now", state=FINDING.word(finding.state))
    action = next((one for one in actions_of(session, finding) if one.id == command.action_id), None)
    if action is None or finding.notified_at is None:
        raise Invalid([Fault("findings.action_of_no_plan", "action")])
    zone = zone_of(session, finding)
    notified_on, today = (local_day(at, zone) for at in (finding.notified_at, moment.at))
    if faults := day_faults("done_on", command.done_on, notified_on, today):
        raise Invalid(faults)
    action.done_on = command.done_on
    session.flush()
    record_event(session, actor, moment, "mark_action_done", finding=finding.id, action=action.id)
    return action
