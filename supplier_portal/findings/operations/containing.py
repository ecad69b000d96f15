"""What the supplier did at once, before the causes are known."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.texts import day_faults, text_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Containment, Finding
from supplier_portal.findings.operations.stepping import work_out, zone_of
from supplier_portal.findings.queries import found, local_day
from supplier_portal.findings.telling import tell_containment
from supplier_portal.trail.operations import record_event

TAKES_CONTAINMENT = ("open", "disputed", "cap_proposed", "rejected", "reopened")
"""States before a plan is accepted: what was done at once may be told, and told better."""


@dataclass(frozen=True)
class ReportContainment:
    """done_on: the day since which it is contained, None where none was given."""

    finding_id: int
    text: str
    done_on: date | None


def report_containment(session: Session, actor: Actor, command: ReportContainment, moment: Moment) -> Containment:
    """Tell what keeps it from going on; the first report of a run stops the clock of containment.

    Raises Missing, Conflict once the plan is accepted or nobody deals with the finding any more, Invalid.
    """
    reach_of(actor, Permission.FINDINGS_PLAN_WRITE)
    finding = found(session, actor, command.finding_id, held=True)
    if finding.state not in TAKES_CONTAINMENT or finding.severity == "none":
        raise Conflict("findings.containment_not_now", state=FINDING.word(finding.state))
    if faults := faults_of_containment(session, finding, command, moment):
        raise Invalid(faults)
    containment = Containment(
        finding_id=finding.id,
        text=command.text.strip(),
        done_on=command.done_on,
        reported_by=actor.account_id,
        reported_at=moment.at,
    )
    session.add(containment)
    if containment_told(session, finding) is None:
        finding.contained_at = moment.at
    session.flush()
    work_out(session, finding, moment)
    record_event(
        session, actor, moment, "report_containment", finding=finding.id, audit=finding.audit_id,
        containment=containment.id,
    )  # fmt: skip
    tell_containment(session, actor, finding, containment.id, moment)
    return containment


def faults_of_containment(
    session: Session, finding: Finding, command: ReportContainment, moment: Moment
) -> list[Fault]:
    """Find what is wrong with a report: its text, and a day before the finding or to come."""
    zone = zone_of(session, finding)
    days = day_faults("done_on", command.done_on, local_day(finding.raised_at, zone), local_day(moment.at, zone))
    return [*text_faults("text", command.text), *days]


def containment_told(session: Session, finding: Finding) -> Containment | None:
    """What was told last since the clocks began; None where nothing was."""
    if finding.contained_at is None or finding.clock_from is None or finding.contained_at < finding.clock_from:
        return None
    told = select(Containment).where(Containment.finding_id == finding.id).order_by(Containment.id.desc())
    return session.scalars(told.limit(1)).first()
