"""Every other move of a finding, with what the table asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.lifting import Lifted, lift_faults
from supplier_portal.domain.findings.texts import length_faults, reason_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import CorrectiveActionPlan, Finding, FindingMove
from supplier_portal.findings.operations.deciding_evidence import refuse_undecided
from supplier_portal.findings.operations.lifting import begin_anew, lift, rated_checkpoints
from supplier_portal.findings.operations.messaging import MOST_FILES, Sent, message_row
from supplier_portal.findings.operations.notifying import agree_notice, refuse_team
from supplier_portal.findings.operations.planning import refuse_strength
from supplier_portal.findings.operations.stepping import hold, step
from supplier_portal.findings.queries import found, local_day
from supplier_portal.findings.queries.rounds import SENT_BACK, actions_of, files_of_round
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

DECISIONS = ("accepted", "rejected")


@dataclass(frozen=True)
class MoveFinding:
    """target: the state asked for; reason: read by the other side; until: the last day of a waiver.

    lifts: of a verification, the levels it lifts checkpoints to; files: sent along with a dispute, kept in the thread.
    """

    finding_id: int
    target: str
    reason: str = ""
    until: date | None = None
    lifts: tuple[Lifted, ...] = ()
    files: tuple[Sent, ...] = ()


def move_finding(session: Session, actor: Actor, command: MoveFinding, moment: Moment) -> Finding:
    """Move a finding by the table. Raises Conflict where the table or the present state says no, Invalid for faults."""
    finding = allowed_to_move(session, actor, command.finding_id, command.target)
    row = FINDING.find(finding.state, command.target, actor.role)
    if finding.state == "draft":
        return agree_notice(session, actor, finding.id, moment)
    rated = rated_checkpoints(session, finding) if command.lifts else {}
    if faults := [*_faults(row.needs, command, moment), *lift_faults(command.lifts, rated)]:
        raise Invalid(faults)
    if "outside_team" in row.needs:
        refuse_team(session, actor, finding.audit_id)
    if "evidence" in row.needs:
        hold(session, finding.id)
        _refuse_undone(session, finding)
    if command.target == "verified":
        hold(session, finding.id)
        refuse_undecided(session, finding)
    values = {"waived_until": command.until} if command.target == "waived" else {}
    step(session, actor, finding, command.target, moment, command.reason.strip(), **values)
    _follow(session, actor, finding, command, moment)
    return finding


def allowed_to_move(session: Session, actor: Actor, finding_id: int, target: str) -> Finding:
    """The finding, where the table lets the actor move it now: asked before files are stored. Raises as the move."""
    reach_of(actor, Permission.FINDINGS_FINDING_MOVE)
    finding = found(session, actor, finding_id)
    refuse_strength(finding, actor, target)
    FINDING.find(finding.state, target, actor.role)
    return finding


def _follow(session: Session, actor: Actor, finding: Finding, command: MoveFinding, moment: Moment) -> None:
    """What a move brings with it besides the state."""
    if command.target in DECISIONS:
        _decide_plan(session, actor, finding, command, moment)
    if command.target == "verified" and command.lifts:
        lift(session, actor, finding, command.lifts, moment)
        told = [one.checkpoint for one in command.lifts]
        record_event(session, actor, moment, "re_rate", finding=finding.id, audit=finding.audit_id, checkpoints=told)
    if command.target == "reopened":
        begin_anew(session, finding, moment)
    if command.files:
        message_row(session, actor, finding, command.reason, command.files, moment)


def _faults(needs: frozenset[str], command: MoveFinding, moment: Moment) -> Iterator[Fault]:
    if "plan" in needs:
        yield Fault("findings.plan_by_form")
    if "review" in needs:
        yield Fault("findings.review_by_form")
    yield from reason_faults(command.reason) if "reason" in needs else length_faults("reason", command.reason)
    if "until" in needs and command.until is None:
        yield Fault("form.date", "until")
    elif "until" in needs and command.until is not None and command.until <= moment.day:
        yield Fault("findings.until_in_past", "until")
    if command.files and command.target != "disputed":
        yield Fault("findings.files_of_dispute", "files")
    if len(command.files) > MOST_FILES:
        yield Fault("findings.too_many_files", "files", facts={"most": MOST_FILES})
    if command.lifts and command.target != "verified":
        yield Fault("findings.lifts_of_verification")


def _refuse_undone(session: Session, finding: Finding) -> None:
    """Raises Conflict while an action is not done, and without a file of this round that was not sent back.

    A stamped plan shows what was promised, not that it was done.
    """
    if undone := [action.position for action in actions_of(session, finding) if action.done_on is None]:
        raise Conflict("findings.actions_first", numbers=[str(position) for position in undone])
    if all(file.stamped or file.decision == SENT_BACK for file in files_of_round(session, finding)):
        raise Conflict("findings.evidence_first")


def _decide_plan(session: Session, actor: Actor, finding: Finding, command: MoveFinding, moment: Moment) -> None:
    decided = {"decision": command.target, "reason": command.reason.strip()}
    session.execute(
        update(CorrectiveActionPlan)
        .where(CorrectiveActionPlan.finding_id == finding.id, CorrectiveActionPlan.cycle == finding.cycle)
        .values(decided_by=actor.account_id, decided_at=moment.at, **decided)
    )


def end_waivers(session: Session, moment: Moment) -> list[Finding]:
    """Bring findings back to where they stood, once a waiver is over where the supplier is; the worker's round."""
    asked = (
        select(Finding, Supplier.time_zone)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(Finding.state == "waived", Finding.waived_until <= moment.day)
        .order_by(Finding.id)
    )
    rows = session.execute(asked).all()
    over = [finding for finding, zone in rows if (finding.waived_until or moment.day) < local_day(moment.at, zone)]
    for finding in over:
        target = _before_waiver(session, finding)
        FINDING.find(finding.state, target, SYSTEM.role)
        step(session, SYSTEM, finding, target, moment, waived_until=None)
    return over


def _before_waiver(session: Session, finding: Finding) -> str:
    """The state a finding was waived in."""
    waived = select(FindingMove.origin).where(FindingMove.finding_id == finding.id, FindingMove.target == "waived")
    return session.scalars(waived.order_by(FindingMove.id.desc()).limit(1)).one()
