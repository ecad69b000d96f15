"""The people of a supplier go over to the one it is merged into, with the invitations that still wait."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account, Invitation
from supplier_portal.suppliers.merging import MergeMove


def count_accounts(session: Session, duplicate_id: int, _: int) -> int:
    return session.scalar(select(func.count()).where(Account.supplier_id == duplicate_id)) or 0


def move_accounts(session: Session, duplicate_id: int, survivor_id: int) -> None:
    session.execute(update(Account).where(Account.supplier_id == duplicate_id).values(supplier_id=survivor_id))


def count_invitations(session: Session, duplicate_id: int, _: int) -> int:
    waiting = (Invitation.supplier_id == duplicate_id, Invitation.used_at.is_(None))
    return session.scalar(select(func.count()).where(*waiting)) or 0


def move_invitations(session: Session, duplicate_id: int, survivor_id: int) -> None:
    waiting = (Invitation.supplier_id == duplicate_id, Invitation.used_at.is_(None))
    session.execute(update(Invitation).where(*waiting).values(supplier_id=survivor_id))


MERGE_MOVES = (
    MergeMove("merge_part.accounts", count_accounts, move_accounts),
    MergeMove("merge_part.invitations", count_invitations, move_invitations),
)
