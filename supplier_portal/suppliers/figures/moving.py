"""Figures of a duplicate go over to the supplier it is merged into, but for periods the survivor has a figure of."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from supplier_portal.suppliers.merging import MergeMove


def figures_move(part: str, model: type[Any], *period: str) -> MergeMove:
    """Move the rows of a table of figures. period: attributes of which a supplier has one row each."""

    def going(duplicate_id: int, survivor_id: int) -> ColumnElement[bool]:
        own = aliased(model)
        same = [getattr(own, name) == getattr(model, name) for name in period]
        known = exists().where(own.supplier_id == survivor_id, *same)
        return and_(model.supplier_id == duplicate_id, ~known)

    def count(session: Session, duplicate_id: int, survivor_id: int) -> int:
        asked = select(func.count()).select_from(model).where(going(duplicate_id, survivor_id))
        return session.scalar(asked) or 0

    def move(session: Session, duplicate_id: int, survivor_id: int) -> None:
        moved = update(model).where(going(duplicate_id, survivor_id)).values(supplier_id=survivor_id)
        session.execute(moved, execution_options={"synchronize_session": False})

    return MergeMove(part, count, move)
