"""Every other move of a finding, with what the table asks for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.models import Audit
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.rules import LONGEST_REASON
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import CorrectiveActionPlan, Finding, FindingEvidence
from supplier_portal.findings.operations.answering import refuse_strength
from supplier_portal.findings.operations.notifying import agree_notice, close_days_of, refuse_team
from supplier_portal.findings.operations.stepping import Values, clocks_from, step, zone_of
from supplier_portal.findings.queries import found, local_day

DECISIONS = ("accepted", "rejected")


@dataclass(frozen=True)
class MoveFinding:
    """target: the state asked for; reason: read by the other side; until: the last day of a waiver."""

    finding_id: int
    target: str
    reason: str = ""
    until: date | None = None


def move_finding(session: Session, actor: Actor, command: MoveFinding, moment: Moment) -> Finding:
    """Move a finding by the table. Raises Conflict where the table or the present state says no, Invalid for faults."""
    reach_of(actor, Permission.FINDINGS_FINDING_MOVE)
    finding = found(session, actor, command.finding_id)
    refuse_strength(finding, actor, command.target)
    row = FINDING.find(finding.state, command.target, actor.role)
    if finding.state == "draft":
        return agree_notice(session, actor, finding.id, moment)
    if faults := _faults(row.needs, command, moment):
        raise Invalid(faults)
    if "outside_team" in row.needs:
        refuse_team(session, actor, finding.audit_id)
    if "evidence" in row.needs and not _has_evidence(session, finding):
        raise Conflict("findings.evidence_first")
    values = _values(session, finding, command, moment)
    step(session, actor, finding, command.target, moment, command.reason.strip(), **values)
    if command.target in DECISIONS:
        _decide_plan(session, actor, finding, command, moment)
    return finding


def _faults(needs: frozenset[str], command: MoveFinding, moment: Moment) -> list[Fault]:
    faults, length = [], len(command.reason.strip())
    if "plan" in needs:
        faults.append(Fault("findings.plan_by_form"))
    if "reason" in needs and not length:
        faults.append(Fault("workflow.needs_reason", "reason"))
    if not readable(command.reason):
        faults.append(Fault("audits.control_character", "reason"))
    if length > LONGEST_REASON:
        faults.append(Fault("form.too_long", "reason", facts={"most": LONGEST_REASON, "length": length}))
    if "until" in needs and command.until is None:
        faults.append(Fault("form.date", "until"))
    elif "until" in needs and command.until is not None and command.until <= moment.day:
        faults.append(Fault("findings.until_in_past", "until"))
    return faults


def _values(session: Session, finding: Finding, command: MoveFinding, moment: Moment) -> Values:
    if command.target == "waived":
        return {"waived_until": command.until}
    if command.target == "reopened":
        audit = session.get_one(Audit, finding.audit_id)
        day = local_day(moment.at, zone_of(session, finding))
        return clocks_from(finding, day, close_days_of(session, finding, audit))
    return {}


def _has_evidence(session: Session, finding: Finding) -> bool:
    """Whether a file came in this round: since the plan was proposed, or since what came was found insufficient."""
    since = finding.turn_since
    if finding.state != "insufficient":
        since = session.scalar(
            select(CorrectiveActionPlan.proposed_at).where(
                CorrectiveActionPlan.finding_id == finding.id, CorrectiveActionPlan.cycle == finding.cycle
            )
        )
    added = select(FindingEvidence.id).where(
        FindingEvidence.finding_id == finding.id, FindingEvidence.added_at >= since
    )
    return session.scalar(added.limit(1)) is not None


def _decide_plan(session: Session, actor: Actor, finding: Finding, command: MoveFinding, moment: Moment) -> None:
    decided = {"decision": command.target, "reason": command.reason.strip()}
    session.execute(
        update(CorrectiveActionPlan)
        .where(CorrectiveActionPlan.finding_id == finding.id, CorrectiveActionPlan.cycle == finding.cycle)
        .values(decided_by=actor.account_id, decided_at=moment.at, **decided)
    )


def end_waivers(session: Session, moment: Moment) -> list[Finding]:
    """Bring findings back whose waiver is over; the worker's daily round."""
    over = session.scalars(
        select(Finding).where(Finding.state == "waived", Finding.waived_until < moment.day).order_by(Finding.id)
    ).all()
    for finding in over:
        FINDING.find(finding.state, "open", SYSTEM.role)
        step(session, SYSTEM, finding, "open", moment, waived_until=None)
    return list(over)
