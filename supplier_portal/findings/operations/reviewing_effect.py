"""The review whether what was done works: planned against measured, effective or opened again."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.findings.effects import Measured, review_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import ActionEffect, EffectivenessReview, Finding
from supplier_portal.findings.operations.lifting import begin_anew
from supplier_portal.findings.operations.planning import refuse_strength
from supplier_portal.findings.operations.stepping import step
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.rounds import actions_of
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class ReviewEffect:
    """conclusion: both sides read it; measured: of actions whose effect is counted with this finding."""

    finding_id: int
    effective: bool
    conclusion: str
    measured: tuple[Measured, ...] = ()


def review_effect(session: Session, actor: Actor, command: ReviewEffect, moment: Moment) -> EffectivenessReview:
    """Conclude that a closed finding works, or open it again with the conclusion as the reason.

    Raises Missing, Conflict where it is not closed or someone else was quicker, Invalid with every fault.
    """
    reach_of(actor, Permission.FINDINGS_FINDING_MOVE)
    finding = found(session, actor, command.finding_id)
    target = "effective" if command.effective else "reopened"
    refuse_strength(finding, actor, target)
    FINDING.find(finding.state, target, actor.role)
    own = {action.id for action in actions_of(session, finding) if action.same_as_id is None}
    if faults := list(review_faults(command.conclusion, command.measured, own)):
        raise Invalid(faults)
    conclusion = command.conclusion.strip()
    step(session, actor, finding, target, moment, "" if command.effective else conclusion)
    if not command.effective:
        begin_anew(session, finding, moment)
    review = EffectivenessReview(
        finding_id=finding.id,
        cycle=finding.cycle,
        effective=command.effective,
        conclusion=conclusion,
        reviewed_by=actor.account_id,
        reviewed_at=moment.at,
    )
    session.add(review)
    session.flush()
    _keep_measured(session, finding, review, command)
    told = {"review": review.id, "effective": command.effective}
    record_event(session, actor, moment, "review_effect", finding=finding.id, **told)
    return review


def _keep_measured(session: Session, finding: Finding, review: EffectivenessReview, command: ReviewEffect) -> None:
    measured = {one.action_id: one for one in command.measured}
    for action in actions_of(session, finding):
        one = measured.get(action.id)
        if one is not None and (one.kwh, one.tonnes, one.how.strip()) != (None, None, ""):
            figures = {"measured_kwh": one.kwh, "measured_tonnes": one.tonnes, "how": one.how.strip()}
            session.add(ActionEffect(review_id=review.id, action_id=action.id, **figures))
    session.flush()
