"""The lookup tables of states, and the one way a state moves."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from supplier_portal.db.base import Base, state_table
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.workflow.appeal import APPEAL
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.domain.workflow.programme import PROGRAMME
from supplier_portal.domain.workflow.tender import TENDER

WORKFLOWS = {f"{workflow.name}_state": workflow for workflow in (AUDIT, FINDING, TENDER, PROGRAMME, APPEAL)}
STATE_TABLES = {name: state_table(name) for name in WORKFLOWS}


def move_state(session: Session, model: type[Base], row_id: int, origin: str, target: str, **values: Any) -> None:
    """Move the row from `origin` to `target` and set `values` with it.

    Raises Conflict `workflow.quicker` where it no longer stands at `origin`: of two at once, one wins.
    """
    table: Any = model
    columns = {"state": target, **values}
    moved = session.execute(
        update(table).where(table.id == row_id, table.state == origin).values(columns),
        execution_options={"synchronize_session": False},  # told below: working it out takes longer than the update
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        state = session.scalar(table.__table__.select().with_only_columns(table.state).where(table.id == row_id))
        word = f"{model.__tablename__}_state.{{}}".format
        raise Conflict("workflow.quicker", state=word(state), target=word(target))
    read = session.identity_map.get(session.identity_key(model, row_id))
    for name, value in columns.items() if read is not None else ():
        set_committed_value(read, name, value)
