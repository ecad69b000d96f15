"""The plans of a finding with their causes and actions, and containment as it was told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.findings.causes import BRANCHES, FISHBONE
from supplier_portal.domain.findings.effects import Effect, total
from supplier_portal.findings.models import Cause, Containment, CorrectiveAction, CorrectiveActionPlan, Finding


@dataclass(frozen=True)
class ProposedPlan:
    """One cycle's proposal. same_as: by id of an action, the number and position of the one it is the same as."""

    plan: CorrectiveActionPlan
    causes: Sequence[Cause]
    actions: Sequence[CorrectiveAction]
    same_as: dict[int, tuple[str, int]]

    @property
    def branches(self) -> list[tuple[str, list[Cause]]]:
        """Of a fishbone, the branches that have lines."""
        if self.plan.method != FISHBONE:
            return []
        lines = {branch: [cause for cause in self.causes if cause.branch == branch] for branch in BRANCHES}
        return [(branch, causes) for branch, causes in lines.items() if causes]

    @property
    def planned(self) -> Effect:
        """What the actions are to save in a year; what is counted with another finding is not in it."""
        return total(Effect(one.planned_kwh, one.planned_tonnes) for one in self.actions if one.same_as_id is None)


def plans_of(session: Session, finding: Finding) -> list[ProposedPlan]:
    """The plans, the newest cycle first; four statements."""
    plans = session.scalars(
        select(CorrectiveActionPlan)
        .where(CorrectiveActionPlan.finding_id == finding.id)
        .order_by(CorrectiveActionPlan.cycle.desc())
    ).all()
    ids = [plan.id for plan in plans]
    causes = session.scalars(select(Cause).where(Cause.plan_id.in_(ids)).order_by(Cause.position)).all()
    actions = session.scalars(
        select(CorrectiveAction).where(CorrectiveAction.plan_id.in_(ids)).order_by(CorrectiveAction.position)
    ).all()
    same_as = _same_as(session, [one.same_as_id for one in actions if one.same_as_id is not None])
    return [
        ProposedPlan(
            plan,
            [one for one in causes if one.plan_id == plan.id],
            own := [one for one in actions if one.plan_id == plan.id],
            {one.id: same_as[one.same_as_id] for one in own if one.same_as_id in same_as},
        )
        for plan in plans
    ]


def _same_as(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    named = (
        select(CorrectiveAction.id, Finding.number, CorrectiveAction.position)
        .join(CorrectiveActionPlan, CorrectiveActionPlan.id == CorrectiveAction.plan_id)
        .join(Finding, Finding.id == CorrectiveActionPlan.finding_id)
        .where(CorrectiveAction.id.in_(ids))
    )
    return {number: (finding, position) for number, finding, position in session.execute(named)}


def containments_of(session: Session, finding: Finding) -> Sequence[Containment]:
    """What was told of containment, the latest first."""
    told = select(Containment).where(Containment.finding_id == finding.id)
    return session.scalars(told.order_by(Containment.id.desc())).all()
