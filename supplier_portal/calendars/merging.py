"""Shutdowns of a duplicate go over to the supplier it is merged into: they were that company's plants."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supplier_portal.calendars.models import Shutdown
from supplier_portal.suppliers.merging import MergeMove


def _count(session: Session, duplicate_id: int, _: int) -> int:
    return session.scalar(select(func.count()).where(Shutdown.supplier_id == duplicate_id)) or 0


def _move(session: Session, duplicate_id: int, survivor_id: int) -> None:
    moved = update(Shutdown).where(Shutdown.supplier_id == duplicate_id)
    session.execute(moved.values(supplier_id=survivor_id), execution_options={"synchronize_session": False})


MERGE_MOVES = (MergeMove("merge_part.shutdowns", _count, _move),)
