"""The round a finding is in: from its plan, or from what was found insufficient, until it is verified."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.findings.models import (
    CorrectiveAction,
    CorrectiveActionPlan,
    Finding,
    FindingEvidence,
    FindingMove,
)

ACCEPTED, SENT_BACK = DECISIONS = ("accepted", "sent_back")


def plan_of_cycle(session: Session, finding: Finding) -> CorrectiveActionPlan | None:
    """The plan proposed last."""
    of_cycle = CorrectiveActionPlan.finding_id == finding.id, CorrectiveActionPlan.cycle == finding.cycle
    return session.scalar(select(CorrectiveActionPlan).where(*of_cycle))


def actions_of(session: Session, finding: Finding) -> Sequence[CorrectiveAction]:
    """The actions of the plan proposed last, in their order."""
    return session.scalars(_ACTIONS, {"finding": finding.id, "cycle": finding.cycle}).all()


_ACTIONS = (
    select(CorrectiveAction)
    .join(CorrectiveActionPlan, CorrectiveActionPlan.id == CorrectiveAction.plan_id)
    .where(CorrectiveActionPlan.finding_id == bindparam("finding"), CorrectiveActionPlan.cycle == bindparam("cycle"))
    .order_by(CorrectiveAction.position)
)


def round_began(plan: CorrectiveActionPlan | None, moves: Sequence[FindingMove]) -> datetime | None:
    """When the round began; None where no plan was proposed."""
    if plan is None:
        return None
    return max([plan.proposed_at, *(move.at for move in moves if _found_insufficient(move))])


def files_of_round(session: Session, finding: Finding) -> Sequence[FindingEvidence]:
    """The supplier's files of the present round."""
    moves = session.scalars(select(FindingMove).where(FindingMove.finding_id == finding.id)).all()
    began = round_began(plan_of_cycle(session, finding), moves)
    if began is None:
        return []
    of_supplier = select(Account.id).where(Account.supplier_id.is_not(None))
    files = select(FindingEvidence).where(
        FindingEvidence.finding_id == finding.id,
        FindingEvidence.added_at >= began,
        FindingEvidence.added_by.in_(of_supplier),
    )
    return session.scalars(files.order_by(FindingEvidence.id)).all()


def not_replaced(files: Sequence[FindingEvidence]) -> list[FindingEvidence]:
    """Those sent back after which no file came for the same action or stage. files: in the order they came."""
    return [
        one
        for place, one in enumerate(files)
        if one.decision == SENT_BACK
        and not any((one.action_id, one.milestone) == (two.action_id, two.milestone) for two in files[place + 1 :])
    ]


def _found_insufficient(move: FindingMove) -> bool:
    return move.target == "insufficient" and move.origin != "waived"
