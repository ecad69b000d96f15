"""The supplier's corrective action plan, one for each cycle."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.causes import CauseLine
from supplier_portal.domain.findings.planning import Action, Company, Plan, plan_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Cause, Containment, CorrectiveAction, CorrectiveActionPlan, Finding
from supplier_portal.findings.operations.containing import containment_told
from supplier_portal.findings.operations.stepping import Values, step, zone_of
from supplier_portal.findings.queries import found, local_day, possible_moves
from supplier_portal.findings.queries.company import ACCOUNT, CONTACT, CompanyPerson, measures_of, people_of


@dataclass(frozen=True)
class ProposePlan:
    """method: five_whys or fishbone, with its lines in causes; root_cause: the conclusion; actions: one to ten.

    containment is asked of critical findings where it was not told before; left empty, what was told stands.
    expected_effect, preventive_measure: as `domain.findings.planning.Plan` has them.
    """

    finding_id: int
    containment: str
    method: str
    causes: tuple[CauseLine, ...]
    root_cause: str
    actions: tuple[Action, ...]
    expected_effect: str = ""
    preventive_measure: str = ""


def propose_plan(session: Session, actor: Actor, command: ProposePlan, moment: Moment) -> CorrectiveActionPlan:
    """Propose the plan of the next cycle. Raises Conflict where none is awaited, Invalid with every fault."""
    reach_of(actor, Permission.FINDINGS_PLAN_WRITE)
    finding = found(session, actor, command.finding_id)
    refuse_strength(finding, actor, "cap_proposed")
    FINDING.find(finding.state, "cap_proposed", actor.role)
    told = containment_told(session, finding)
    if faults := faults_of_plan(session, finding, command):
        raise Invalid(faults)
    people = {person.key: person for person in people_of(session, finding.supplier_id)}
    contains = finding.severity == "critical" and told is None
    values: Values = {"contained_at": moment.at} if contains else {}
    step(session, actor, finding, "cap_proposed", moment, cycle=finding.cycle + 1, **values)
    if contains:
        _tell_containment(session, actor, finding, command, moment)
    plan = CorrectiveActionPlan(
        finding_id=finding.id,
        cycle=finding.cycle,
        containment=command.containment.strip() or (told.text if told else ""),
        method=command.method,
        root_cause=command.root_cause.strip(),
        expected_effect=command.expected_effect.strip(),
        preventive_measure=command.preventive_measure.strip(),
        proposed_by=actor.account_id,
        proposed_at=moment.at,
    )
    session.add(plan)
    session.flush()
    session.add_all(_rows(plan.id, command, people))
    session.flush()
    return plan


def refuse_strength(finding: Finding, actor: Actor, target: str) -> None:
    """Raises Conflict where nobody is to act on the finding at all."""
    if finding.state != "draft" and finding.severity == "none" and not possible_moves(finding, actor):
        raise Conflict("workflow.not_now", state=FINDING.word(finding.state), target=FINDING.word(target), possible=[])


def faults_of_plan(session: Session, finding: Finding, command: ProposePlan) -> list[Fault]:
    """Find what is wrong with a plan for a finding that was notified."""
    if finding.notified_at is None:
        raise ValueError("a plan answers a finding that was notified")
    told = containment_told(session, finding)
    people = [person.key for person in people_of(session, finding.supplier_id)]
    notified_on = local_day(finding.notified_at, zone_of(session, finding))
    measures = [one.action_id for one in measures_of(session, finding)]
    plan = Plan(
        command.containment, command.method, command.causes, command.root_cause, command.actions,
        containment_told=told is not None, expected_effect=command.expected_effect,
        preventive_measure=command.preventive_measure,
    )  # fmt: skip
    return plan_faults(plan, finding.severity, notified_on, Company(people, measures))


def _tell_containment(session: Session, actor: Actor, finding: Finding, command: ProposePlan, moment: Moment) -> None:
    """A plan that tells containment for the first time tells it as of its day."""
    session.add(
        Containment(
            finding_id=finding.id,
            text=command.containment.strip(),
            done_on=local_day(moment.at, zone_of(session, finding)),
            reported_by=actor.account_id,
            reported_at=moment.at,
        )
    )


def _rows(plan_id: int, command: ProposePlan, people: dict[str, CompanyPerson]) -> list[Cause | CorrectiveAction]:
    causes = [
        Cause(plan_id=plan_id, position=position, branch=line.branch, text=line.text.strip(), root=line.root)
        for position, line in enumerate(command.causes, 1)
    ]
    return [*causes, *(_action(plan_id, n, one, people[one.owner]) for n, one in enumerate(command.actions, 1))]


def _action(plan_id: int, position: int, action: Action, owner: CompanyPerson) -> CorrectiveAction:
    return CorrectiveAction(
        plan_id=plan_id,
        position=position,
        action=action.action.strip(),
        owner=owner.name,
        owner_account_id=owner.id if owner.kind == ACCOUNT else None,
        owner_contact_id=owner.id if owner.kind == CONTACT else None,
        due_on=action.due_on,
        planned_kwh=action.kwh,
        planned_tonnes=action.tonnes,
        same_as_id=action.same_as,
    )
