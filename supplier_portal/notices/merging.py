"""Webhooks of a duplicate go over to the supplier it is merged into: they are that company's."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supplier_portal.notices.models import Webhook
from supplier_portal.suppliers.merging import MergeMove


def _count(session: Session, duplicate_id: int, _: int) -> int:
    of_duplicate = Webhook.supplier_id == duplicate_id
    return session.scalar(select(func.count()).select_from(Webhook).where(of_duplicate)) or 0


def _move(session: Session, duplicate_id: int, survivor_id: int) -> None:
    moved = update(Webhook).where(Webhook.supplier_id == duplicate_id)
    session.execute(moved.values(supplier_id=survivor_id), execution_options={"synchronize_session": False})


MERGE_MOVES = (MergeMove("merge_part.webhooks", _count, _move),)
