"""Participants of a duplicate go over to the supplier it is merged into: they were that company's people."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supplier_portal.outreach.models import TrainingParticipant
from supplier_portal.suppliers.merging import MergeMove


def _count(session: Session, duplicate_id: int, _: int) -> int:
    of_duplicate = TrainingParticipant.supplier_id == duplicate_id
    return session.scalar(select(func.count()).select_from(TrainingParticipant).where(of_duplicate)) or 0


def _move(session: Session, duplicate_id: int, survivor_id: int) -> None:
    moved = update(TrainingParticipant).where(TrainingParticipant.supplier_id == duplicate_id)
    session.execute(moved.values(supplier_id=survivor_id), execution_options={"synchronize_session": False})


MERGE_MOVES = (MergeMove("merge_part.training_participants", _count, _move),)
