"""What of a supplier's person's work with findings is open: findings in their charge, and actions of theirs."""

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from supplier_portal.accounts.duties import Duty
from supplier_portal.accounts.models import Account
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding

RUNNING = (*COUNTS_AS_OPEN, "waived")


def count_findings(session: Session, account_id: int) -> int:
    asked = select(func.count()).where(Finding.owner_id == account_id, Finding.state.in_(RUNNING))
    return session.scalar(asked) or 0


def hand_over_findings(session: Session, from_id: int, to_id: int) -> None:
    of_person = update(Finding).where(Finding.owner_id == from_id, Finding.state.in_(RUNNING))
    session.execute(of_person.values(owner_id=to_id).execution_options(synchronize_session=False))


def count_actions(session: Session, account_id: int) -> int:
    return session.scalar(select(func.count()).select_from(_open_actions(account_id).subquery())) or 0


def hand_over_actions(session: Session, from_id: int, to_id: int) -> None:
    """The name goes over with it: the plan says who sees to it now."""
    name = select(Account.name).where(Account.id == to_id).scalar_subquery()
    actions = update(CorrectiveAction).where(CorrectiveAction.id.in_(_open_actions(from_id)))
    changed = actions.values(owner_account_id=to_id, owner=name)
    session.execute(changed.execution_options(synchronize_session=False))


def _open_actions(account_id: int) -> Select[int]:
    """Actions not done yet, of the plans by which findings are being dealt with."""
    return (
        select(CorrectiveAction.id)
        .join(CorrectiveActionPlan, CorrectiveActionPlan.id == CorrectiveAction.plan_id)
        .join(Finding, Finding.id == CorrectiveActionPlan.finding_id)
        .where(CorrectiveAction.owner_account_id == account_id, CorrectiveAction.done_on.is_(None))
        .where(CorrectiveActionPlan.cycle == Finding.cycle, Finding.state.in_(RUNNING))
    )


DUTIES = (
    Duty("duty.findings", count_findings, hand_over_findings),
    Duty("duty.actions", count_actions, hand_over_actions),
)
